//! The signed-in agent, as stored in the session. Only a complete login creates one.

use super::{
    SessionLifetimes,
    browser::{ALREADY_BEGUN, ATTEMPT_SUCCEEDED, Beginning, Begun, LABELS, SessionLabels},
};
use crate::{
    end_session::IdTokenHint, error::SessionError, identity::Identity,
    relying_party::AuthenticatedLogin,
};
use chrono::{DateTime, Utc, serde::ts_seconds};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::HashMap, fmt};
use tower_sessions::Session;

/// The only key of a session that is stored.
const KEY: &str = "signed_in";

/// The key under which a store may add, to a record that it loads, the end of the session without
/// further requests: seconds since 1970.
pub const SESSION_END: &str = "proconnect.session_end";

/// The signed-in agent, and the ID token for the logout.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// The agent's verified claims.
    pub identity: Identity,
    /// When the session began.
    #[serde(with = "ts_seconds")]
    pub since: DateTime<Utc>,
    /// When the session ends without further requests. It is not stored: the session store sets it,
    /// or it is computed from the lifetimes.
    #[serde(skip)]
    pub ends_at: DateTime<Utc>,
    id_token: String,
}

impl SignedIn {
    /// Returns the agent of this session at `now`; `None` for a visitor, and for a session that
    /// this version cannot read because another version began it.
    ///
    /// # Errors
    /// When the store does not answer: the agent is not taken for a visitor.
    pub(super) async fn of(
        session: &Session,
        lifetimes: &SessionLifetimes,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>, SessionError> {
        let Some(value) = session.get_value(KEY).await.map_err(unavailable)? else {
            return Ok(None);
        };
        let Some(signed_in) = Self::from_value(&value) else {
            // The error is not logged: it may quote the record.
            tracing::warn!("a session that this version cannot read makes its holder a visitor");
            return Ok(None);
        };
        let set_by_store = session.get_value(SESSION_END).await.map_err(unavailable)?;
        let set_by_store =
            set_by_store.and_then(|seconds| DateTime::from_timestamp(seconds.as_i64()?, 0));
        let by_lifetimes = (now + lifetimes.idle).min(signed_in.since + lifetimes.absolute);
        Ok(Some(Self {
            ends_at: set_by_store.unwrap_or(by_lifetimes),
            ..signed_in
        }))
    }

    /// Whether this version can read the agent of a record. A store may keep a record that it
    /// cannot read, but must not extend it.
    #[must_use]
    pub fn can_be_read(data: &HashMap<String, Value>) -> bool {
        let value = data.get(KEY);
        value.is_none_or(|value| Self::from_value(value).is_some())
    }

    /// The agent as a text of JSON. `tower-sessions` reads and copies a record as a tree of values: a text
    /// is a single one.
    fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::to_string(self).map(Value::from)
    }

    fn from_value(value: &Value) -> Option<Self> {
        serde_json::from_str(value.as_str()?).ok()
    }

    /// Begins a new session for the agent, and ends the previous one. If the same login of the same
    /// browser has just begun one, begins none: another response carries its cookie.
    pub(super) async fn begin(
        session: &Session,
        login: AuthenticatedLogin,
        beginning: Beginning<'_>,
    ) -> Result<Begun, SessionError> {
        Self::end(session).await?;
        let labels = serde_json::to_string(&SessionLabels::new(&beginning, &login));
        let labels = labels.map_err(|error| unavailable(error.into()))?;
        session.insert(LABELS, labels).await.map_err(unavailable)?;
        let signed_in = Self {
            identity: login.identity,
            since: beginning.now,
            ends_at: beginning.now,
            id_token: login.id_token_hint.0,
        };
        let signed_in = signed_in
            .to_value()
            .map_err(|error| unavailable(error.into()))?;
        session
            .insert_value(KEY, signed_in)
            .await
            .map_err(unavailable)?;
        // Saved here rather than after the response, so that a failure becomes a refusal.
        session.save().await.map_err(unavailable)?;
        let begun_before = session
            .get_value(ALREADY_BEGUN)
            .await
            .map_err(unavailable)?;
        let begun = if begun_before.is_some() {
            // This response sets no session cookie, which would replace that of the other response.
            session.flush().await.map_err(unavailable)?;
            Begun::Before
        } else {
            Begun::Now
        };
        let recorded = session.get_value(ATTEMPT_SUCCEEDED).await;
        if recorded.map_err(unavailable)?.is_some() {
            login.attempt.has_succeeded();
        } else {
            login.attempt.succeed().await;
        }
        Ok(begun)
    }

