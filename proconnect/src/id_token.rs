//! The ID token, verified in full (Core 3.1.3.7).
//!
//! The step numbers are the specification's. Step 1 does not arise: no encryption was agreed.
//! Step 6 lets a client trust TLS in place of the signature; this one verifies it all the same.

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
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fmt;

/// How far apart two honest clocks may be.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// Oldest token accepted: it was made moments ago, in answer to a call.
pub(crate) const MAX_AGE: TimeDelta = TimeDelta::minutes(5);

/// No token lives longer than a day.
pub(crate) const MAX_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The claims that are used (Core 2). Those that are not have no say, whatever they hold. Dates
/// are in seconds since 1970, and whole: RFC 7519 2 allows fractions, ProConnect never writes any.
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
}

/// All that an ID token is held against. There is no way to leave one out.
#[derive(Debug)]
pub struct IdTokenChecks<'a> {
    /// The configured issuer.
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
    /// The code that it was given for.
    pub code: &'a AuthorizationCode,
    /// The access token that came with it.
    pub access_token: &'a AccessToken,
    /// What this login asked of `acr`.
    pub acr_requirement: &'a AcrRequirement,
    /// Which values of `acr` count as others.
    pub acr_policy: &'a AcrPolicy,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// An ID token that has passed every check.
#[derive(Clone)]
pub struct VerifiedIdToken {
    /// Who logged in.
    pub sub: Subject,
    /// How surely, when it was asked.
    pub acr: Option<Acr>,
    /// By which methods, when asked.
    pub amr: Vec<String>,
    text: String,
}

impl VerifiedIdToken {
    /// The token itself, to be handed back at logout.
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

/// Holds the token against all checks.
///
/// # Errors
/// The first check that fails.
pub fn verify(token: &UnverifiedJws, checks: &IdTokenChecks<'_>) -> Result<VerifiedIdToken, Error> {
    // Steps 6 to 8: by the registered algorithm, with a key of the issuer's or the secret.
    let payload = token.verify(&Verification {
        kind: TokenKind::IdToken,
        alg: checks.alg,
        keys: checks.keys,
        client_secret: checks.client_secret,
    })?;
    let name = TokenKind::IdToken.name();
    let claims: Claims = json::read(name, &payload).ok_or(Error::MalformedClaims)?;

    // Step 2: the issuer, to the letter.
    if claims.iss.as_str() != checks.issuer.as_str() {
        return Err(Error::IssuerMismatch);
    }
    check_parties(&claims, checks)?;
    check_dates(&claims, checks)?;
    check_hashes(&claims, checks)?;
    let acr = check_acr(&claims, checks)?;

    let sub = Subject::try_from(claims.sub).map_err(|_| Error::InvalidSubject)?;
    Ok(VerifiedIdToken {
        sub,
        acr,
        amr: claims.amr.unwrap_or_default(),
        text: token.as_str().to_owned(),
    })
}

/// Steps 3 to 5: no other party was meant to use this token.
fn check_parties(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    // Step 3: this client is the audience, and no other is trusted.
    if !claims.aud.is_only(checks.client_id) {
        return Err(Error::AudienceMismatch);
    }
    // Steps 4 and 5: with one audience `azp` may be absent, but never another client.
    match &claims.azp {
        Some(azp) if azp != checks.client_id.as_str() => Err(Error::AuthorizedPartyMismatch),
        _ => Ok(()),
    }
}

/// Steps 9 to 11, and RFC 7519 4.1.5.
fn check_dates(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    let now = checks.now;
    // Step 9: not accepted on or after `exp`.
    if claims.exp <= (now - LEEWAY).timestamp() {
        return Err(Error::Expired);
    }
    // Step 11: the answer to this request and to no other.
    if claims.nonce.clone().map(Nonce::new).as_ref() != Some(checks.nonce) {
        return Err(Error::NonceMismatch);
    }
    // Step 10: made a moment ago.
    let (iat, exp, latest) = (claims.iat, claims.exp, (now + LEEWAY).timestamp());
    if iat > latest || iat < (now - MAX_AGE).timestamp() || iat > exp {
        return Err(Error::IssuedAtOutOfRange);
    }
    if exp > (now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    match claims.nbf {
        Some(nbf) if nbf > latest => Err(Error::NotYetValid),
        _ => Ok(()),
    }
}

/// Core 3.1.3.8 and 3.3.2.10: optional in the code flow, but never wrong.
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

/// Every algorithm a client can be registered with hashes by SHA-256.
fn half_hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

/// Step 12: what was asked of `acr`, by its current name. Step 13 does not arise: no `max_age` is
/// sent, so that `auth_time` has no say.
fn check_acr(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<Option<Acr>, Error> {
    let received = claims.acr.clone().map(Acr);
    let acr = received.map(|acr| checks.acr_policy.current(&acr).clone());
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
