//! The userinfo response, verified (Core 5.3.2 and 5.3.4): a signed JWT, or plain JSON where the
//! client is registered so.
//!
//! A claim that decides who somebody is, or what they may do, is as `ProConnect` writes it, or it
//! is refused or left out. A text that is only shown is made fit to be shown.

mod claims;
mod text;

use crate::{
    error::{HttpError, JwsError, UserInfoError as Error},
    http::{HttpClient, USER_INFO_CAP, unexpected_status},
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

/// All that a userinfo response is held against.
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

/// A response that nothing has been checked of.
#[derive(Debug)]
pub struct UnverifiedUserInfo {
    content_type: String,
    body: Vec<u8>,
}

impl UnverifiedUserInfo {
    /// Takes the value of `Content-Type` and the body for what they are.
    #[must_use]
    pub fn new(content_type: String, body: Vec<u8>) -> Self {
        Self { content_type, body }
    }
}

/// Asks the userinfo endpoint (Core 5.3.1).
///
/// # Errors
/// When there is no answer, or no success.
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
    let response = http.send(request, USER_INFO_CAP).await?;
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

/// Holds the response against all checks.
///
/// # Errors
/// The first check that fails.
pub fn verify(
    response: &UnverifiedUserInfo,
    checks: &UserInfoChecks<'_>,
) -> Result<VerifiedUserInfo, Error> {
    // The registered form and no other: JSON where a signature is agreed would be a downgrade.
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
    // Core 5.3.2: the claims must be the very agent's who logged in.
    if user_info.sub() == checks.sub {
        Ok(user_info)
    } else {
        Err(Error::SubjectMismatch)
    }
}

/// Gives the payload, the very bytes that were signed.
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

/// Core 5.3.2 and RFC 7519 4.1: from the issuer, for this client, now.
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
    // The response was made a moment ago: an older one belongs to another login.
    let oldest = (checks.now - MAX_AGE).timestamp();
    if envelope.exp <= earliest || envelope.iat < oldest || envelope.exp < envelope.iat {
        return Err(Error::Expired);
    }
    let is_future = |since: i64| since > latest;
    if is_future(envelope.iat) || envelope.nbf.is_some_and(is_future) {
        return Err(Error::NotYetValid);
    }
    // As long as an ID token may live, and no longer.
    if envelope.exp > (checks.now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
