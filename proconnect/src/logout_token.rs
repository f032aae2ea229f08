//! The logout token, verified in full (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).
//!
//! Each check bears the number of the specification's step.
//!
//! | step | check | where |
//! |---|---|---|
//! | 1 | encryption | does not arise: none was agreed, and an encrypted token is rejected |
//! | 2, 3 | signature, `alg`, key, `typ` | `UnverifiedJws::verify` |
//! | 4 | `iss`, `aud`, `iat`, `exp` | `check_parties`, `check_dates` |
//! | 5 | `sub` or `sid` | `subject_of` |
//! | 6 | `events` | `check_kind` |
//! | 7 | `nonce` is absent | `check_kind` |
//! | 8 | `jti` was not received before | [`RelyingParty::verify_logout_token`](crate::RelyingParty::verify_logout_token) |
//! | 9 to 11 | the `iss`, `sub` and `sid` of a session | the session store |

use crate::{
    error::LogoutTokenError as Error,
    id_token::{LEEWAY, MAX_AGE},
    identity::Subject,
    json,
    jws::{Audience, SigningAlg, SigningKey, TokenKind, UnverifiedJws, Verification},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;

/// The member of `events` that makes a token a logout token (2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Greatest time from now to `exp`. The specification recommends two minutes at most; the `jti` of a
/// token is remembered until then.
const MAX_LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Longest `sid` and `jti`, in bytes.
const MAX_ID_LENGTH: usize = 255;

/// The claims that are used (2.4). Other claims are ignored, whatever they hold.
#[derive(Deserialize)]
struct Claims {
    iss: IssuerUrl,
    #[serde(default)]
    aud: Audience,
    iat: i64,
    exp: i64,
    nbf: Option<i64>,
    jti: String,
    events: Option<Value>,
    sub: Option<String>,
    sid: Option<String>,
    #[serde(default, rename = "nonce", deserialize_with = "is_present")]
    has_nonce: bool,
}

/// True for any value, `null` included.
fn is_present<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

/// The values that a logout token is checked against. None is optional, so that no check can be left
/// out.
#[derive(Debug)]
pub struct LogoutTokenChecks<'a> {
    /// The configured issuer, compared with `iss` byte by byte.
    pub issuer: &'a IssuerUrl,
    /// This client, the only audience.
    pub client_id: &'a ClientId,
    /// The key of HS256.
    pub client_secret: &'a ClientSecret,
    /// The registered algorithm of ID tokens, which is that of logout tokens too (2.6).
    pub alg: SigningAlg,
    /// The issuer's keys.
    pub keys: &'a [SigningKey],
    /// The current time.
    pub now: DateTime<Utc>,
}

/// A logout token that has passed every check.
#[derive(Clone)]
pub struct LogoutToken {
    /// The sessions that the token ends.
    pub subject: LogoutSubject,
    /// When the token expires.
    pub expires_at: DateTime<Utc>,
    /// The name under which the use of the token is recorded: the SHA-256 of its `jti`.
    pub use_id: String,
}

/// The sessions that a logout token ends (2.4). It names at least one of the two.
#[derive(Clone, PartialEq, Eq)]
pub enum LogoutSubject {
    /// The sessions that began in one session of the issuer, `sid`. Where the token names the agent too,
    /// only the sessions of that agent.
    Session(String, Option<Subject>),
    /// All sessions of an agent.
    Agent(Subject),
}

impl fmt::Debug for LogoutToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutToken").finish_non_exhaustive()
    }
}

impl fmt::Debug for LogoutSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Session(..) => "Session",
            Self::Agent(_) => "Agent",
        })
    }
}

