//! The purge, in steps that are short enough for logins to write in between.

use super::columns::session;
use crate::session_store::{error::StoreError, rows::Purged};
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

/// As [`Rows::purge`](crate::session_store::Rows::purge).
pub async fn purge(database: &Database, now: i64) -> Result<Purged, StoreError> {
    let sessions: Vec<(String, String, Vec<u8>)> = on_pool!(database.writer().await?, pool =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE reference IN (
                SELECT reference FROM agent_sessions WHERE purge_at <= $1 ORDER BY purge_at LIMIT $2)
             RETURNING reference, agent_hash, sealed_life")
            .bind(now)
            .bind(BATCH)
            .fetch_all(&pool)
            .await)?;
    let attempts = on_pool!(database.writer().await?, pool =>
        sqlx::query(
            "DELETE FROM used_login_attempts WHERE attempt_id IN (
                SELECT attempt_id FROM used_login_attempts WHERE purge_at <= $1 LIMIT $2)")
            .bind(now)
            .bind(BATCH)
            .execute(&pool)
            .await
            .map(|done| done.rows_affected()))?;
    let most = u64::try_from(sessions.len()).unwrap_or(0).max(attempts);
    let is_done = most < BATCH.unsigned_abs();
    if is_done && let Pool::Sqlite(writer) = database.writer().await? {
        shrink(&writer).await?;
    }
    let read = |(reference, agent, life)| Some((session((reference, agent))?, life));
    let sessions = sessions.into_iter().filter_map(read).collect();
    Ok(Purged { sessions, is_done })
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
