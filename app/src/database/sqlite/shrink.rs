//! The disk space of deleted rows.

use super::{
    Sqlite,
    connections::{Connections, TRUNCATE},
};
use crate::database::error::DatabaseError;
use sqlx::SqlitePool;
use std::time::Duration;
use tokio::time::sleep;

/// Pages freed under one lock: each moves another page of the file.
const BATCH: i64 = 25;

/// Pause between two batches.
const PAUSE: Duration = Duration::from_millis(5);

impl Sqlite {
    /// Frees the unused pages of the file, then cuts the log to nothing: no deleted row stays in it.
    pub(in crate::database) async fn shrink(&self) -> Result<(), DatabaseError> {
        let connections = self.connections().await?;
        free_pages(&connections).await?;
        Ok(connections.begin_log_anew(TRUNCATE).await?)
    }
}

async fn free_pages(connections: &Connections) -> Result<(), sqlx::Error> {
    let mut free = unused(&connections.readers).await?;
    while free > 0 {
        let (purger, turn) = connections.purger().await?;
        sqlx::raw_sql(&format!("PRAGMA incremental_vacuum({BATCH})"))
            .execute(&purger)
            .await?;
        drop(turn);
        let left = unused(&connections.readers).await?;
        if left >= free {
            break;
        }
        free = left;
        sleep(PAUSE).await;
    }
    Ok(())
}

async fn unused(readers: &SqlitePool) -> Result<i64, sqlx::Error> {
    let count = sqlx::query_scalar("PRAGMA freelist_count");
    count.fetch_one(readers).await
}
