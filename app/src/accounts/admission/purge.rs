//! The purge of old decisions, of invitations that have expired, and of aliases that serve no more.

use super::Accounts;
use crate::{
    database::{Database, DatabaseError},
    on_pool,
};
use chrono::{DateTime, TimeDelta, Utc};

/// Time for which a decision is kept: the longest that the CNIL recommends for the logs of accesses.
pub const DECISIONS_KEPT: TimeDelta = TimeDelta::days(365);

/// Rows deleted under one lock: a login waits for a whole step.
const BATCH: i64 = 25;

/// The decisions before `$2`.
const DECISIONS: &str = "DELETE FROM access_decisions WHERE id IN (
    SELECT id FROM access_decisions WHERE decided_at <= $2 ORDER BY decided_at LIMIT $1)";

/// The invitations that have expired at `$2`.
const INVITATIONS: &str = "DELETE FROM invitations WHERE (organisation_id, email_key) IN (
    SELECT organisation_id, email_key FROM invitations WHERE expires_at <= $2 ORDER BY expires_at LIMIT $1)";

/// The aliases of agents to whom no organisation is closed at `$2`.
const ALIASES: &str = "DELETE FROM blocked_aliases WHERE (alias, agent_id) IN (
    SELECT alias, agent_id FROM blocked_aliases
    WHERE NOT EXISTS (SELECT 1 FROM memberships
        WHERE memberships.agent_id = blocked_aliases.agent_id AND memberships.blocked_at <= $2)
    LIMIT $1)";

impl Accounts {
    /// Deletes a part of the decisions that are older than [`DECISIONS_KEPT`], of the invitations that have expired,
    /// and of the aliases of agents whose accesses are open again. Returns true when nothing is left to delete.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge(&self) -> Result<bool, DatabaseError> {
        let now = self.clock.now();
        let mut is_done = true;
        for (statement, limit) in [
            (DECISIONS, now - DECISIONS_KEPT),
            (INVITATIONS, now),
            (ALIASES, now),
        ] {
            is_done &= delete(&self.database, statement, limit).await? < BATCH.unsigned_abs();
        }
        Ok(is_done)
    }
}

/// Deletes a batch. Returns the number of rows.
async fn delete(
    database: &Database,
    statement: &str,
    limit: DateTime<Utc>,
) -> Result<u64, DatabaseError> {
    let (pool, _turn) = database.purger().await?;
    Ok(on_pool!(pool, pool =>
        sqlx::query(statement)
            .bind(BATCH)
            .bind(limit)
            .execute(&pool)
            .await?
            .rows_affected()))
}
