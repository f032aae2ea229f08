//! The purge, in steps that are short enough for logins to write in between.

use super::{Purged, StoreError};
use app::{
    database::{Database, Pool},
    on_pool,
};
use sqlx::SqlitePool;
use std::time::Duration;
use tokio::time::sleep;

/// Rows deleted, or pages freed, under one lock. A request that writes waits for a whole step: for the lock of
/// SQLite, for the log of `PostgreSQL`.
const BATCH: i64 = 100;

/// Pause between two batches of pages.
const PAUSE: Duration = Duration::from_millis(5);

/// As [`Rows::purge`](super::Rows::purge).
pub async fn purge(database: &Database, now: i64) -> Result<Purged, StoreError> {
    // Rows that another replica is deleting count for neither: PostgreSQL finds them again, or not.
    let sessions = on_pool!(database.writer().await?, pool =>
        sqlx::query(
            "DELETE FROM agent_sessions WHERE reference IN (
                SELECT reference FROM agent_sessions WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2)")
            .bind(now)
            .bind(BATCH)
            .execute(&pool)
            .await
            .map(|done| done.rows_affected()))?;
    let attempts = on_pool!(database.writer().await?, pool =>
        sqlx::query(
            "DELETE FROM used_login_attempts WHERE attempt_id IN (
                SELECT attempt_id FROM used_login_attempts WHERE purge_at <= $1 LIMIT $2)")
            .bind(now)
            .bind(BATCH)
            .execute(&pool)
            .await
            .map(|done| done.rows_affected()))?;
    let is_done = sessions.max(attempts) < BATCH.unsigned_abs();
    if is_done && let Pool::Sqlite(writer) = database.writer().await? {
        shrink(&writer).await?;
    }
    let count = sessions;
    Ok(Purged { count, is_done })
}

/// Frees the unused pages of the file, then truncates the write-ahead log.
async fn shrink(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    loop {
        let free: i64 = sqlx::query_scalar("PRAGMA freelist_count")
            .fetch_one(writer)
            .await?;
        sqlx::raw_sql(&format!("PRAGMA incremental_vacuum({BATCH})"))
            .execute(writer)
            .await?;
        let left: i64 = sqlx::query_scalar("PRAGMA freelist_count")
            .fetch_one(writer)
            .await?;
        if left == 0 || left >= free {
            break;
        }
        sleep(PAUSE).await;
    }
    sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(writer)
        .await
        .map(drop)
}
