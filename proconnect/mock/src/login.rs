use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::acr::{self, Outcome};
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

/// Answers for `persona`, whom the identity provider authenticates, by a stronger method if it is
/// requested.
pub fn log_in(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    persona: &Persona,
    request: AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    let now = issuer.clock.now();
    let stepped_up = persona.stepped_up(&request.claims.acr_for_idp());
    let persona = stepped_up
        .and_then(|id| issuer.persona(&id))
        .unwrap_or(persona);
    if let Some(refusal) = refusal(issuer, persona, &request, chosen) {
        return refuse(store, jar, refusal, request, now);
    }
    finish(issuer, store, jar, persona, false, request, chosen)
}

/// Ends the login of `persona`: opens a session and returns a code, unless an essential context is
/// not met.
pub fn finish(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    persona: &Persona,
    is_email_verified: bool,
    request: AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    let now = issuer.clock.now();
    let essential = request.claims.essential_acr().unwrap_or_default();
    match acr::outcome(persona.authentication(is_email_verified), &essential) {
        // ProConnect loses a request without `state`, and asks for the e-mail address again.
        _ if request.target.state.is_none() => interaction::begin(store, jar, request, now),
        Outcome::EmailCode => email_code::ask(store, jar, persona, request, chosen, now),
        Outcome::Denied => acr_unmet(&request).into_response(),
        Outcome::Acr(_) => {
            let session_id = session::open(issuer, store, &jar, persona, is_email_verified);
            let jar = jar.add(session::cookie(session_id.clone()));
            respond(issuer, store, jar, &session_id, persona, request, chosen)
        }
    }
}

/// Answers `request` by the session, which has logged `persona` in. ProConnect's library begins the
/// login again, without an end, when the request requires values that ProConnect does not know.
pub fn respond(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    session_id: &str,
    persona: &Persona,
    request: AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    let now = issuer.clock.now();
    let acr = acr_of(store, session_id, persona, &request, now);
    if acr.is_some_and(|acr| !request.claims.is_met_by(acr, persona.text("sub"))) {
        return interaction::begin(store, jar, request, now);
    }
    let response = complete(issuer, store, session_id, persona, &request, chosen);
    (jar, response).into_response()
}

/// The context of the session for `request`.
fn acr_of<'a>(
    store: &Store,
    session_id: &str,
    persona: &'a Persona,
    request: &AuthorizationRequest,
    now: u64,
) -> Option<&'a str> {
    let session = store.sessions.get(session_id, now)?;
    let authentication = persona.authentication(session.is_email_verified);
    let essential = request.claims.essential_acr().unwrap_or_default();
    match acr::outcome(authentication, &essential) {
        Outcome::Acr(acr) => Some(acr),
        Outcome::EmailCode | Outcome::Denied => None,
    }
}

fn acr_unmet(request: &AuthorizationRequest) -> AuthorizationResponse {
    let description = "requested ACRs could not be satisfied";
    request.target.error("access_denied", description)
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
fn complete(
    issuer: &Issuer,
    store: &mut Store,
    session_id: &str,
    persona: &Persona,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> AuthorizationResponse {
    let now = issuer.clock.now();
    let is_email_verified = store
        .sessions
        .get(session_id, now)
        .is_some_and(|session| session.is_email_verified);
    let Some(acr) = acr_of(store, session_id, persona, request, now) else {
        return acr_unmet(request);
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
