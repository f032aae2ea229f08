//! Connections to `PostgreSQL`.

use super::{error::DatabaseError, limits::TIMEOUT};
use sqlx::{
    Connection, PgConnection, PgPool,
    migrate::{AppliedMigration, Migrate, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// Greatest number of connections of one replica. A server accepts 100 by default, from all its clients.
const CONNECTIONS: u32 = 10;

/// A connection is closed after this time without use.
const IDLE: Duration = Duration::from_secs(300);

/// Longest time to wait, at boot, for a server that starts at the same moment.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server gives up a statement that nobody waits for any longer.
const LIMITS: [&str; 3] = [
    "SET statement_timeout = '5s'",
    "SET lock_timeout = '2s'",
    "SET idle_in_transaction_session_timeout = '10s'",
];

/// Connects, and applies the migrations under a lock of the database, unless all of them are applied: a role that
/// may create no table then serves too. The first connection has no limits of
/// time: a migration may take long, or wait for another replica's.
pub async fn open(
    options: PgConnectOptions,
    migrations: &Migrator,
) -> Result<PgPool, DatabaseError> {
    let options = options.application_name(env!("CARGO_PKG_NAME"));
    let mut first = connect(&options).await?;
    if !are_applied(&mut first, migrations).await {
        migrations.run_direct(&mut first).await?;
    }
    let _ = first.close().await;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(TIMEOUT)
        .idle_timeout(IDLE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                for limit in LIMITS {
                    sqlx::query(limit).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        // A connection whose server no longer answers is closed: the check of `sqlx` after this one has no
        // limit of time.
        .after_release(|connection, _| {
            Box::pin(async move {
                let answered = timeout(TIMEOUT, connection.ping()).await;
                answered
                    .unwrap_or(Err(sqlx::Error::PoolTimedOut))
                    .map(|()| true)
            })
        });
    Ok(pool.connect_with(options).await?)
}

/// Whether every migration is applied as it is. `sqlx` would ask for the right to create a table all the same.
pub async fn are_applied(connection: &mut PgConnection, migrations: &Migrator) -> bool {
    let Ok(None) = connection.dirty_version().await else {
        return false;
    };
    let Ok(applied) = connection.list_applied_migrations().await else {
        return false;
    };
    migrations.iter().all(|migration| {
        let is_it = |known: &AppliedMigration| {
            known.version == migration.version && known.checksum == migration.checksum
        };
        applied.iter().any(is_it)
    })
}

/// The tables of the schema, quoted, and whether this role may read and write each.
const TABLES: &str = "SELECT format('%I', tablename),
        has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'INSERT')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'DELETE')
    FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_sqlx_migrations'";

/// Checks that this role may read and write every table. Deletes no row.
pub async fn try_tables(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    let tables: Vec<(String, bool)> = sqlx::query_as(TABLES).fetch_all(&mut *connection).await?;
    if let Some((table, _)) = tables.iter().find(|(_, is_open)| !is_open) {
        return Err(DatabaseError::NotAllowed(table.clone()));
    }
    for (table, _) in &tables {
        // A server that only reads, as a replica of a database does, refuses it.
        let nothing = format!("DELETE FROM {table} WHERE false");
        sqlx::query(&nothing).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Connects, and tries again while nothing listens or the server is starting.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection, DatabaseError> {
    let began = Instant::now();
    loop {
        let connected = timeout(PATIENCE, PgConnection::connect_with(options)).await;
        match connected.map_err(|_| DatabaseError::TimedOut)? {
            Err(error) if may_pass(&error) && began.elapsed() < PATIENCE => {
                tracing::warn!(%error, "the database does not answer: the server tries again");
                sleep(Duration::from_secs(1)).await;
            }
            connected => return Ok(connected?),
        }
    }
}

/// True for a server that is not there yet (57P03: it is starting).
fn may_pass(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().as_deref() == Some("57P03"),
        _ => false,
    }
}
