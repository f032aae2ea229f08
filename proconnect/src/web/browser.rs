//! The labels of a session, and the rule that a browser has one session, even if several of its logins end
//! at the same time. A session store enforces this rule with the types of this module.

use super::{AgentHash, IssuerSessionHash};
use crate::{identity::Identity, relying_party::AuthenticatedLogin};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The key of a record under which the [`SessionLabels`] are, as a text of JSON.
pub const LABELS: &str = "proconnect.labels";

/// The key under which a store marks a record that it did not create, because the same login of the
/// same browser has just begun a session ([`Browser::has_just_begun`]).
pub const ALREADY_BEGUN: &str = "proconnect.already_begun";

/// The key under which a store marks a record that it created, when it recorded the success of the login attempt
/// ([`SessionLabels::attempt`]) together with the session.
pub const ATTEMPT_SUCCEEDED: &str = "proconnect.attempt_succeeded";

/// Age in seconds up to which a session counts as begun by a concurrent response.
const JUST: i64 = 120;

/// The circumstances of a session that is about to begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beginning<'a> {
    /// The random name that the login attempts of one browser share; empty when it is not known.
    pub browser: &'a str,
    /// The `User-Agent` of the browser.
    pub user_agent: Option<&'a str>,
    /// When the browser was redirected to the issuer.
    pub attempt_started_at: DateTime<Utc>,
    /// The current time.
    pub now: DateTime<Utc>,
}

/// The response that carries the cookie of the browser's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// The response to this request.
    Now,
    /// Another response, sent a moment ago or about to be.
    Before,
}

/// Longest `User-Agent` that is kept, in bytes.
const USER_AGENT_LENGTH: usize = 256;

/// The circumstances by which a store finds a session, and by which a list describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLabels {
    /// The agent.
    pub agent: AgentHash,
    /// The session of the issuer in which the agent logged in; `None` when the issuer does not name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_session: Option<IssuerSessionHash>,
    /// The browser; `None` when it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser: Option<Browser>,
    /// The `User-Agent` of the browser, cut to 256 bytes; `None` when the browser sent none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The login attempt, by the name that [`UsedAttempts`](crate::UsedAttempts) has of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
}

impl SessionLabels {
    pub(super) fn new(beginning: &Beginning<'_>, login: &AuthenticatedLogin) -> Self {
        let cut = |text: &str| text.get(..USER_AGENT_LENGTH).unwrap_or(text).to_owned();
        Self {
            agent: AgentHash::of(&login.identity.sub),
            issuer_session: login.sid.as_deref().map(IssuerSessionHash::of),
            browser: Browser::new(beginning, &login.identity),
            user_agent: beginning.user_agent.map(cut),
            attempt: Some(login.attempt.id().to_owned()),
        }
    }

    /// Reads the labels of a record; `None` when it has none that this version can read.
    #[must_use]
    pub fn of(data: &HashMap<String, Value>) -> Option<Self> {
        serde_json::from_str(data.get(LABELS)?.as_str()?).ok()
    }
}

/// The browser that begins a session, and its login.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Browser {
    /// The random name that the login attempts of one browser share.
    pub id: String,
    /// Digest of the agent and of the `acr`.
    login: String,
    /// When the browser was redirected to the issuer, in seconds since 1970.
    left_at: i64,
}

impl Browser {
    pub(super) fn new(beginning: &Beginning<'_>, identity: &Identity) -> Option<Self> {
        let acr = identity.acr.as_ref().map_or("", |acr| &acr.0);
        // A `sub` holds no zero byte.
        let login = [identity.sub.as_str(), "\0", acr].concat();
        (!beginning.browser.is_empty()).then(|| Self {
            id: beginning.browser.to_owned(),
            login: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(login)),
            left_at: beginning.attempt_started_at.timestamp(),
        })
    }

    /// Whether a session that `other` began at `begun_at` makes this login's session needless: same
    /// browser, agent and `acr`, and begun while this login was under way. An agent who started a
    /// login after that wants a new session.
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
                user_agent: None,
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
