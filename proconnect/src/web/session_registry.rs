//! The sessions of all agents, which an application lists and ends from outside the requests of these
//! sessions: a page that lists an agent's own ones, a command of an operator, the back-channel logout.

use crate::{error::SessionError, identity::Subject};
use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use tower_sessions::session::Id;

/// The name of a session in lists and in the audit trail: the first half of the SHA-256 of its id, in 32
/// hexadecimal digits. It opens no session. A store may find its rows by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SessionReference(String);

impl SessionReference {
    /// The name of the session of this id.
    #[must_use]
    pub fn of(id: Id) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digest = Sha256::digest(id.0.to_le_bytes());
        let halves = digest[..16].iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(
            halves
                .map(|half| char::from(DIGITS[usize::from(half)]))
                .collect(),
        )
    }

    /// The 32 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no session's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session's reference has 32 hexadecimal digits")]
pub struct InvalidReference;

impl FromStr for SessionReference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let text = text.to_ascii_lowercase();
        let valid = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        valid.then_some(Self(text)).ok_or(InvalidReference)
    }
}

/// The name of an agent in the audit trail and in a store: 96 bits of the SHA-256 of `sub`, in base64url. An
/// operator follows one agent by it without knowing who it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgentHash(String);

impl AgentHash {
    /// The name of the agent with this `sub`.
    #[must_use]
    pub fn of(sub: &Subject) -> Self {
        Self(hash(sub.as_str()))
    }

    /// The name of a person who may not have logged in yet, by their address in lower case.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        Self(hash(address))
    }

    /// The name that a store has kept.
    #[must_use]
    pub fn from_hash(hash: String) -> Self {
        Self(hash)
    }

    /// The 16 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a session at the issuer: 96 bits of the SHA-256 of `sid`, in base64url.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IssuerSessionHash(String);

impl IssuerSessionHash {
    /// The name of the issuer's session with this `sid` (OpenID Connect Back-Channel Logout 1.0, 2.1).
    #[must_use]
    pub fn of(sid: &str) -> Self {
        Self(hash(sid))
    }

    /// The 16 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hash(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..12])
}

/// A session that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its name.
    pub reference: SessionReference,
    /// Its agent.
    pub agent: AgentHash,
    /// When it began.
    pub begun_at: DateTime<Utc>,
    /// The last request that extended it; requests of the same minute may not count.
    pub seen_at: DateTime<Utc>,
    /// When it ends without further requests.
    pub ends_at: DateTime<Utc>,
    /// The `User-Agent` of the browser that began it, cut; `None` when the browser sent none.
    pub user_agent: Option<String>,
}

/// A session that was just ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedSession {
    /// Its name.
    pub reference: SessionReference,
    /// Its agent.
    pub agent: AgentHash,
}

/// The sessions to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// One session, whosever it is.
    One(SessionReference),
    /// One session, if it is this agent's.
    OneOf(AgentHash, SessionReference),
    /// All sessions of an agent.
    AllOf(AgentHash),
    /// All sessions of an agent but this one.
    AllButOne(AgentHash, SessionReference),
    /// The sessions that began in one session of the issuer; with an agent, only those of this agent.
    OfIssuerSession(IssuerSessionHash, Option<AgentHash>),
    /// Every session.
    All,
}

/// A store whose sessions can be listed and ended by name. An ended session is over at its next request, on
/// every replica.
#[async_trait]
pub trait SessionRegistry: Send + Sync + 'static {
    /// The open sessions of one agent, or of all; the one that was seen last comes first.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn list(&self, agent: Option<&AgentHash>) -> Result<Vec<OpenSession>, SessionError>;

    /// Ends the sessions, and returns those that it has ended.
    ///
    /// # Errors
    /// When the store does not answer: some of the sessions may be over.
    async fn end(&self, which: &Selection) -> Result<Vec<EndedSession>, SessionError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_a_session_and_does_not_contain_its_id() {
        let (id, other) = (Id(7), Id(8));
        let reference = SessionReference::of(id);
        assert_eq!(reference.as_str().len(), 32);
        assert_ne!(reference, SessionReference::of(other));
        assert!(!id.to_string().contains(reference.as_str()));
        let read: SessionReference = reference.as_str().to_uppercase().parse().unwrap();
        assert_eq!(read, reference);
        for wrong in ["", "abc", &"g".repeat(32), &"a".repeat(33)] {
            assert_eq!(wrong.parse::<SessionReference>(), Err(InvalidReference));
        }
    }

    #[test]
    fn an_agent_is_named_by_a_hash() {
        let sub = Subject::try_from("a-subject".to_owned()).unwrap();
        assert_eq!(AgentHash::of(&sub).as_str(), "sBmJhaGNSYdAcW8g");
    }
}
