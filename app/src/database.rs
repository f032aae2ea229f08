//! The database: SQLite, or `PostgreSQL`, by the same statements.
//!
//! ```no_run
//! # use app::{database::{Database, DatabaseError}, on_pool};
//! # async fn titles(database: &Database, organisation: &str) -> Result<Vec<String>, DatabaseError> {
//! let titles: Vec<String> = on_pool!(database.reader().await?, pool =>
//!     sqlx::query_scalar("SELECT title FROM requests WHERE organisation = $1")
//!         .bind(organisation)
//!         .fetch_all(&pool)
//!         .await)?;
//! # Ok(titles)
//! # }
//! ```
//!
//! A statement is written once, with `$1` for its first value. It runs on both databases if its types are
//! `TEXT`, `BIGINT`, `BOOLEAN`, `BYTEA`, `TIMESTAMPTZ` and `UUID`. The migrations are in
//! `server/migrations`.

mod error;
mod limits;
mod postgres;
mod sqlite;
mod transaction;
mod url;

pub use error::DatabaseError;
pub use limits::TIMEOUT;
pub use sqlite::Turn;
pub use transaction::Transaction;
pub use url::DatabaseUrl;

use sqlx::{PgPool, SqlitePool, migrate::Migrator};
use std::sync::Arc;

/// The database. A clone is cheap and shares the connections.
#[derive(Clone)]
pub enum Database {
    /// One file of this machine.
    Sqlite(Arc<sqlite::Sqlite>),
    /// A server that any number of replicas share.
    Postgres(PgPool),
}

/// The connections for a statement.
pub enum Pool {
    /// To SQLite.
    Sqlite(SqlitePool),
    /// To `PostgreSQL`.
    Postgres(PgPool),
}

/// Runs an expression with the pool of either database: `on_pool!(database.reader().await?, pool => …)`.
#[macro_export]
macro_rules! on_pool {
    ($pool:expr, $name:ident => $body:expr) => {
        match $pool {
            $crate::database::Pool::Sqlite($name) => $body,
            $crate::database::Pool::Postgres($name) => $body,
        }
    };
}

/// Runs an expression with the connection of a transaction on either database:
/// `in_transaction!(transaction, connection => …)`.
#[macro_export]
macro_rules! in_transaction {
    ($transaction:expr, $name:ident => $body:expr) => {
        match &mut $transaction {
            $crate::database::Transaction::Sqlite(connection) => {
                let $name = &mut **connection;
                $body
            }
            $crate::database::Transaction::Postgres(connection) => {
                let $name = &mut **connection;
                $body
            }
        }
    };
}

impl Database {
    /// Opens the database, creates the file of SQLite if it is missing, applies the migrations that were
    /// not applied yet, and writes once to check that it can. Of several servers that start at once, one
    /// applies the migrations and the others wait.
    ///
    /// # Errors
    /// When the database cannot be reached or written, or a migration fails.
    pub async fn open(
        url: &DatabaseUrl,
        migrations: &'static Migrator,
    ) -> Result<Self, DatabaseError> {
        match url {
            DatabaseUrl::Sqlite(options) => {
                let sqlite = sqlite::Sqlite::open((**options).clone(), migrations).await?;
                Ok(Self::Sqlite(Arc::new(sqlite)))
            }
            DatabaseUrl::Postgres(options) => {
                let pool = postgres::open((**options).clone(), migrations).await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// The connections for statements that only read. In SQLite they never wait for the writer.
    ///
    /// # Errors
    /// When the file of SQLite is gone or was replaced.
    pub async fn reader(&self) -> Result<Pool, DatabaseError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Pool::Sqlite(sqlite.connections().await?.readers.clone()),
            Self::Postgres(pool) => Pool::Postgres(pool.clone()),
        })
    }

    /// The connections for statements that write.
    ///
    /// # Errors
    /// As [`Self::reader`].
    pub async fn writer(&self) -> Result<Pool, DatabaseError> {
        Ok(match self {
            Self::Sqlite(sqlite) => Pool::Sqlite(sqlite.connections().await?.writer.clone()),
            Self::Postgres(pool) => Pool::Postgres(pool.clone()),
        })
    }

    /// The connections for deletes that are done again after a power cut: in SQLite, their commits do not wait
    /// for the disk, and no request writes until the turn is dropped.
    ///
    /// # Errors
    /// As [`Self::reader`], and when the writer is not free in time.
    pub async fn purger(&self) -> Result<(Pool, Option<Turn>), DatabaseError> {
        Ok(match self {
            Self::Sqlite(sqlite) => {
                let (pool, turn) = sqlite.purger().await?;
                (Pool::Sqlite(pool), Some(turn))
            }
            Self::Postgres(pool) => (Pool::Postgres(pool.clone()), None),
        })
    }

    /// Begins a transaction. Without [`Transaction::commit`], it is rolled back.
    ///
    /// # Errors
    /// When no connection is free in time, or the database does not answer.
    pub async fn begin(&self) -> Result<Transaction, DatabaseError> {
        match self {
            Self::Sqlite(sqlite) => {
                Transaction::of_sqlite(&sqlite.connections().await?.writer).await
            }
            Self::Postgres(pool) => Ok(Transaction::Postgres(pool.begin().await?)),
        }
    }

    /// Returns the disk space of deleted rows, some pages at a time, so that requests can write in between.
    /// `PostgreSQL` does so by itself.
    ///
    /// # Errors
    /// As [`Self::reader`].
    pub async fn shrink(&self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.shrink().await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Closes the connections, and waits until they are closed.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
