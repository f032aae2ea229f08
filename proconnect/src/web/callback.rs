//! The return from the issuer: the one place where a session begins.

use super::{
    CurrentSession, ProConnect, SignedIn, audit,
    browser::{Beginning, Begun},
    login_attempts::LoginAttempts,
    refusal::refuse_login,
};
use crate::{
    acr_policy::AcrLevel,
    authorization_response::AuthorizationResponse,
    error::{LoginAttemptError, Refusal},
    login_attempt::{self, LoginAttempt},
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

/// Set by browsers on requests that nobody has asked for yet.
pub(super) const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// Reads the response, finds its attempt, authenticates the agent, begins the session, and leaves
/// the address with the code behind (303).
pub(super) async fn callback(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    // A preview or a prefetch must not use up the attempt.
    if method != Method::GET || headers.contains_key(SEC_PURPOSE) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let response = match AuthorizationResponse::parse(query.as_deref().unwrap_or_default()) {
        Ok(response) => response,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let id = login_attempt::id_of(&response.state);
    let attempts = LoginAttempts::of(&headers, &proconnect);
    let missing = if attempts.gave_way(&id) {
        LoginAttemptError::GaveWay
    } else {
        LoginAttemptError::Unknown
    };
    let (attempt, cookies) = attempts.take(&response.state);
    let attempt = attempt.filter(|attempt| attempt.is_of(proconnect.relying_party.config()));
    let (return_to, level) = match &attempt {
        Some(attempt) => (attempt.return_to.clone(), attempt.level),
        None => Default::default(),
    };
    let outcome = match attempt {
        Some(attempt) => finish(&proconnect, &current.session, response, attempt).await,
        None => Err(missing.into()),
    };
    match outcome {
        Ok(()) => (cookies, Redirect::to(return_to.as_str())).into_response(),
        Err(refusal) if came_before(&proconnect, &current, refusal, &id).await => {
            (cookies, Redirect::to(return_to.as_str())).into_response()
        }
        Err(refusal) => {
            let refused = refuse_login(refusal, &return_to, level);
            (cookies, refused).into_response()
        }
    }
}

async fn finish(
    proconnect: &ProConnect,
    session: &Session,
    response: AuthorizationResponse,
    attempt: LoginAttempt,
) -> Result<(), Refusal> {
    let relying_party = &proconnect.relying_party;
    let (browser, attempt_started_at) = (attempt.browser.clone(), attempt.started_at);
    let login = relying_party.authenticate(response, attempt).await?;
    let sub = login.identity.sub.clone();
    let policy = &relying_party.config().acr_policy;
    let second_factor = policy.admits(AcrLevel::Mfa, login.identity.acr.as_ref());
    let beginning = Beginning {
        browser: &browser,
        attempt_started_at,
        now: relying_party.clock().now(),
    };
    if SignedIn::begin(session, login, beginning).await? == Begun::Now {
        audit::logged_in(&sub, second_factor);
    }
    Ok(())
}

/// Whether the response came before and signed the agent in, so that there is nothing to refuse: a
/// page reloaded after the login, or a second tab with the same response, whose request left before
/// the first one's session cookie came. That one waits for the first, and gets no session of its
/// own: only the way on.
async fn came_before(
    proconnect: &ProConnect,
    current: &CurrentSession,
    refusal: Refusal,
    id: &str,
) -> bool {
    let is_signed_in = current.signed_in().is_some();
    match refusal {
        Refusal::LoginAttempt(LoginAttemptError::Unknown) => is_signed_in,
        Refusal::LoginAttempt(LoginAttemptError::AlreadyUsed) => {
            let used = proconnect.relying_party.used_attempts();
            used.has_succeeded(id).await || is_signed_in
        }
        _ => false,
    }
}
