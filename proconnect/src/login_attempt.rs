//! What must survive until the callback, bound to the browser that began (RFC 9700 4.7).

use crate::{
    acr_policy::{AcrLevel, AcrRequirement},
    error::LoginAttemptError,
    return_to::ReturnTo,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc, serde::ts_milliseconds};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// The specification's name for what `openidconnect` calls a CSRF token.
pub type State = CsrfToken;

/// The specification's name (RFC 7636).
pub type CodeVerifier = PkceCodeVerifier;

/// How long an agent may take to log in.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// Time between two sweeps of the attempts that were used: each looks at all of them.
const SWEEP_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// One login begun in one tab. Finishing it consumes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoginAttempt {
    /// Comes back with the authorization response.
    pub(crate) state: State,
    /// Comes back in the ID token.
    pub(crate) nonce: Nonce,
    /// Goes with the code.
    pub(crate) code_verifier: CodeVerifier,
    /// What was asked of `acr`, and must come back in the ID token.
    pub(crate) acr_requirement: AcrRequirement,
    /// What the login is for.
    pub level: AcrLevel,
    /// Where the agent was going.
    pub return_to: ReturnTo,
    /// When the agent left for ProConnect.
    #[serde(with = "ts_milliseconds")]
    pub started_at: DateTime<Utc>,
}

impl LoginAttempt {
    /// Names the attempt without giving its state away: the first half of its SHA-256.
    #[must_use]
    pub fn id(&self) -> String {
        id_of(&self.state)
    }

    /// Whether the agent has taken too long.
    #[must_use]
    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        now - self.started_at > LIFETIME || self.started_at - now > TimeDelta::minutes(1)
    }
}

/// The name of the attempt that `state` belongs to.
#[must_use]
pub fn id_of(state: &State) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(state.secret())[..16])
}

/// The attempts whose code is being used, so that none is used twice (a reloaded page, two
/// responses at once). Each is remembered for as long as an attempt lives. Only an attempt that
/// this application sealed, with a code to be exchanged, gets here: it grows no faster than the
/// issuer answers.
#[derive(Debug, Default)]
pub struct UsedAttempts(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    started_at: HashMap<String, DateTime<Utc>>,
    swept_at: DateTime<Utc>,
}

impl UsedAttempts {
    /// Notes that the attempt's code is about to be used.
    ///
    /// # Errors
    /// When the attempt has expired, or its code was used before.
    pub fn consume(
        &self,
        attempt: &LoginAttempt,
        now: DateTime<Utc>,
    ) -> Result<(), LoginAttemptError> {
        if attempt.is_expired(now) {
            return Err(LoginAttemptError::Expired);
        }
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now - used.swept_at > SWEEP_PAUSE {
            used.started_at
                .retain(|_, started_at| now - *started_at <= LIFETIME);
            used.swept_at = now;
        }
        match used.started_at.insert(attempt.id(), attempt.started_at) {
            None => Ok(()),
            Some(_) => Err(LoginAttemptError::AlreadyUsed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(started_at: DateTime<Utc>) -> LoginAttempt {
        LoginAttempt {
            state: State::new_random_len(32),
            nonce: Nonce::new_random_len(32),
            code_verifier: CodeVerifier::new("v3r1f13r".to_owned()),
            acr_requirement: AcrRequirement::Any,
            level: AcrLevel::Site,
            return_to: ReturnTo::default(),
            started_at,
        }
    }

    #[test]
    fn an_attempt_is_used_once() {
        let now = Utc::now();
        let (used, attempt, other) = (UsedAttempts::default(), attempt(now), attempt(now));
        assert_eq!(used.consume(&attempt, now), Ok(()));
        assert_eq!(
            used.consume(&attempt, now),
            Err(LoginAttemptError::AlreadyUsed)
        );
        assert_eq!(used.consume(&other, now), Ok(()));
    }

    #[test]
    fn an_attempt_expires_after_ten_minutes_and_is_forgotten() {
        let (start, used) = (Utc::now(), UsedAttempts::default());
        used.consume(&attempt(start), start).unwrap();
        let late = start + LIFETIME + TimeDelta::seconds(1);
        assert_eq!(
            used.consume(&attempt(start), late),
            Err(LoginAttemptError::Expired)
        );
        used.consume(&attempt(late), late).unwrap();
        assert_eq!(used.0.lock().unwrap().started_at.len(), 1);
    }

    #[test]
    fn a_debug_print_shows_no_secret() {
        let attempt = attempt(Utc::now());
        let print = format!("{attempt:?}");
        for secret in [
            attempt.state.secret(),
            attempt.nonce.secret(),
            attempt.code_verifier.secret(),
        ] {
            assert!(!print.contains(secret.as_str()));
        }
    }
}
