//! The table of sessions.

use super::error::{StoreError, is_busy};
use sqlx::{
    Connection, SqliteConnection,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Longest time to wait for another process that prepares the same file.
const PATIENCE: Duration = Duration::from_secs(5);

/// The table has rowids: with `WITHOUT ROWID`, SQLite would move records of this size to overflow pages.
/// `purge_at` only serves the sweep: the sealed columns decide when a session ends.
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

/// Creates the table, or replaces that of an earlier version. Returns the connection. No other
/// connection may be open: the journal mode cannot be changed by two at once.
pub async fn prepare(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let options = in_our_ways(options);
    let began = Instant::now();
    loop {
        match try_to_prepare(&options).await {
            // The change of journal mode fails at once when the file is locked: `busy_timeout` does
            // not apply to it.
            Err(StoreError::Database(error)) if is_busy(&error) && began.elapsed() < PATIENCE => {
                sleep(Duration::from_millis(20)).await;
            }
            done => return done,
        }
    }
}

/// Opens a file that replaced the previous one under a running server. It must hold the table.
pub async fn verify(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let found = table(&mut connection).await?;
    connection.close().await?;
    if found.as_deref() != Some(TABLE) {
        return Err(StoreError::ForeignTable);
    }
    // A restored backup may have another journal mode.
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
        // The table of an earlier version.
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

/// Rewrites the file, once: a file created before `auto_vacuum` never shrinks. A file that holds
/// other tables may be large and is left as it is.
async fn give_room_back(connection: &mut SqliteConnection) {
    let others = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name <> 'sessions'";
    let others: Result<i64, _> = sqlx::query_scalar(others).fetch_one(&mut *connection).await;
    if matches!(others, Ok(0))
        && let Err(error) = sqlx::raw_sql("VACUUM").execute(connection).await
    {
        tracing::warn!(%error, "the session file cannot be compacted");
    }
}
