//! Deletes expired sessions in small batches, so that logins can write in between.

use super::{SqliteSessionStore, error::StoreError};
use sqlx::SqlitePool;
use std::time::Duration;
use tokio::time::sleep;

/// Rows deleted, or pages freed, under one lock.
const BATCH: i64 = 500;

/// Pause between two batches, for other writers.
const PAUSE: Duration = Duration::from_millis(5);

impl SqliteSessionStore {
    /// Deletes the expired sessions, and returns their disk space. Returns their number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let mut deleted = 0;
        loop {
            // Taken anew for each batch: the files may be replaced meanwhile.
            let connections = self.database.connections().await?;
            let batch = sqlx::query(
                "DELETE FROM sessions WHERE rowid IN
                 (SELECT rowid FROM sessions WHERE purge_at <= ?1 ORDER BY purge_at LIMIT ?2)",
            )
            .bind(self.now())
            .bind(BATCH)
            .execute(&connections.writer)
            .await?
            .rows_affected();
            deleted += batch;
            if batch < BATCH.unsigned_abs() {
                shrink(&connections.writer).await?;
                return Ok(deleted);
            }
            sleep(PAUSE).await;
        }
    }
}

/// Frees the unused pages, then truncates the write-ahead log.
async fn shrink(writer: &SqlitePool) -> Result<(), StoreError> {
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
        .await?;
    Ok(())
}
