use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::acr;
use crate::authorize::{AuthorizationRequest, AuthorizationResponse};
use crate::fault::Fault;
use crate::interaction::{self, email_code};
use crate::issuer::Issuer;
use crate::op_session::{self, OpSession};
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
    finish(issuer, store, jar, persona, false, &request, chosen)
}

/// Opens a session for `persona`, who is authenticated, and answers. An authentication that meets
/// none of the required contexts opens no session.
pub fn finish(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    persona: &Persona,
    is_email_verified: bool,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    if acr_of(persona, is_email_verified, request).is_none() {
        return unsatisfied(request).into_response();
    }
    let session_id = session::open(issuer, store, &jar, persona, is_email_verified);
    let jar = jar.add(session::cookie(session_id.clone()));
    complete(issuer, store, jar, &session_id, persona, request, chosen)
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

/// Returns a code for `persona`, whom the session has logged in. `chosen` are the faults that the
/// person has chosen.
pub fn complete(
    issuer: &Issuer,
    store: &mut Store,
    jar: CookieJar,
    session_id: &str,
    persona: &Persona,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> Response {
    let now = issuer.clock.now();
    let session = store.sessions.get(session_id, now);
    let is_email_verified = session.is_some_and(|session| session.is_email_verified);
    let Some(acr) = acr_of(persona, is_email_verified, request) else {
        return unsatisfied(request).into_response();
    };
    let mut amr = persona.amr.clone();
    amr.extend(is_email_verified.then(|| "mail".to_owned()));
    let client_id = &request.client_id;
    let sub = persona.text("sub").to_owned();
    let login = OpSession::of_login(session_id, client_id, &sub);
    let sid = login.sid.clone();
    let (op_session, grant_id) = op_session::open(issuer, store, login);
    let latest = session_id.to_owned();
    store.latest_sessions.insert(sub.clone(), latest);
    let faults = issuer.faults.of_login(client_id, chosen);
    let authorization = Authorization {
        grant_id,
        client_id: client_id.clone(),
        sub,
        nonce: request.nonce.clone(),
        claims: request.claims.clone(),
        acr: acr.to_owned(),
        amr,
        // The time of this response, not of the authentication, which single sign-on may have done
        // earlier.
        auth_time: now,
        sid,
        faults: faults.clone(),
    };
    let code = AuthorizationCode::issue(store, authorization, request, issuer);
    let response = respond(issuer, request, code, &faults);
    (jar.add(op_session::cookie(op_session)), response).into_response()
}

/// The response with `code`, and with the `faults` of the login and those planned for it.
fn respond(
    issuer: &Issuer,
    request: &AuthorizationRequest,
    code: String,
    faults: &[Fault],
) -> AuthorizationResponse {
    let client_id = Some(request.client_id.as_str());
    let mut response = request.target.code(code);
    for fault in issuer
        .faults
        .take(client_id, faults, Fault::is_of_a_response)
    {
        fault.change_response(&mut response);
    }
    response
}

/// The context that is returned; `None` when it is none of the required ones.
fn acr_of<'a>(
    persona: &'a Persona,
    is_email_verified: bool,
    request: &AuthorizationRequest,
) -> Option<&'a str> {
    let acr = acr::of_session(persona.text("idp_acr"), is_email_verified);
    acr::resolve(acr, request.claims.essential_acr().as_deref())
}

fn unsatisfied(request: &AuthorizationRequest) -> AuthorizationResponse {
    let description = "requested ACRs could not be satisfied";
    request.target.error("access_denied", description)
}
