//! The login attempt: the values that the browser keeps until the callback, bound to that browser
//! (RFC 9700 4.7).

use crate::{acr_policy::AcrLevel, config::Config, error::LoginAttemptError, return_to::ReturnTo};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc, serde::ts_milliseconds};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, PoisonError},
};
use tokio::sync::watch;

/// `state`, which `openidconnect` calls a CSRF token.
pub type State = CsrfToken;

/// `code_verifier` (RFC 7636 4.1), by the specification's name.
pub type CodeVerifier = PkceCodeVerifier;

/// Greatest difference between the clocks of two replicas.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// Time between two sweeps of the used attempts: a sweep visits all of them.
const SWEEP_PAUSE: TimeDelta = TimeDelta::minutes(1);

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

/// Greatest number of used attempts that are remembered: some 30 MB, or ten minutes of 160 logins a
/// second.
const MAX_USED: usize = 100_000;

/// The attempts whose code was used in this process, so that no code is used twice (a reloaded page,
/// two responses at once). An attempt is remembered for the lifetime of a login. Beyond 100 000, the
/// oldest are forgotten: for these, the issuer alone refuses a second use.
#[derive(Debug, Default)]
pub struct UsedAttempts(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    uses: HashMap<String, Use>,
    swept_at: DateTime<Utc>,
}

impl Used {
    /// At `most` entries, removes the oldest tenth.
    fn make_room(&mut self, most: usize) {
        if self.uses.len() < most {
            return;
        }
        let mut times: Vec<_> = self.uses.values().map(|of| of.started_at).collect();
        let (_, oldest, _) = times.select_nth_unstable(most / 10);
        let oldest = *oldest;
        self.uses.retain(|_, of| of.started_at > oldest);
    }
}

#[derive(Debug)]
struct Use {
    started_at: DateTime<Utc>,
    /// Whether the login succeeded. The channel closes once that is decided.
    success: watch::Receiver<bool>,
}

/// An attempt in use, by the one response that may use it. Another response to the same attempt (a
/// reload, a second tab) waits until [`AttemptInUse::succeed`] is called, or until this value is
/// dropped, which means that the login failed.
#[derive(Debug)]
pub struct AttemptInUse(watch::Sender<bool>);

impl AttemptInUse {
    /// Records that the login succeeded: the agent has a session.
    pub fn succeed(self) {
        let _ = self.0.send(true);
    }

    #[cfg(test)]
    pub(crate) fn alone() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl UsedAttempts {
    /// Records that the attempt's code is about to be used.
    ///
    /// # Errors
    /// [`LoginAttemptError::Expired`], or [`LoginAttemptError::AlreadyUsed`] for a second use.
    pub fn consume(
        &self,
        attempt: &LoginAttempt,
        lifetime: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<AttemptInUse, LoginAttemptError> {
        if attempt.is_expired(lifetime, now) {
            return Err(LoginAttemptError::Expired);
        }
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now - used.swept_at > SWEEP_PAUSE {
            used.uses.retain(|_, of| now - of.started_at <= lifetime);
            used.swept_at = now;
        }
        used.make_room(MAX_USED);
        match used.uses.entry(attempt.id()) {
            Entry::Occupied(_) => Err(LoginAttemptError::AlreadyUsed),
            Entry::Vacant(free) => {
                let (in_use, success) = watch::channel(false);
                free.insert(Use {
                    started_at: attempt.started_at,
                    success,
                });
                Ok(AttemptInUse(in_use))
            }
        }
    }

    /// Whether the attempt of this id signed the agent in. Waits for the response that uses it, where
    /// that one is still being processed.
    pub async fn has_succeeded(&self, id: &str) -> bool {
        let success = {
            let used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            used.uses.get(id).map(|of| of.success.clone())
        };
        match success {
            Some(mut success) => success.wait_for(|succeeded| *succeeded).await.is_ok(),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{future::ready, pin::pin};

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
    fn an_attempt_is_used_once() {
        let now = Utc::now();
        let (used, attempt, other) = (UsedAttempts::default(), attempt(now), attempt(now));
        assert!(used.consume(&attempt, LIFETIME, now).is_ok());
        let again = used.consume(&attempt, LIFETIME, now).err();
        assert_eq!(again, Some(LoginAttemptError::AlreadyUsed));
        assert!(used.consume(&other, LIFETIME, now).is_ok());
    }

    #[test]
    fn an_attempt_expires_after_ten_minutes_and_is_forgotten() {
        let (start, used) = (Utc::now(), UsedAttempts::default());
        used.consume(&attempt(start), LIFETIME, start).unwrap();
        let late = start + LIFETIME + TimeDelta::seconds(1);
        let expired = used.consume(&attempt(start), LIFETIME, late).err();
        assert_eq!(expired, Some(LoginAttemptError::Expired));
        used.consume(&attempt(late), LIFETIME, late).unwrap();
        assert_eq!(used.0.lock().unwrap().uses.len(), 1);
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
    fn f4_used_attempts_are_bounded_and_the_oldest_give_way() {
        let (start, used) = (Utc::now(), UsedAttempts::default());
        for number in 0..100 {
            let begun = attempt(start + TimeDelta::milliseconds(number));
            let _ = used.consume(&begun, LIFETIME, start);
        }
        let mut used = used.0.lock().unwrap();
        used.make_room(101);
        assert_eq!(used.uses.len(), 100);
        used.make_room(100);
        assert_eq!(used.uses.len(), 89);
        let oldest = used.uses.values().map(|of| of.started_at).min();
        assert_eq!(oldest, Some(start + TimeDelta::milliseconds(11)));
    }

    #[tokio::test]
    async fn a_second_response_waits_for_the_first_and_learns_how_it_ended() {
        let (now, used) = (Utc::now(), UsedAttempts::default());
        let (good, bad) = (attempt(now), attempt(now));
        let (in_use, given_up) = (
            used.consume(&good, LIFETIME, now),
            used.consume(&bad, LIFETIME, now),
        );
        let (good, bad) = (good.id(), bad.id());
        let mut waiting = pin!(used.has_succeeded(&good));
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("nothing is decided yet"),
            () = ready(()) => {}
        }
        in_use.unwrap().succeed();
        assert!(waiting.await && used.has_succeeded(&good).await);
        drop(given_up);
        assert!(!used.has_succeeded(&bad).await);
        assert!(!used.has_succeeded("unknown").await);
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
