//! Checks that the store can be written.

use super::{
    database::{self, Database, TIMEOUT},
    error::StoreError,
};
use sqlx::SqlitePool;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

/// How long an answer is reused. Anyone may call `/readyz`, and each probe writes to the disk.
const PAUSE: Duration = Duration::from_secs(1);

/// The result of a probe.
pub type Answer = Result<(), Arc<StoreError>>;

/// The last answer and its time.
#[derive(Default)]
pub struct Probe(Mutex<Option<(Instant, Answer)>>);

impl Probe {
    /// Returns an answer that is at most a second old.
    pub async fn ask(&self, database: &Database) -> Answer {
        let mut last = self.0.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < PAUSE
        {
            return answer.clone();
        }
        let answer = probe(database).await.map_err(Arc::new);
        if let Err(error) = &answer {
            tracing::debug!(%error, "the session store cannot be written");
        }
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

async fn probe(database: &Database) -> Result<(), StoreError> {
    let connections = database.connections().await?;
    timeout(TIMEOUT + TIMEOUT, write(&connections.writer))
        .await
        .map_err(|_| StoreError::TimedOut)?
}

/// Writes a row of a session's size and deletes it in the same transaction: this needs the same
/// table and disk space as a login.
pub async fn write(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = database::begin(writer).await?;
    let table = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sessions'";
    let tables: i64 = sqlx::query_scalar(table)
        .fetch_one(&mut *transaction)
        .await?;
    if tables == 0 {
        return Err(StoreError::ForeignTable);
    }
    sqlx::query(
        "INSERT INTO sessions VALUES (zeroblob(32), zeroblob(2048), zeroblob(64), NULL, 0)",
    )
    .execute(&mut *transaction)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE id_hash = zeroblob(32)")
        .execute(&mut *transaction)
        .await?;
    database::commit(transaction).await?;
    Ok(())
}
