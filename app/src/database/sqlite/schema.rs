//! The state of the file when it is opened: its journal, and the migrations that it has.

use crate::database::error::{DatabaseError, is_busy};
use sqlx::{
    Connection, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Longest time to wait for another process that prepares the same file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Tries to open a file until no other process has it locked. `busy_timeout` does not apply to a change of journal mode,
/// nor to the first connection after the last one of another process was closed.
pub async fn while_busy<T>(
    open: impl AsyncFn() -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let began = Instant::now();
    loop {
        match open().await {
            Err(DatabaseError::Database(error))
                if is_busy(&error) && began.elapsed() < PATIENCE =>
            {
                sleep(Duration::from_millis(20)).await;
            }
            done => return done,
        }
    }
}

/// Opens a file that replaced the previous one under a running server. It must have the migrations.
pub async fn verify(
    options: &SqliteConnectOptions,
    migrations: &Migrator,
) -> Result<SqliteConnection, DatabaseError> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let table = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'";
    let tables: i64 = sqlx::query_scalar(table).fetch_one(&mut connection).await?;
    let mut found = 0;
    if tables > 0 {
        let applied = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations WHERE success");
        found = applied.fetch_one(&mut connection).await?;
    }
    connection.close().await?;
    if usize::try_from(found).unwrap_or(0) < migrations.iter().count() {
        return Err(DatabaseError::TableMissing);
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

/// Applies the migrations that are missing, in one transaction, which holds the write lock: another process finds all of
/// them or none. Returns the connection. No other connection may be open: the journal mode cannot be changed by two at
/// once.
pub async fn prepare(
    options: &SqliteConnectOptions,
    migrations: &Migrator,
) -> Result<SqliteConnection, DatabaseError> {
    let mut connection = SqliteConnection::connect_with(&in_our_ways(options)).await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    migrations.run_direct(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(connection)
}
