//! The return from the issuer. A session begins here and nowhere else.

use super::{
    CurrentSession, ProConnect, Refused, SignedIn, audit,
    browser::{Beginning, Begun},
    kept_refusal,
    login_attempts::LoginAttempts,
};
use crate::{
    acr_policy::AcrLevel,
    authorization_response::AuthorizationResponse,
    error::{LoginAttemptError, Refusal},
    login_attempt::{self, LoginAttempt},
    return_to::ReturnTo,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header::USER_AGENT},
    response::{IntoResponse, Redirect, Response},
};

/// The header that browsers add to a prefetch or a preview.
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// The outcome of a return from the issuer.
enum Outcome {
    /// The response was verified, and a session has begun.
    SignedIn(ReturnTo),
    /// This response was already used, and signed the agent in.
    AlreadySignedIn(ReturnTo),
    /// No session has begun.
    Refused(Refused),
}

/// Reads the response, finds its attempt, authenticates the agent and begins the session. Redirects
/// (303), so that the address with the code does not stay in the browser.
pub(super) async fn callback(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    // A preview or a prefetch must not use up the attempt.
    if method != Method::GET || headers.contains_key(SEC_PURPOSE) {
        return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
    }
    let response = AuthorizationResponse::parse(query.as_deref().unwrap_or_default())?;
    let id = login_attempt::id_of(&response.state);
    let attempts = LoginAttempts::of(&headers, &proconnect);
    let missing = if attempts.gave_way(&id) {
        LoginAttemptError::GaveWay
    } else {
        LoginAttemptError::Unknown
    };
    let (attempt, cookies) = attempts.take(&response.state);
    let attempt = attempt.filter(|attempt| attempt.is_of(proconnect.relying_party.config()));
    let user_agent = headers.get(USER_AGENT).and_then(|text| text.to_str().ok());
    let outcome = match attempt {
        Some(attempt) => finish(&proconnect, &current, user_agent, response, attempt).await,
        None if missing == LoginAttemptError::Unknown && current.signed_in().is_some() => {
            Outcome::AlreadySignedIn(ReturnTo::default())
        }
        None => Outcome::Refused(missing.into()),
    };
    Ok(match outcome {
        Outcome::SignedIn(to) | Outcome::AlreadySignedIn(to) => {
            let cookies = cookies.remove(kept_refusal::COOKIE);
            (cookies, Redirect::to(to.as_str())).into_response()
        }
        Outcome::Refused(refused) => (cookies, refused).into_response(),
    })
}

/// Computes the outcome of a response to this attempt.
async fn finish(
    proconnect: &ProConnect,
    current: &CurrentSession,
    user_agent: Option<&str>,
    response: AuthorizationResponse,
    attempt: LoginAttempt,
) -> Outcome {
    let (id, return_to, level) = (attempt.id(), attempt.return_to.clone(), attempt.level);
    let Err(refusal) = sign_in(proconnect, current, user_agent, response, attempt).await else {
        return Outcome::SignedIn(return_to);
    };
    if was_already_processed(refusal, proconnect, current, &id).await {
        Outcome::AlreadySignedIn(return_to)
    } else {
        Outcome::Refused(Refused::login(refusal, return_to, level))
    }
}

/// Authenticates the agent and begins the session.
async fn sign_in(
    proconnect: &ProConnect,
    current: &CurrentSession,
    user_agent: Option<&str>,
    response: AuthorizationResponse,
    attempt: LoginAttempt,
) -> Result<(), Refusal> {
    let relying_party = &proconnect.relying_party;
    let (browser, attempt_started_at) = (attempt.browser.clone(), attempt.started_at);
    let login = relying_party.authenticate(response, attempt).await?;
    let (sub, attempt_id) = (login.identity.sub.clone(), login.attempt_id.clone());
    let policy = &relying_party.config().acr_policy;
    let second_factor = policy.allows(AcrLevel::Mfa, login.identity.acr.as_ref());
    let beginning = Beginning {
        browser: &browser,
        user_agent,
        attempt_started_at,
        now: relying_party.clock().now(),
    };
    let begun = SignedIn::begin(&current.session, login, beginning).await;
    let outcome = begun.map_or(login_attempt::Outcome::Failed, |_| {
        login_attempt::Outcome::Succeeded
    });
    let used = relying_party.used_attempts();
    used.end(&attempt_id, outcome).await;
    if begun? == Begun::Now {
        audit::logged_in(&sub, second_factor);
    }
    Ok(())
}

/// Whether this response was already processed and signed the agent in: a reload after the login,
/// or a second tab whose request left before the first session cookie arrived. A concurrent request
/// waits for the first to finish, and is then redirected without a session of its own.
async fn was_already_processed(
    refusal: Refusal,
    proconnect: &ProConnect,
    current: &CurrentSession,
    id: &str,
) -> bool {
    if refusal != Refusal::LoginAttempt(LoginAttemptError::AlreadyUsed) {
        return false;
    }
    let relying_party = &proconnect.relying_party;
    let used = relying_party.used_attempts();
    used.has_succeeded(id, relying_party.patience()).await || current.signed_in().is_some()
}
