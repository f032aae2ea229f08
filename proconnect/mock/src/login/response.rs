use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;

use crate::acr::{self, Outcome};
use crate::authorize::{AuthorizationRequest, AuthorizationResponse};
use crate::fault::Fault;
use crate::interaction;
use crate::issuer::Issuer;
use crate::op_session::{self, Login};
use crate::personas::Persona;
use crate::store::Store;
use crate::token::{Authorization, AuthorizationCode};

/// Answers `request` by the session, which has logged `persona` in. `chosen` are the faults that the
/// person has chosen. ProConnect's library begins the login again, without an end, when the request
/// requires values that ProConnect does not know.
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
    let sub = persona.text("sub");
    let Some(context) = context_of(store, session_id, persona, &request, now) else {
        return acr_unmet(&request).into_response();
    };
    store
        .latest_sessions
        .insert(sub.to_owned(), session_id.to_owned());
    if !request.claims.is_met_by(context.acr, sub) {
        return interaction::begin(store, jar, request, now);
    }
    let login = op_session::open(issuer, store, session_id, &request.client_id, sub);
    let jar = jar.add(op_session::cookie(login.op_session.clone()));
    let authorization = authorization(issuer, persona, context, login, &request, chosen);
    (jar, code_response(issuer, store, authorization, &request)).into_response()
}

/// How the agent of a session has authenticated, in the words of an ID token.
struct Context<'a> {
    acr: &'a str,
    amr: Vec<String>,
}

/// The context of the session for `request`; `None` when it is none of the required ones.
fn context_of<'a>(
    store: &Store,
    session_id: &str,
    persona: &'a Persona,
    request: &AuthorizationRequest,
    now: u64,
) -> Option<Context<'a>> {
    let session = store.sessions.get(session_id, now)?;
    let authentication = persona.authentication(session.is_email_verified);
    let essential = request.claims.essential_acr().unwrap_or_default();
    let mut amr = persona.amr.clone();
    amr.extend(session.is_email_verified.then(|| "mail".to_owned()));
    match acr::outcome(authentication, &essential) {
        Outcome::Acr(acr) => Some(Context { acr, amr }),
        Outcome::EmailCode | Outcome::Denied => None,
    }
}

/// The rights that `login` gives to the relying party.
fn authorization(
    issuer: &Issuer,
    persona: &Persona,
    context: Context<'_>,
    login: Login,
    request: &AuthorizationRequest,
    chosen: &[Fault],
) -> Authorization {
    Authorization {
        grant_id: login.grant,
        client_id: request.client_id.clone(),
        sub: persona.text("sub").to_owned(),
        nonce: request.nonce.clone(),
        claims: request.claims.clone(),
        acr: context.acr.to_owned(),
        amr: context.amr,
        // The time of this response, not of the authentication, which single sign-on may have done
        // earlier.
        auth_time: issuer.clock.now(),
        sid: login.sid,
        faults: issuer.faults.of_login(&request.client_id, chosen),
    }
}

/// The response with a code, and with the faults of the login and those planned for it.
fn code_response(
    issuer: &Issuer,
    store: &mut Store,
    authorization: Authorization,
    request: &AuthorizationRequest,
) -> AuthorizationResponse {
    let client_id = Some(request.client_id.as_str());
    let of_login = authorization.faults.clone();
    let code = AuthorizationCode::issue(store, authorization, request, issuer);
    let mut response = request.target.code(code);
    let faults = issuer
        .faults
        .take(client_id, &of_login, Fault::is_of_a_response);
    for fault in faults {
        fault.change_response(&mut response);
    }
    response
}

pub fn acr_unmet(request: &AuthorizationRequest) -> AuthorizationResponse {
    let description = "requested ACRs could not be satisfied";
    request.target.error("access_denied", description)
}
