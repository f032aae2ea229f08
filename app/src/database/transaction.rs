//! A transaction on either database.

use super::error::DatabaseError;
use sqlx::{Postgres, Sqlite, SqlitePool, pool::PoolConnection};

/// A transaction. It is rolled back when it is dropped without [`Self::commit`].
pub enum Transaction {
    /// On SQLite. The transactions of `sqlx` are not used: after a commit that fails because the disk is
    /// full, their depth counter stays wrong. The pool rolls back what is left open.
    Sqlite(PoolConnection<Sqlite>),
    /// On `PostgreSQL`.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    /// Holds the write lock from the start, so that two writers cannot read the same state.
    pub(super) async fn of_sqlite(writer: &SqlitePool) -> Result<Self, DatabaseError> {
        let mut connection = writer.acquire().await?;
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut *connection)
            .await?;
        Ok(Self::Sqlite(connection))
    }

    /// Lets no other transaction with the same key run until this one ends. SQLite has one writer at a
    /// time anyway.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lock(&mut self, key: &str) -> Result<(), DatabaseError> {
        if let Self::Postgres(connection) = self {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(key)
                .execute(&mut **connection)
                .await?;
        }
        Ok(())
    }

    /// The end of a statement that keeps the rows of `agents` which it reads from other transactions until this one
    /// ends. SQLite has no such words, and one writer at a time anyway.
    #[must_use]
    pub fn for_update_of_agents(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres(_) => "FOR NO KEY UPDATE OF agents",
        }
    }

    /// Commits.
    ///
    /// # Errors
    /// When the database does not confirm it: the changes may or may not be there.
    pub async fn commit(self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(mut connection) => {
                sqlx::query("COMMIT").execute(&mut *connection).await?;
            }
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
