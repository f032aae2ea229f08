use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::acr;
use crate::authorize::{AuthorizationRequest, AuthorizationResponse};
use crate::fault::Fault;
use crate::interaction::{self, email_code};
use crate::issuer::Issuer;
use crate::personas::Persona;
use crate::refusal::Refusal;
use crate::session;
use crate::store::Store;
use crate::token::{Authorization, AuthorizationCode};

/// The persona of the e-mail address that the relying party sent.
pub fn hinted<'a>(issuer: &'a Issuer, request: &AuthorizationRequest) -> Option<&'a Persona> {
    let hint = request.login_hint.as_deref()?;
    let mut personas = issuer.personas.iter();
    personas.find(|persona| persona.text("email") == hint)
}

/// Answers for `persona`, whom the identity provider has authenticated.
pub fn log_in(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    persona: &Persona,
    request: AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    let now = issuer.clock.now();
    if let Some(refusal) = refusal(issuer, persona, &request, chosen) {
        return refuse(store, jar, refusal, request, now);
    }
    let essential = request.claims.essential_acr();
    if acr::asks_for_email_code(persona.text("idp_acr"), essential.as_deref()) {
        return email_code::ask(store, jar, &persona.id, request, chosen, now);
    }
    let session_id = session::open(issuer, store, &jar, persona, false);
    let response = complete(issuer, store, &session_id, persona, &request, chosen);
    (jar.add(session::cookie(session_id)), response).into_response()
}

/// Why `persona` may not log in, if so: a property of the persona, or a fault.
pub fn refusal(
    issuer: &Issuer,
    persona: &Persona,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> Option<Refusal> {
    let client = issuer.client(&request.client_id)?;
    Refusal::of(persona, client).or_else(|| issuer.faults.refusal(&client.client_id, chosen))
}

/// The page of `refusal`. It keeps the request, so that its button can return the error to the
/// relying party.
pub fn refuse(
    store: &mut Store,
    jar: CookieJar,
    refusal: Refusal,
    request: AuthorizationRequest,
    now: u64,
) -> Response {
    let uid = store
        .interactions
        .insert(request, now, interaction::LIFETIME);
    let page = refusal.page(&interaction::path(&uid));
    (jar.add(interaction::cookie(uid)), page).into_response()
}

/// Returns a code for `persona`, whom the session has logged in, or `access_denied` when the
/// authentication meets none of the required contexts. `chosen` are the faults that the person has
/// chosen.
pub fn complete(
    issuer: &Issuer,
    store: &mut Store,
    session_id: &str,
    persona: &Persona,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> AuthorizationResponse {
    let now = issuer.clock.now();
    let essential = request.claims.essential_acr();
    let is_email_verified = store
        .sessions
        .get(session_id, now)
        .is_some_and(|session| session.is_email_verified);
    let acr = acr::of_session(persona.text("idp_acr"), is_email_verified);
    let Some(acr) = acr::resolve(acr, essential.as_deref()) else {
        return request
            .target
            .error("access_denied", "requested ACRs could not be satisfied");
    };
    let Some((grant_id, grant)) = session::grant(store, session_id, &request.client_id, now) else {
        return request
            .target
            .error("login_required", "end-user authentication is required");
    };
    let client_id = &request.client_id;
    let faults = issuer.faults.of_login(client_id, chosen);
    let mut amr = persona.amr.clone();
    amr.extend(is_email_verified.then(|| "mail".to_owned()));
    let authorization = Authorization {
        grant_id,
        client_id: client_id.clone(),
        persona: persona.id.clone(),
        nonce: request.nonce.clone(),
        claims: request.claims.clone(),
        acr: acr.to_owned(),
        amr,
        // The time of this response, not of the authentication, which single sign-on may have done
        // earlier.
        auth_time: now,
        sid: grant.sid,
        faults: faults.clone(),
    };
    let code = AuthorizationCode::issue(store, authorization, request, issuer);
    let mut response = request.target.code(code);
    for fault in issuer
        .faults
        .take(Some(client_id), &faults, Fault::is_of_a_response)
    {
        fault.change_response(&mut response);
    }
    response
}
