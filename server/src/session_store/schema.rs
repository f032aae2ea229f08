//! The table of sessions.

use super::error::{StoreError, is_busy};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Time that the first connection waits for another process that prepares the same file.
const PATIENCE: Duration = Duration::from_secs(5);

/// A table with rowids: without them, SQLite would keep records of this size in pages of their
/// own. `purge_at` only serves the sweep; the seals hold what decides.
const TABLE: &str = "CREATE TABLE sessions (
    id_hash BLOB NOT NULL PRIMARY KEY,
    sealed_record BLOB NOT NULL,
    sealed_life BLOB NOT NULL,
    browser_hash BLOB,
    purge_at INTEGER NOT NULL
) STRICT";

const INDEXES: &str = "
    CREATE INDEX sessions_by_purge ON sessions (purge_at);
    CREATE INDEX sessions_by_browser ON sessions (browser_hash) WHERE browser_hash IS NOT NULL";

/// Connects alone, so that no two connections turn the journal at once; makes the table, or
/// replaces the one of an earlier version. Gives the connection.
pub async fn prepare(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let options = in_our_ways(options);
    let began = Instant::now();
    loop {
        match try_to_prepare(&options).await {
            // The change of journal does not wait for locks as other statements do.
            Err(StoreError::Database(error)) if is_busy(&error) && began.elapsed() < PATIENCE => {
                sleep(Duration::from_millis(20)).await;
            }
            done => return done,
        }
    }
}

/// Connects to a file that was put in place of another under the server, if it holds the table.
/// Gives the connection.
pub async fn verify(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let found = table(&mut connection).await?;
    connection.close().await?;
    if found.as_deref() != Some(TABLE) {
        return Err(StoreError::ForeignTable);
    }
    // A backup may have another journal.
    Ok(SqliteConnection::connect_with(&in_our_ways(options)).await?)
}

fn in_our_ways(options: &SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .clone()
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .journal_mode(SqliteJournalMode::Wal)
}

async fn try_to_prepare(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let replaced = match table(&mut transaction).await?.as_deref() {
        Some(TABLE) => false,
        None => {
            create(&mut transaction).await?;
            false
        }
        // A table of sessions, of an earlier version.
        Some(other) if other.contains("id_hash BLOB") && other.contains("sealed_record BLOB") => {
            sqlx::raw_sql("DROP TABLE sessions")
                .execute(&mut *transaction)
                .await?;
            create(&mut transaction).await?;
            true
        }
        Some(_) => return Err(StoreError::ForeignTable),
    };
    transaction.commit().await?;
    if replaced {
        tracing::warn!("the sessions of an earlier version of this server have ended");
        give_room_back(&mut connection).await;
    }
    Ok(connection)
}

async fn table(connection: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE name = 'sessions'")
        .fetch_optional(connection)
        .await
}

async fn create(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(TABLE).execute(&mut *connection).await?;
    sqlx::raw_sql(INDEXES).execute(connection).await.map(drop)
}

/// A file made before `auto_vacuum` was on never shrinks: it is written anew, once. Not a file that
/// holds other tables too, which may be large.
async fn give_room_back(connection: &mut SqliteConnection) {
    let others = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'sessions'";
    let others: Result<i64, _> = sqlx::query_scalar(others).fetch_one(&mut *connection).await;
    if matches!(others, Ok(0))
        && let Err(error) = sqlx::raw_sql("VACUUM").execute(connection).await
    {
        tracing::warn!(%error, "the file of sessions keeps its size");
    }
}
