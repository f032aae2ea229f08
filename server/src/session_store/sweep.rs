//! The end of sessions by time, and of used attempts: in small steps, so that logins can write in between.

use super::{AgentSessions, error::StoreError, life::Life, seal::Column};
use proconnect::web::{AuditAction, EndedSession, Lapse};
use std::time::Duration;
use tokio::time::sleep;

/// Pause between two steps, for other writers.
const PAUSE: Duration = Duration::from_millis(5);

impl AgentSessions {
    /// Deletes the expired sessions and the used attempts that have expired, and returns their disk
    /// space. Returns the number of sessions. Several replicas may do so at once.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let mut deleted = 0;
        loop {
            let purged = self.rows.purge(&self.environment, self.now()).await?;
            for (session, sealed_life) in purged.sessions {
                deleted += 1;
                let row = session.reference.as_str().as_bytes();
                let life = self.seal.open(row, Column::Life, &sealed_life);
                let life = life.and_then(|life| Life::from_bytes(&life.text));
                self.record_expiry(session, life);
            }
            if purged.is_done {
                return Ok(deleted);
            }
            sleep(PAUSE).await;
        }
    }

    /// A life that cannot be read belongs to another environment: nothing is known of its end.
    fn record_expiry(&self, session: EndedSession, life: Option<Life>) {
        if let Some(life) = life {
            let lapse = life.lapse(self.now(), &self.lifetimes);
            self.record(AuditAction::SessionExpired(lapse), session);
        }
    }
}

impl Life {
    /// The lifetime that ended first.
    fn lapse(&self, now: i64, lifetimes: &proconnect::web::SessionLifetimes) -> Lapse {
        if self.end(now, lifetimes) >= self.absolute(now, lifetimes) {
            Lapse::Absolute
        } else {
            Lapse::Idle
        }
    }
}
