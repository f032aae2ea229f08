//! The purge, in steps that are short enough for logins to write in between.

use super::columns::session;
use crate::session_store::{error::StoreError, rows::Purged};
use app::{database::Database, on_pool};

/// Rows deleted under one lock. A request that writes waits for a whole step: for the lock of SQLite, which writes
/// each changed page whole, or for the log of `PostgreSQL`.
fn batch(database: &Database) -> i64 {
    match database {
        Database::Sqlite(_) => 25,
        Database::Postgres(_) => 100,
    }
}

/// Time in seconds for which an expired session of another environment is left to its own replicas, which record
/// its end in their audit trail.
const LEFT_TO_OTHERS: i64 = 86400;

/// As [`Rows::purge`](crate::session_store::Rows::purge).
pub async fn purge(database: &Database, environment: &str, now: i64) -> Result<Purged, StoreError> {
    let batch = batch(database);
    let (pool, turn) = database.purger().await?;
    let sessions: Vec<(String, String, Vec<u8>)> = on_pool!(pool, pool =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE reference IN (
                SELECT reference FROM agent_sessions
                WHERE purge_at <= $1 AND (environment IN ($3, '') OR purge_at <= $4)
                ORDER BY purge_at LIMIT $2)
             RETURNING reference, agent_hash, sealed_life")
            .bind(now)
            .bind(batch)
            .bind(environment)
            .bind(now - LEFT_TO_OTHERS)
            .fetch_all(&pool)
            .await)?;
    drop(turn);
    let (pool, turn) = database.purger().await?;
    let attempts = on_pool!(pool, pool =>
        sqlx::query(
            "DELETE FROM used_login_attempts WHERE attempt_id IN (
                SELECT attempt_id FROM used_login_attempts WHERE purge_at <= $1 LIMIT $2)")
            .bind(now)
            .bind(batch)
            .execute(&pool)
            .await
            .map(|done| done.rows_affected()))?;
    drop(turn);
    let most = u64::try_from(sessions.len()).unwrap_or(0).max(attempts);
    let is_done = most < batch.unsigned_abs();
    if is_done {
        database.shrink().await?;
    }
    let read = |(reference, agent, life)| Some((session((reference, agent))?, life));
    let sessions = sessions.into_iter().filter_map(read).collect();
    Ok(Purged { sessions, is_done })
}
