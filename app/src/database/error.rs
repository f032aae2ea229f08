//! Failures of the database.

use std::{io, path::PathBuf};

/// Why the database failed.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// An error of the database.
    #[error("{0}")]
    Database(sqlx::Error),
    /// A migration cannot be applied, or differs from the one that was applied.
    #[error(
        "a migration of server/migrations cannot be applied (an account that owns the schema applies them, with \
         `server migrate`): {0}"
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The role may not read and write this table.
    #[error("the role lacks SELECT, INSERT, UPDATE or DELETE on the table {0}")]
    NotAllowed(String),
    /// The file cannot be created or protected.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, io::Error),
    /// The file is gone. The server does not create another: it would be empty.
    #[error("the database file is gone; put it back, or restart the server to begin with none")]
    Gone,
    /// The path holds another file, or the log or its index was replaced.
    #[error("the database files were replaced and cannot be opened yet")]
    Replaced,
    /// A table is missing, although its migration was applied.
    #[error("a table is missing: restore the database from a backup")]
    TableMissing,
    /// No answer in time.
    #[error("the database does not answer in time")]
    TimedOut,
}

impl DatabaseError {
    /// The reason in a few words, without a path or a host: `/readyz` shows it to anyone.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) => "it cannot be written",
            Self::Migration(_) => "its migrations cannot be applied",
            Self::NotAllowed(_) => "its tables are not open to this role",
            Self::File(..) => "its file cannot be used",
            Self::Gone => "its file is gone: a restart is needed",
            Self::Replaced => "its files were replaced",
            Self::TableMissing => "a table is missing",
            Self::TimedOut => "it does not answer in time",
        }
    }

    /// True when a row with the same key exists already.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else {
            return false;
        };
        error.is_unique_violation()
    }
}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::TimedOut,
            error if lacks_a_table(&error) => Self::TableMissing,
            error => Self::Database(error),
        }
    }
}

fn lacks_a_table(error: &sqlx::Error) -> bool {
    let Some(error) = error.as_database_error() else {
        return false;
    };
    // `PostgreSQL` has a code for it, SQLite a sentence.
    error.code().as_deref() == Some("42P01") || error.message().starts_with("no such table")
}

/// True when another connection to SQLite holds the lock.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    // The last byte of an extended code is the primary code: SQLITE_BUSY, SQLITE_LOCKED.
    error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
