//! The used login attempts, which all replicas share.

use super::{AgentSessions, registry::unavailable, store::within};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use proconnect::{Outcome, UsedAttempts, error::SessionError};

impl AgentSessions {
    /// The name of an attempt among those of all environments in the store.
    pub(super) fn attempt(&self, id: &str) -> String {
        format!("{}:{id}", self.environment)
    }
}

#[async_trait]
impl UsedAttempts for AgentSessions {
    async fn begin(
        &self,
        attempt_id: &str,
        now: DateTime<Utc>,
        forget_at: DateTime<Utc>,
    ) -> Result<bool, SessionError> {
        let (now, forget_at) = (now.timestamp(), forget_at.timestamp());
        let id = self.attempt(attempt_id);
        let used = self.rows.use_attempt(&id, now, forget_at);
        within("use_attempt", used).await.map_err(unavailable)
    }

    async fn end(&self, attempt_id: &str, outcome: Outcome) {
        let id = self.attempt(attempt_id);
        let ended = within("end_attempt", self.rows.end_attempt(&id, outcome)).await;
        // Another response to the same attempt waits in vain.
        let _ = ended.map_err(unavailable);
    }

    async fn outcome(&self, attempt_id: &str) -> Option<Outcome> {
        let id = self.attempt(attempt_id);
        let outcome = within("attempt", self.rows.attempt(&id)).await;
        outcome.map_err(unavailable).ok().flatten()
    }
}
