//! Deletes expired sessions and used attempts in small steps, so that logins can write in between.

use super::{AgentSessions, error::StoreError};
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
            let purged = self.rows.purge(self.now()).await?;
            deleted += purged.count;
            if purged.is_done {
                return Ok(deleted);
            }
            sleep(PAUSE).await;
        }
    }
}
