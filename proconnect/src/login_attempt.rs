//! The login attempt: the values that the browser keeps until the callback, bound to that browser
//! (RFC 9700 4.7).

use crate::{acr_policy::AcrLevel, config::Config, return_to::ReturnTo};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc, serde::ts_milliseconds};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

mod used_attempts;

pub use used_attempts::{AttemptInUse, InMemory, Outcome, UsedAttempts};

/// `state`, which `openidconnect` calls a CSRF token.
pub type State = CsrfToken;

/// `code_verifier` (RFC 7636 4.1), by the specification's name.
pub type CodeVerifier = PkceCodeVerifier;

/// Greatest difference between the clocks of two replicas.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// A login that one tab began. Its callback consumes it. The JSON has short member names, since a
/// browser sends all its attempts with every request. The attempt holds the nonce and the code
/// verifier, and must be sealed.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoginAttempt {
    /// `state`, which comes back in the authorization response. The name of the cookie is its digest.
    #[serde(skip, default = "no_state")]
    pub(crate) state: State,
    /// `nonce`, which comes back in the ID token.
    #[serde(rename = "n")]
    pub(crate) nonce: Nonce,
    /// `code_verifier`, which the exchange of the code sends (RFC 7636 4.5).
    #[serde(rename = "v")]
    pub(crate) code_verifier: CodeVerifier,
    /// The level of the login. With the present settings it gives the `acr` that the ID token must
    /// have.
    #[serde(rename = "l")]
    pub level: AcrLevel,
    /// The path to return to. It is stored beside the sealed attempt, and covered by its seal.
    #[serde(skip)]
    pub return_to: ReturnTo,
    /// A random name of the browser, which its attempts share.
    #[serde(rename = "b")]
    pub(crate) browser: String,
    /// A digest of the issuer and the client that the attempt began with.
    #[serde(rename = "c")]
    pub(crate) client: String,
    /// When the browser was redirected to ProConnect.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub started_at: DateTime<Utc>,
}

impl LoginAttempt {
    /// The attempt's name: the first half of the SHA-256 of its state, which it does not reveal.
    #[must_use]
    pub fn id(&self) -> String {
        id_of(&self.state)
    }

    /// Whether the attempt began more than `lifetime` ago, or more than a minute in the future.
    #[must_use]
    pub fn is_expired(&self, lifetime: TimeDelta, now: DateTime<Utc>) -> bool {
        now - self.started_at > lifetime || self.started_at - now > SKEW
    }

    /// Whether the attempt began with the issuer and the client of these settings. Two environments
    /// that share a secret must not accept each other's attempts.
    #[must_use]
    pub fn is_of(&self, config: &Config) -> bool {
        self.client == client_of(config)
    }
}

fn no_state() -> State {
    State::new(String::new())
}

/// A name of the issuer and the client: 96 bits of a SHA-256.
pub(crate) fn client_of(config: &Config) -> String {
    let both = format!("{} {}", config.issuer.as_str(), config.client_id.as_str());
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(both)[..12])
}

/// The name of the attempt that `state` belongs to.
#[must_use]
pub fn id_of(state: &State) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(state.secret())[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: TimeDelta = TimeDelta::minutes(10);

    fn attempt(started_at: DateTime<Utc>) -> LoginAttempt {
        LoginAttempt {
            state: State::new_random_len(32),
            nonce: Nonce::new_random_len(32),
            code_verifier: CodeVerifier::new("v3r1f13r".to_owned()),
            level: AcrLevel::Site,
            return_to: ReturnTo::default(),
            browser: String::new(),
            client: String::new(),
            started_at,
        }
    }

    #[test]
    fn an_attempt_is_good_for_ten_minutes_and_comes_from_no_future() {
        let start = Utc::now();
        let attempt = attempt(start);
        let (moment, skew) = (TimeDelta::milliseconds(1), TimeDelta::minutes(1));
        for fresh in [start, start + LIFETIME, start - skew] {
            assert!(!attempt.is_expired(LIFETIME, fresh), "{}", fresh - start);
        }
        for over in [start + LIFETIME + moment, start - skew - moment] {
            assert!(attempt.is_expired(LIFETIME, over), "{}", over - start);
        }
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
