//! The userinfo response, verified (Core 5.3.2 and 5.3.4): a signed JWT, or plain JSON if the
//! client is registered so.
//!
//! A claim that identifies the agent, or opens a page to them, must have the form that `ProConnect`
//! documents; otherwise it is rejected or left out. A text that is only displayed loses the
//! characters that cannot be displayed.

mod claims;
mod text;

use crate::{
    error::{HttpError, JwsError, UserInfoError as Error},
    http::{Endpoint, HttpClient, USER_INFO_CAP, unexpected_status},
    id_token::{LEEWAY, MAX_AGE, MAX_LIFETIME},
    identity::Subject,
    json,
    jws::{SigningAlg, SigningKey, TokenKind, UnverifiedJws, Verification},
    provider::Metadata,
};
use ::http::{Request, StatusCode, header};
use chrono::{DateTime, Utc};
use claims::Envelope;
pub use claims::VerifiedUserInfo;
use openidconnect::{AccessToken, ClientId, ClientSecret, IssuerUrl};

/// The values that a userinfo response is checked against. None can be left out.
#[derive(Debug)]
pub struct UserInfoChecks<'a> {
    /// The configured issuer.
    pub issuer: &'a IssuerUrl,
    /// This client, the only audience.
    pub client_id: &'a ClientId,
    /// The key of HS256.
    pub client_secret: &'a ClientSecret,
    /// The registered algorithm; `None` where the client is registered for plain JSON.
    pub alg: Option<SigningAlg>,
    /// The issuer's keys.
    pub keys: &'a [SigningKey],
    /// The `sub` of the verified ID token.
    pub sub: &'a Subject,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// A response before any check.
#[derive(Debug)]
pub struct UnverifiedUserInfo {
    content_type: String,
    body: Vec<u8>,
}

impl UnverifiedUserInfo {
    /// Makes a response from a `Content-Type` and a body.
    #[must_use]
    pub fn new(content_type: String, body: Vec<u8>) -> Self {
        Self { content_type, body }
    }
}

/// Requests the userinfo endpoint with the access token (Core 5.3.1).
///
/// # Errors
/// [`Error::Unauthorized`] for status 401 or 403; [`Error::Http`] for no answer or another status.
#[tracing::instrument(level = "debug", name = "fetch_user_info", skip_all)]
pub async fn fetch(
    metadata: &Metadata,
    http: &HttpClient,
    access_token: &AccessToken,
) -> Result<UnverifiedUserInfo, Error> {
    let request = Request::get(metadata.userinfo_endpoint.as_str())
        .header(
            header::AUTHORIZATION,
            format!("Bearer {}", access_token.secret()),
        )
        .body(Vec::new())
        .map_err(|_| HttpError::Unreachable)?;
    let response = http
        .send(Endpoint::UserInfo, request, USER_INFO_CAP)
        .await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Error::Unauthorized),
        status => return Err(unexpected_status(status).into()),
    }
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let content_type = content_type.to_owned();
    Ok(UnverifiedUserInfo::new(content_type, response.into_body()))
}

/// Verifies the response: its media type, its signature where one is registered, and its claims.
///
/// # Errors
/// The first check that fails.
#[tracing::instrument(level = "debug", name = "verify_user_info", skip_all)]
pub fn verify(
    response: &UnverifiedUserInfo,
    checks: &UserInfoChecks<'_>,
) -> Result<VerifiedUserInfo, Error> {
    // Core 5.3.2: the registered form and no other. JSON in the place of a signed token would be a
    // downgrade.
    let expected = if checks.alg.is_some() {
        "application/jwt"
    } else {
        "application/json"
    };
    let media_type = response
        .content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !media_type.eq_ignore_ascii_case(expected) {
        return Err(Error::UnexpectedContentType);
    }
    let user_info = match checks.alg {
        Some(alg) => {
            let payload = verify_signature(&response.body, alg, checks)?;
            check_envelope(&payload, checks)?;
            VerifiedUserInfo::read(&payload)
        }
        None => VerifiedUserInfo::read(&response.body),
    }
    .ok_or(Error::MalformedClaims)?;
    // Core 5.3.2: `sub` is that of the ID token, or the claims are another agent's.
    if user_info.sub() == checks.sub {
        Ok(user_info)
    } else {
        Err(Error::SubjectMismatch)
    }
}

/// Returns the payload, the very bytes that were signed.
fn verify_signature(
    body: &[u8],
    alg: SigningAlg,
    checks: &UserInfoChecks<'_>,
) -> Result<Vec<u8>, JwsError> {
    let text = String::from_utf8(body.to_vec()).map_err(|_| JwsError::Malformed)?;
    UnverifiedJws::new(text).verify(&Verification {
        kind: TokenKind::UserInfo,
        alg,
        keys: checks.keys,
        client_secret: checks.client_secret,
    })
}

/// Checks the claims of the JWT itself (Core 5.3.2, RFC 7519 4.1): issuer, audience and dates.
fn check_envelope(payload: &[u8], checks: &UserInfoChecks<'_>) -> Result<(), Error> {
    let name = TokenKind::UserInfo.name();
    let envelope: Envelope = json::read(name, payload).ok_or(Error::MalformedClaims)?;
    let (earliest, latest) = (
        (checks.now - LEEWAY).timestamp(),
        (checks.now + LEEWAY).timestamp(),
    );
    if envelope.is_of_another_kind() {
        return Err(JwsError::UnexpectedType.into());
    }
    if envelope.iss != checks.issuer.as_str() {
        return Err(Error::IssuerMismatch);
    }
    if !envelope.aud.is_only(checks.client_id) {
        return Err(Error::AudienceMismatch);
    }
    // The issuer made the response a moment ago: an older one belongs to another login.
    let oldest = (checks.now - MAX_AGE).timestamp();
    if envelope.exp <= earliest || envelope.iat < oldest || envelope.exp < envelope.iat {
        return Err(Error::Expired);
    }
    let is_future = |since: i64| since > latest;
    if is_future(envelope.iat) || envelope.nbf.is_some_and(is_future) {
        return Err(Error::NotYetValid);
    }
    // The longest lifetime is the same as an ID token's.
    if envelope.exp > (checks.now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
