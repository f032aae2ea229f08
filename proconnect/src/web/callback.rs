//! The return from the issuer: the one place where a session begins.

use super::{ProConnect, SignedIn, audit, login_attempts::LoginAttempts, refusal::refuse_login};
use crate::{
    acr_policy::AcrLevel,
    authorization_response::AuthorizationResponse,
    error::{LoginAttemptError, Refusal},
    login_attempt::LoginAttempt,
    return_to::ReturnTo,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

/// Set by browsers on requests that nobody has asked for yet.
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// Reads the response, finds its attempt, authenticates the agent, begins the session, and leaves
/// the address with the code behind (303).
pub(super) async fn callback(
    State(proconnect): State<ProConnect>,
    session: Session,
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
    let attempts = LoginAttempts::of(&headers, proconnect.cookie_key.clone());
    let (attempt, cookies) = attempts.take(&response.state);
    let (return_to, level) = match &attempt {
        Some(attempt) => (attempt.return_to.clone(), attempt.level),
        None => Default::default(),
    };
    let outcome = match attempt {
        Some(attempt) => finish(&proconnect, &session, response, attempt).await,
        None => Err(LoginAttemptError::Unknown.into()),
    };
    match outcome {
        Ok(()) => (cookies, Redirect::to(return_to.as_str())).into_response(),
        Err(refusal) => {
            let refused = refuse(&session, refusal, &return_to, level).await;
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
    let login = relying_party.authenticate(response, attempt).await?;
    let sub = login.identity.sub.clone();
    SignedIn::begin(session, login, relying_party.clock().now()).await?;
    audit::logged_in(&sub);
    Ok(())
}

/// A page reloaded after the login brings the same response again: the agent is signed in, and
/// there is nothing to refuse.
async fn refuse(
    session: &Session,
    refusal: Refusal,
    return_to: &ReturnTo,
    level: AcrLevel,
) -> Response {
    let came_before = matches!(
        refusal,
        Refusal::LoginAttempt(LoginAttemptError::Unknown | LoginAttemptError::AlreadyUsed)
    );
    if came_before && matches!(SignedIn::of(session).await, Ok(Some(_))) {
        return Redirect::to(return_to.as_str()).into_response();
    }
    refuse_login(refusal, return_to, level)
}
