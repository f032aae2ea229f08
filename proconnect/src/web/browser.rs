//! One session for one browser, however many of its logins end at once. A session store keeps this rule
//! with the values of this module.

use crate::identity::Identity;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The key under which the record of a session names the browser that began it: a [`Browser`].
pub const BROWSER: &str = "browser";

/// The key under which a store that created no session notes the reason, in the record that it was given:
/// the same login of the same browser has just begun one ([`Browser::has_just_begun`]).
pub const ALREADY_BEGUN: &str = "already_begun";

/// The age, in seconds, up to which a session counts as begun by another answer to the same browser.
const JUST: i64 = 120;

/// The circumstances of a session that is about to begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning<'a> {
    /// Shared by the login attempts of one browser; empty where it is not known.
    pub browser: &'a str,
    /// When the agent left for the issuer.
    pub attempt_started_at: DateTime<Utc>,
    /// The present.
    pub now: DateTime<Utc>,
}

/// Which answer the browser gets its session's cookie from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// The answer to this request.
    Now,
    /// One that went out a moment ago, or is about to.
    Before,
}

/// The browser that begins a session, and the login by which it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browser {
    /// Shared by the login attempts of one browser.
    pub id: String,
    /// Digest of the agent and of the `acr`.
    login: String,
    /// When the agent left for the issuer: seconds since 1970.
    left_at: i64,
}

impl Browser {
    pub(super) fn new(beginning: &Beginning<'_>, identity: &Identity) -> Option<Self> {
        let acr = identity.acr.as_ref().map_or("", |acr| &acr.0);
        // No `sub` holds a zero byte.
        let login = [identity.sub.as_str(), "\0", acr].concat();
        (!beginning.browser.is_empty()).then(|| Self {
            id: beginning.browser.to_owned(),
            login: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(login)),
            left_at: beginning.attempt_started_at.timestamp(),
        })
    }

    /// Whether a session that `other` began at `begun_at` makes one of this login needless: same
    /// browser, same agent, same `acr`, and begun while this login was under way. A login that left
    /// later is one that the agent asked for again.
    #[must_use]
    pub fn has_just_begun(&self, other: &Self, begun_at: i64, now: i64) -> bool {
        self.id == other.id
            && self.login == other.login
            && begun_at >= self.left_at
            && (0..=JUST).contains(&(now - begun_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::Acr, test_tokens::agent};
    use chrono::TimeDelta;

    #[test]
    fn f19_only_a_session_of_the_same_login_begun_meanwhile_makes_another_needless() {
        let now = Utc::now();
        let browser = |id, acr: &str, minutes_ago| {
            let beginning = Beginning {
                browser: id,
                attempt_started_at: now - TimeDelta::minutes(minutes_ago),
                now,
            };
            Browser::new(&beginning, &agent(Some(Acr(acr.to_owned()))))
        };
        let this = browser("browser", "eidas1", 1).unwrap();
        let other = browser("browser", "eidas1", 5).unwrap();
        let now = now.timestamp();
        assert!(this.has_just_begun(&other, now, now));
        assert!(this.has_just_begun(&other, now - 59, now));
        assert!(!this.has_just_begun(&other, now - 61, now), "left later");
        assert!(other.has_just_begun(&this, now - 120, now));
        assert!(!other.has_just_begun(&this, now - 121, now), "long ago");
        assert!(!other.has_just_begun(&this, now + 1, now), "to come");
        let stranger = browser("other", "eidas1", 5).unwrap();
        assert!(!this.has_just_begun(&stranger, now, now));
        let second_factor = browser("browser", "eidas1-mfa", 5).unwrap();
        assert!(!this.has_just_begun(&second_factor, now, now));
        assert_eq!(browser("", "eidas1", 1), None);
    }
}
