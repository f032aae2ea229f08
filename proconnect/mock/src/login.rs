mod response;

use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::acr::{self, Outcome};
use crate::authorize::AuthorizationRequest;
use crate::fault::Fault;
use crate::interaction::{self, email_code};
use crate::issuer::Issuer;
use crate::personas::Persona;
use crate::refusal::Refusal;
use crate::session;
use crate::store::Store;

use response::acr_unmet;

pub use response::respond;

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