    /// Ends the session of any agent.
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

    const LIFETIMES: SessionLifetimes = SessionLifetimes {
        idle: TimeDelta::minutes(30),
        absolute: TimeDelta::hours(12),
    };

    fn signed_in(since: DateTime<Utc>) -> SignedIn {
        SignedIn {
            identity: agent(None),
            since,
            ends_at: since,
            id_token: String::new(),
        }
    }

    #[tokio::test]
    async fn a_session_ends_as_its_store_sets_or_else_at_its_first_lifetime() {
        let session = Session::new(None, Arc::new(MemoryStore::default()), None);
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let end = async |minutes_ago| {
            let since = now - TimeDelta::minutes(minutes_ago);
            let value = signed_in(since).to_value().unwrap();
            session.insert_value(KEY, value).await.unwrap();
            let read = SignedIn::of(&session, &LIFETIMES, now).await;
            read.unwrap().unwrap().ends_at
        };
        for (minutes_ago, left) in [(0, 30), (690, 30), (705, 15)] {
            assert_eq!(end(minutes_ago).await - now, TimeDelta::minutes(left));
        }
        let set_by_store = now.timestamp() + 60;
        session.insert(SESSION_END, set_by_store).await.unwrap();
        assert_eq!(end(0).await.timestamp(), set_by_store);
    }

    #[tokio::test]
    async fn f7_a_record_of_another_version_is_a_visitors_and_can_be_ended() {
        let good = serde_json::to_value(signed_in(Utc::now())).unwrap();
        let changed = |pointer: &str, value: Value| {
            let mut changed = good.clone();
            *changed.pointer_mut(pointer).unwrap() = value;
            changed
        };
        let mut with_more = good.clone();
        with_more["identity"]["new"] = 1.into();
        let text = |value: Value| Value::from(value.to_string());
        for (value, is_read) in [
            (text(good.clone()), true),
            (text(with_more), true),
            (text(changed("/identity/sub", 7.into())), false),
            (
                text(changed("/identity/roles", "agent_public".into())),
                false,
            ),
            (text(changed("/identity/amr", "pwd".into())), false),
            (text(changed("/since", "today".into())), false),
            (text(changed("/id_token", Value::Null)), false),
            (good.clone(), false),
            (text(Value::Null), false),
            (Value::Null, false),
            ("text".into(), false),
        ] {
            let store = Arc::new(MemoryStore::default());
            let begun = Session::new(None, Arc::clone(&store), None);
            begun.insert(KEY, value.clone()).await.unwrap();
            begun.insert(SESSION_END, "mistyped").await.unwrap();
            begun.save().await.unwrap();
            let session = Session::new(begun.id(), Arc::clone(&store), None);
            let found = SignedIn::of(&session, &LIFETIMES, Utc::now())
                .await
                .unwrap();
            assert_eq!(found.is_some(), is_read, "{value}");
            let data = [(KEY.to_owned(), value.clone())].into();
            assert_eq!(SignedIn::can_be_read(&data), is_read, "{value}");
            SignedIn::end(&session).await.unwrap();
            let again = Session::new(begun.id(), store, None);
            assert!(again.get_value(KEY).await.unwrap().is_none());
        }
    }
}
