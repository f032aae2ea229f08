//! The ID token, verified in full (Core 3.1.3.7).
//!
//! The step numbers are the specification's. Steps 2 to 9 and 11 are `openidconnect`'s work,
//! with the key, the algorithm and the clock given by us; what it leaves to its caller follows
//! (`azp`, `nbf`, the age of the token, the form of `sub`, `at_hash` and `c_hash`, `acr`).

use crate::{
    acr_policy::{AcrPolicy, AcrRequirement},
    error::{IdTokenError as Error, JwsError},
    identity::{Acr, Subject},
    jws::{SigningAlg, SigningKey, UnverifiedJws},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessToken, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, IssuerUrl,
    JsonWebKeySet, Nonce,
    core::{CoreIdToken, CoreIdTokenClaims as Claims, CoreIdTokenVerifier as Verifier},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// How far apart two honest clocks may be.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// Oldest token accepted: it was made moments ago, in answer to a call.
pub(crate) const MAX_AGE: TimeDelta = TimeDelta::minutes(5);

/// No ID token lives longer than a day.
const MAX_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The dates, in seconds since 1970. `openidconnect` reads no `nbf` and takes fractions, which
/// RFC 7519 2 allows and ProConnect never writes.
#[derive(Deserialize)]
struct Dates {
    iat: i64,
    exp: i64,
    nbf: Option<i64>,
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
    let key = token.key(checks.alg, checks.keys)?;
    let id_token = CoreIdToken::from_str(token.as_str()).map_err(|_| Error::MalformedClaims)?;
    let claims = id_token
        .claims(&verifier(checks, key), checks.nonce)
        .map_err(reason)?;

    check_authorized_party(claims, checks)?;
    check_dates(token, checks.now)?;
    check_hashes(claims, checks)?;
    let acr = check_acr(claims, checks)?;

    let sub = Subject::try_from(claims.subject().to_string()).map_err(|_| Error::InvalidSubject)?;
    let amr = claims.auth_method_refs().into_iter().flatten();
    Ok(VerifiedIdToken {
        sub,
        acr,
        amr: amr.map(|method| method.to_string()).collect(),
        text: token.as_str().to_owned(),
    })
}

fn verifier<'a>(checks: &IdTokenChecks<'a>, key: Option<&SigningKey>) -> Verifier<'a> {
    let keys = key
        .map(|key| key.for_openidconnect.clone())
        .into_iter()
        .collect();
    let now = checks.now;
    Verifier::new_confidential_client(
        checks.client_id.clone(),
        checks.client_secret.clone(),
        checks.issuer.clone(),
        JsonWebKeySet::new(keys),
    )
    .set_allowed_algs([checks.alg.for_openidconnect()])
    // Step 9: `exp` is compared with this time, without any leeway of its own.
    .set_time_fn(move || now - LEEWAY)
}

/// Steps 4 and 5: no other party was meant to use this token.
fn check_authorized_party(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    // Step 3: `openidconnect` refuses a foreign audience, but not ours twice.
    if claims.audiences().len() != 1 {
        return Err(Error::AudienceMismatch);
    }
    match claims.authorized_party() {
        Some(azp) if azp != checks.client_id => Err(Error::AuthorizedPartyMismatch),
        _ => Ok(()),
    }
}

/// Steps 9 and 10, and RFC 7519 4.1.5.
fn check_dates(token: &UnverifiedJws, now: DateTime<Utc>) -> Result<(), Error> {
    let Dates { iat, exp, nbf } =
        serde_json::from_slice(&token.payload()).map_err(|_| Error::MalformedClaims)?;
    let latest = (now + LEEWAY).timestamp();
    if iat > latest || iat < (now - MAX_AGE).timestamp() || iat > exp {
        return Err(Error::IssuedAtOutOfRange);
    }
    if exp > (now + MAX_LIFETIME).timestamp() {
        return Err(Error::ExpiresTooLate);
    }
    match nbf {
        Some(nbf) if nbf > latest => Err(Error::NotYetValid),
        _ => Ok(()),
    }
}

/// Core 3.1.3.8 and 3.3.2.10: optional in the code flow, but never wrong.
fn check_hashes(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<(), Error> {
    let access_token_hash = claims.access_token_hash().map(|hash| hash.as_str());
    if access_token_hash.is_some_and(|hash| hash != half_hash(checks.access_token.secret())) {
        return Err(Error::AccessTokenHashMismatch);
    }
    let code_hash = claims.code_hash().map(|hash| hash.as_str());
    if code_hash.is_some_and(|hash| hash != half_hash(checks.code.secret())) {
        return Err(Error::CodeHashMismatch);
    }
    Ok(())
}

/// Every algorithm a client can be registered with hashes by SHA-256.
fn half_hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    BASE64_URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

/// Step 12: what was asked of `acr`, by its current name.
fn check_acr(claims: &Claims, checks: &IdTokenChecks<'_>) -> Result<Option<Acr>, Error> {
    let received = claims.auth_context_ref();
    let received = received.map(|acr| Acr(acr.as_str().to_owned()));
    let acr = received.map(|acr| checks.acr_policy.current(&acr).clone());
    if checks.acr_requirement.is_met_by(acr.as_ref()) {
        Ok(acr)
    } else if checks.acr_requirement.is_for_directors() {
        Err(Error::DirectorCertificateMissing)
    } else {
        Err(Error::InsufficientAcr)
    }
}

fn reason(error: ClaimsVerificationError) -> Error {
    match error {
        ClaimsVerificationError::Expired(_) => Error::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Error::AudienceMismatch,
        ClaimsVerificationError::InvalidIssuer(_) => Error::IssuerMismatch,
        ClaimsVerificationError::InvalidNonce(_) => Error::NonceMismatch,
        // The key and the algorithm have been picked: what is left is the signature itself.
        ClaimsVerificationError::SignatureVerification(_) => JwsError::BadSignature.into(),
        _ => JwsError::Malformed.into(),
    }
}

#[cfg(test)]
mod tests;
