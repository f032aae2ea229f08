//! The ID token, verified in full (Core 3.1.3.7).
//!
//! Each check bears the number of the specification's step. No other library performs any of them
//! but the signature, which `jsonwebtoken` verifies in [`jws`](crate::jws).
//!
//! | step | check | where |
//! |---|---|---|
//! | 1 | encryption | does not arise: none was agreed, and an encrypted token is rejected |
//! | 2 | `iss` | `verify` |
//! | 3, 4, 5 | `aud`, `azp` | `check_parties` |
//! | 6, 7, 8 | signature, `alg`, key | `UnverifiedJws::verify` |
//! | 9, 10, 11 | `exp`, `iat`, `nonce` | `check_dates` |
//! | 12 | `acr` | `check_acr` |
//! | 13 | `auth_time` | does not arise: no `max_age` is sent |

use crate::{
    acr_policy::{AcrPolicy, AcrRequirement},
    error::IdTokenError as Error,
    identity::{Acr, Subject},
    json,
    jws::{Audience, SigningAlg, SigningKey, TokenKind, UnverifiedJws, Verification},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{AccessToken, AuthorizationCode, ClientId, ClientSecret, IssuerUrl, Nonce};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;

/// Difference that is tolerated between the issuer's clock and this one: 30 seconds.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// Greatest age of a token: it was made moments ago, in answer to a call.
pub(crate) const MAX_AGE: TimeDelta = TimeDelta::minutes(5);

/// Greatest time from now to `exp`.
pub(crate) const MAX_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The claims that are used (Core 2). Other claims are ignored, whatever they hold. Dates are in
/// whole seconds since 1970: RFC 7519 2 allows fractions, ProConnect never writes any.
#[derive(Deserialize)]
struct Claims {
    iss: IssuerUrl,
    #[serde(default)]
    aud: Audience,
    azp: Option<String>,
    sub: String,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    acr: Option<String>,
    amr: Option<Vec<String>>,
    at_hash: Option<String>,
    c_hash: Option<String>,
    /// A value of another type counts as absent: few issuers send it, and no check depends on it.
    #[serde(default, deserialize_with = "text_or_none")]
    sid: Option<String>,
}

fn text_or_none<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(value)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

/// The values that an ID token is checked against. None is optional, so that no check can be left out.
#[derive(Debug)]
pub struct IdTokenChecks<'a> {
    /// The configured issuer, compared with `iss` byte by byte.
    pub issuer: &'a IssuerUrl,
    /// This client, the only audience.
    pub client_id: &'a ClientId,
    /// The key of HS256.
    pub client_secret: &'a ClientSecret,
    /// The registered algorithm.
    pub alg: SigningAlg,
    /// The issuer's keys.
    pub keys: &'a [SigningKey],
    /// The nonce of this login attempt.
    pub nonce: &'a Nonce,
    /// The code that was exchanged for the token, which `c_hash` belongs to.
    pub code: &'a AuthorizationCode,
    /// The access token of the same response, which `at_hash` belongs to.
    pub access_token: &'a AccessToken,
    /// The values of `acr` that this login requires.
    pub acr_requirement: &'a AcrRequirement,
    /// The values of `acr` that were renamed.
    pub acr_policy: &'a AcrPolicy,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// An ID token that has passed every check.
#[derive(Clone)]
pub struct VerifiedIdToken {
    /// The agent's identifier at the issuer.
    pub sub: Subject,
    /// The level of the authentication, by its current name; `None` where the issuer sent none.
    pub acr: Option<Acr>,
    /// The methods of the authentication (RFC 8176); empty where the issuer sent none.
    pub amr: Vec<String>,
    /// The issuer's name of its session (OpenID Connect Back-Channel Logout 1.0, 2.1); `None` where the
    /// issuer sent none.
    pub sid: Option<String>,
    text: String,
}

impl VerifiedIdToken {
    /// The token itself, which the logout sends as `id_token_hint`.
    #[must_use]
    pub fn hint(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for VerifiedIdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedIdToken")
            .field("acr", &self.acr)
            .finish_non_exhaustive()
    }
}

/// The agent of an ID token that has passed every check but that of the `acr`. The login may be refused all
/// the same.
#[derive(Debug, Clone)]
pub struct KnownAgent {
    /// The agent's identifier at the issuer.
    pub sub: Subject,
    /// The level of the authentication, by its current name; `None` where the issuer sent none.
    pub acr: Option<Acr>,
    /// The methods of the authentication (RFC 8176); empty where the issuer sent none.
    pub amr: Vec<String>,
}

/// Verifies the token: the signature first, since no claim may be believed before it.
///
/// # Errors
/// The first check that fails. [`JwsError::UnknownKey`](crate::error::JwsError::UnknownKey) may mean
/// that the issuer changed its keys.
pub fn verify(token: &UnverifiedJws, checks: &IdTokenChecks<'_>) -> Result<VerifiedIdToken, Error> {
    verify_noting(token, checks, &mut None)
}

/// Like [`verify`]. Notes the agent before the `acr` is checked, so that the audit trail names the agent of a
/// login that is refused then or later.
#[tracing::instrument(level = "debug", name = "verify_id_token", skip_all)]
pub(crate) fn verify_noting(
    token: &UnverifiedJws,
    checks: &IdTokenChecks<'_>,
    agent: &mut Option<KnownAgent>,
) -> Result<VerifiedIdToken, Error> {
    // 1. An encrypted token is rejected here too: no encryption was agreed at registration.
    // 6. The signature is verified, although TLS to the token endpoint would be enough.
    // 7. `alg` is the registered algorithm.
    // 8. HS256 is keyed by the client secret, RS256 and ES256 by a key of the issuer.
    let payload = token.verify(&Verification {
        kind: TokenKind::IdToken,
        alg: checks.alg,
        keys: checks.keys,
        client_secret: checks.client_secret,
    })?;
    let name = TokenKind::IdToken.name();
    let claims: Claims = json::read(name, &payload).ok_or(Error::MalformedClaims)?;

    // 2. `iss` is exactly the issuer's identifier: no slash more or less.
    if claims.iss.as_str() != checks.issuer.as_str() {
        return Err(Error::IssuerMismatch);
    }
    check_parties(&claims, checks)?;
    check_dates(&claims, checks)?;
    check_hashes(&claims, checks)?;
    *agent = Subject::try_from(claims.sub.clone())
        .ok()
        .map(|sub| KnownAgent {
            sub,
            acr: current_acr(&claims, checks),
            amr: claims.amr.clone().unwrap_or_default(),
        });
    let acr = check_acr(&claims, checks)?;

    let sub = Subject::try_from(claims.sub).map_err(|_| Error::InvalidSubject)?;
    Ok(VerifiedIdToken {
        sub,
        acr,
        amr: claims.amr.unwrap_or_default(),
        sid: claims.sid,
        text: token.as_str().to_owned(),
    })
}

/// Steps 3 to 5: the token was made for this client and for no other.
fn check_parties(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    // 3. `aud` is this client. A second audience is rejected: this client trusts no other.
    if !claims.aud.is_only(checks.client_id) {
        return Err(Error::AudienceMismatch);
    }
    // 4. `azp` may be absent, since there is one audience.
    // 5. Where `azp` is present, it is this client.
    match &claims.azp {
        Some(azp) if azp != checks.client_id.as_str() => Err(Error::AuthorizedPartyMismatch),
        _ => Ok(()),
    }
}

/// Steps 9 to 11, and RFC 7519 4.1.5.
fn check_dates(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    let now = checks.now;
    // 9. The current time is before `exp`.
    if claims.exp <= (now - LEEWAY).timestamp() {
        return Err(Error::Expired);
    }
    // 11. `nonce` is the one that this attempt sent: the token answers this request and no other.
    if claims.nonce.clone().map(Nonce::new).as_ref() != Some(checks.nonce) {
        return Err(Error::NonceMismatch);
    }
    // 10. `iat` is recent, so that a nonce need not be remembered for long.
    let (iat, exp, latest) = (claims.iat, claims.exp, (now + LEEWAY).timestamp());
    if iat > latest || iat < (now - MAX_AGE).timestamp() || iat > exp {
        return Err(Error::IssuedAtOutOfRange);
    }
    // Not in the specification: a token that lives longer is not one that ProConnect makes.
    if exp > (now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    // RFC 7519 4.1.5: not before `nbf`.
    match claims.nbf {
        Some(nbf) if nbf > latest => Err(Error::NotYetValid),
        _ => Ok(()),
    }
}

/// Core 3.1.3.8 and 3.3.2.10: the hashes are optional in the code flow. One that is present and
/// wrong is rejected.
fn check_hashes(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    let is_of = |hash: &Option<String>, text: &str| {
        hash.as_ref().is_none_or(|hash| *hash == half_hash(text))
    };
    if !is_of(&claims.at_hash, checks.access_token.secret()) {
        return Err(Error::AccessTokenHashMismatch);
    }
    if !is_of(&claims.c_hash, checks.code.secret()) {
        return Err(Error::CodeHashMismatch);
    }
    Ok(())
}

/// The left half of the SHA-256, in base64url: the hash of every algorithm that a client can be
/// registered with.
fn half_hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

fn current_acr(claims: &Claims, checks: &IdTokenChecks<'_>) -> Option<Acr> {
    let received = claims.acr.clone().map(Acr);
    received.map(|acr| checks.acr_policy.current(&acr).clone())
}

/// Step 12: `acr` meets the requirement of this login.
fn check_acr(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<Option<Acr>, Error> {
    // 12. A value that was renamed counts by its current name.
    // 13. `auth_time` is not read: no `max_age` is sent.
    let acr = current_acr(claims, checks);
    if checks.acr_requirement.is_met_by(acr.as_ref()) {
        Ok(acr)
    } else if checks.acr_requirement.is_for_directors() {
        Err(Error::DirectorCertificateMissing)
    } else {
        Err(Error::InsufficientAcr)
    }
}

#[cfg(test)]
mod tests;