/// Verifies the token: the signature first, since no claim may be believed before it.
///
/// # Errors
/// The first check that fails. [`JwsError::UnknownKey`](crate::error::JwsError::UnknownKey) may mean
/// that the issuer changed its keys.
#[tracing::instrument(level = "debug", name = "verify_logout_token", skip_all)]
pub fn verify(token: &UnverifiedJws, checks: &LogoutTokenChecks<'_>) -> Result<LogoutToken, Error> {
    // 1. An encrypted token is rejected here too: no encryption was agreed at registration.
    // 2. The signature is verified by the key of an ID token.
    // 3. `alg` is the registered algorithm, and never `none`.
    let payload = token.verify(&Verification {
        kind: TokenKind::LogoutToken,
        alg: checks.alg,
        keys: checks.keys,
        client_secret: checks.client_secret,
    })?;
    let name = TokenKind::LogoutToken.name();
    let claims: Claims = json::read(name, &payload).ok_or(Error::MalformedClaims)?;
    check_parties(&claims, checks)?;
    check_kind(&claims)?;
    check_dates(&claims, checks.now)?;
    let is_id = |text: &str| (1..=MAX_ID_LENGTH).contains(&text.len());
    if !is_id(&claims.jti) {
        return Err(Error::InvalidTokenId);
    }
    Ok(LogoutToken {
        expires_at: DateTime::from_timestamp(claims.exp, 0).ok_or(Error::ExpiresTooLate)?,
        use_id: use_id(&claims.jti),
        subject: subject_of(claims, is_id)?,
    })
}

/// Step 4: the token was made by this issuer, for this client and for no other.
fn check_parties(claims: &Claims, checks: &LogoutTokenChecks<'_>) -> Result<(), Error> {
    if claims.iss.as_str() != checks.issuer.as_str() {
        return Err(Error::IssuerMismatch);
    }
    if !claims.aud.is_only(checks.client_id) {
        return Err(Error::AudienceMismatch);
    }
    Ok(())
}

/// Steps 6 and 7. The same key signs ID tokens and userinfo responses for this client: they have no
/// event, and an ID token has a nonce.
fn check_kind(claims: &Claims) -> Result<(), Error> {
    // 7. A `nonce` is refused even if it is `null`.
    if claims.has_nonce {
        return Err(Error::NoncePresent);
    }
    // 6. The value of the event is an object, which should be empty.
    let event = claims.events.as_ref().and_then(|events| events.get(EVENT));
    if event.is_some_and(Value::is_object) {
        Ok(())
    } else {
        Err(Error::EventMissing)
    }
}

/// Step 4: the token was made moments ago, and lives for moments only.
fn check_dates(claims: &Claims, now: DateTime<Utc>) -> Result<(), Error> {
    let (iat, exp, latest) = (claims.iat, claims.exp, (now + LEEWAY).timestamp());
    if exp <= (now - LEEWAY).timestamp() {
        return Err(Error::Expired);
    }
    if iat > latest || iat < (now - MAX_AGE).timestamp() || iat > exp {
        return Err(Error::IssuedAtOutOfRange);
    }
    if exp > (now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    // RFC 7519 4.1.5: not before `nbf`.
    match claims.nbf {
        Some(nbf) if nbf > latest => Err(Error::NotYetValid),
        _ => Ok(()),
    }
}

/// Step 5: the token names an agent, a session of the issuer, or both.
fn subject_of(claims: Claims, is_id: impl Fn(&str) -> bool) -> Result<LogoutSubject, Error> {
    let sub = claims.sub.map(Subject::try_from).transpose();
    let sub = sub.map_err(|_| Error::InvalidSubject)?;
    match (claims.sid, sub) {
        (Some(sid), _) if !is_id(&sid) => Err(Error::InvalidSessionId),
        (Some(sid), sub) => Ok(LogoutSubject::Session(sid, sub)),
        (None, Some(sub)) => Ok(LogoutSubject::Agent(sub)),
        (None, None) => Err(Error::SubjectMissing),
    }
}

/// The prefix keeps the names of login attempts and of logout tokens apart, which one store records.
fn use_id(jti: &str) -> String {
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(jti));
    format!("logout:{digest}")
}

#[cfg(test)]
mod tests;
