//! The ID token, verified in full (Core 3.1.3.7).
//!
//! The step numbers are the specification's. Steps 2 to 9 and 11 are `openidconnect`'s work,
//! with the key, the algorithm and the clock given by us; what it leaves to its caller follows
//! (`azp`, `nbf`, the age of the token, the form of `sub`, `at_hash`).

use crate::{
    error::{IdTokenError as Error, JwsError},
    identity::{Acr, Subject},
    jws::{SigningAlg, SigningKey, UnverifiedJws},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AccessToken, AdditionalClaims, ClaimsVerificationError, ClientId, ClientSecret, IdToken,
    IdTokenClaims, IdTokenVerifier, IssuerUrl, JsonWebKeySet, Nonce, SignatureVerificationError,
    core::{
        CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// How far apart two honest clocks may be.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);

/// Oldest ID token accepted: it was made moments ago, in answer to the code exchange.
const MAX_AGE: TimeDelta = TimeDelta::minutes(5);

/// No ID token lives longer than a day.
const MAX_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Claims that `openidconnect` does not read by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct MoreClaims {
    nbf: Option<i64>,
}

impl AdditionalClaims for MoreClaims {}

type Token = IdToken<
    MoreClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;
type Verifier<'a> = IdTokenVerifier<'a, CoreJsonWebKey>;

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
    /// The access token that came with it.
    pub access_token: &'a AccessToken,
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
    let id_token = Token::from_str(token.as_str()).map_err(|_| Error::MalformedClaims)?;
    let claims = id_token
        .claims(&verifier(checks, key), checks.nonce)
        .map_err(reason)?;

    check_authorized_party(claims, checks)?;
    check_times(claims, checks.now)?;
    check_access_token_hash(claims, checks.access_token)?;

    let sub = Subject::try_from(claims.subject().to_string()).map_err(|_| Error::InvalidSubject)?;
    let amr = claims.auth_method_refs().into_iter().flatten();
    Ok(VerifiedIdToken {
        sub,
        acr: claims.auth_context_ref().map(|acr| Acr(acr.to_string())),
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
    IdTokenVerifier::new_confidential_client(
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
fn check_times(claims: &Claims, now: DateTime<Utc>) -> Result<(), Error> {
    let (issued_at, expiration) = (claims.issue_time(), claims.expiration());
    if issued_at > now + LEEWAY || issued_at < now - MAX_AGE || issued_at > expiration {
        return Err(Error::IssuedAtOutOfRange);
    }
    if expiration > now + MAX_LIFETIME {
        return Err(Error::ExpiresTooLate);
    }
    match claims.additional_claims().nbf {
        Some(nbf) if nbf > (now + LEEWAY).timestamp() => Err(Error::NotYetValid),
        _ => Ok(()),
    }
}

/// Core 3.1.3.8: optional in the code flow, but never wrong. Every algorithm a client can be
/// registered with hashes by SHA-256.
fn check_access_token_hash(claims: &Claims, access_token: &AccessToken) -> Result<(), Error> {
    let Some(claimed) = claims.access_token_hash() else {
        return Ok(());
    };
    let hash = Sha256::digest(access_token.secret());
    if claimed.as_str() == BASE64_URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2]) {
        Ok(())
    } else {
        Err(Error::AccessTokenHashMismatch)
    }
}

fn reason(error: ClaimsVerificationError) -> Error {
    match error {
        ClaimsVerificationError::Expired(_) => Error::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Error::AudienceMismatch,
        ClaimsVerificationError::InvalidIssuer(_) => Error::IssuerMismatch,
        ClaimsVerificationError::InvalidNonce(_) => Error::NonceMismatch,
        ClaimsVerificationError::InvalidSubject(_) => Error::InvalidSubject,
        ClaimsVerificationError::SignatureVerification(error) => match error {
            SignatureVerificationError::NoMatchingKey => JwsError::UnknownKey,
            SignatureVerificationError::AmbiguousKeyId(_) => JwsError::AmbiguousKey,
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature => JwsError::UnexpectedAlgorithm,
            _ => JwsError::BadSignature,
        }
        .into(),
        _ => JwsError::Malformed.into(),
    }
}

#[cfg(test)]
mod tests;
