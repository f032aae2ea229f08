//! The sessions as lists show them, and their end by somebody else.

use super::{AgentSessions, error::StoreError, store::within};
use async_trait::async_trait;
use proconnect::{
    error::SessionError,
    web::{AgentHash, EndedSession, OpenSession, Selection, SessionRegistry},
};

#[async_trait]
impl SessionRegistry for AgentSessions {
    async fn list(&self, agent: Option<&AgentHash>) -> Result<Vec<OpenSession>, SessionError> {
        let agent = agent.map(AgentHash::as_str);
        let rows = self.rows.list(&self.environment, agent);
        let rows = within("list", rows).await.map_err(unavailable)?;
        let now = self.now();
        let describe = |row| self.describe(row, now);
        let mut sessions: Vec<_> = rows.iter().filter_map(describe).collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.seen_at));
        Ok(sessions)
    }

    async fn end(&self, which: &Selection) -> Result<Vec<EndedSession>, SessionError> {
        let names_one = matches!(which, Selection::One(_) | Selection::OneOf(..));
        let mut ended = Vec::new();
        loop {
            match within("end", self.rows.end(&self.environment, which)).await {
                Ok(batch) => {
                    let is_done = names_one || batch.is_empty();
                    ended.extend(batch);
                    if is_done {
                        return Ok(ended);
                    }
                }
                Err(error) => {
                    name_in_log(&ended);
                    return Err(unavailable(error));
                }
            }
        }
    }
}

/// The caller does not learn of these sessions, and records no end of them.
fn name_in_log(ended: &[EndedSession]) {
    for EndedSession { reference, agent } in ended {
        tracing::warn!(session = %reference, %agent, "a session was ended before the store failed");
    }
}

pub(super) fn unavailable(error: StoreError) -> SessionError {
    tracing::error!(%error, "the session store failed");
    SessionError::Unavailable
}
