//! The signed-in agent, as the session keeps them. Only a complete login makes one.

use super::SessionLifetimes;
use crate::{
    end_session::IdTokenHint, error::SessionError, identity::Identity,
    relying_party::AuthenticatedLogin,
};
use chrono::{DateTime, Utc, serde::ts_seconds};
use serde::{Deserialize, Serialize};
use std::fmt;
use tower_sessions::Session;

/// The session's only key that is saved.
const KEY: &str = "signed_in";

/// The key under which a store may say, in a record that it loads, when the session ends if
/// nothing more is asked of it: seconds since 1970.
pub const SESSION_END: &str = "session_end";

/// Who is signed in, and what the logout will need.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// What the application may know of the agent.
    pub identity: Identity,
    /// When the session began.
    #[serde(with = "ts_seconds")]
    pub since: DateTime<Utc>,
    id_token: String,
}

impl SignedIn {
    /// The agent of this session; `None` for a visitor.
    ///
    /// # Errors
    /// When the store does not answer, or holds what cannot be read: an unknown is not a visitor.
    pub async fn of(session: &Session) -> Result<Option<Self>, SessionError> {
        session.get(KEY).await.map_err(unavailable)
    }

    /// When this session ends if nothing more is asked of it: what its store says
    /// ([`SESSION_END`]), else by its lifetimes, if this is asked at `now`.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn ends_at(
        &self,
        session: &Session,
        lifetimes: &SessionLifetimes,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, SessionError> {
        let told: Option<i64> = session.get(SESSION_END).await.map_err(unavailable)?;
        Ok(told
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .unwrap_or_else(|| (now + lifetimes.idle).min(self.since + lifetimes.absolute)))
    }

    /// Begins a new session for the agent, and ends the one there was.
    pub(super) async fn begin(
        session: &Session,
        login: AuthenticatedLogin,
        now: DateTime<Utc>,
    ) -> Result<(), SessionError> {
        Self::end(session).await?;
        let signed_in = Self {
            identity: login.identity,
            since: now,
            id_token: login.id_token_hint.0,
        };
        session.insert(KEY, signed_in).await.map_err(unavailable)?;
        // Saved here rather than after the response, so that a failure can still be told.
        session.save().await.map_err(unavailable)?;
        login.attempt.succeed();
        Ok(())
    }

    /// Ends the session, whoever's it is.
    pub(super) async fn end(session: &Session) -> Result<(), SessionError> {
        if session.id().is_none() {
            return Ok(());
        }
        session.flush().await.map_err(unavailable)
    }

    pub(super) fn id_token_hint(&self) -> IdTokenHint {
        IdTokenHint(self.id_token.clone())
    }
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("since", &self.since)
            .finish_non_exhaustive()
    }
}

fn unavailable(error: tower_sessions::session::Error) -> SessionError {
    tracing::error!(%error, "the session store failed");
    SessionError::Unavailable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_tokens::agent;
    use chrono::TimeDelta;
    use std::sync::Arc;
    use tower_sessions::MemoryStore;

    #[tokio::test]
    async fn a_session_ends_when_its_store_says_or_else_by_the_first_of_its_lifetimes() {
        let session = Session::new(None, Arc::new(MemoryStore::default()), None);
        let lifetimes = SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        };
        let now = Utc::now();
        let signed_in = |minutes_ago| SignedIn {
            identity: agent(None),
            since: now - TimeDelta::minutes(minutes_ago),
            id_token: String::new(),
        };
        for (minutes_ago, left) in [(0, 30), (690, 30), (705, 15)] {
            let signed_in = signed_in(minutes_ago);
            let end = signed_in.ends_at(&session, &lifetimes, now).await.unwrap();
            assert_eq!(end - now, TimeDelta::minutes(left));
        }
        let told = now.timestamp() + 60;
        session.insert(SESSION_END, told).await.unwrap();
        let signed_in = signed_in(0);
        let end = signed_in.ends_at(&session, &lifetimes, now).await.unwrap();
        assert_eq!(end.timestamp(), told);
    }
}
