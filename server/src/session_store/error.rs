//! Failures of the store.

use std::{io, path::PathBuf};

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// An error of SQLite.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// The file cannot be created or protected.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, io::Error),
    /// The file is gone. The server does not create another: it would be empty.
    #[error("the database file is gone; put it back, or restart the server to begin with none")]
    Gone,
    /// The path holds another file, or the log or its index was replaced.
    #[error("the database files were replaced and cannot be opened yet")]
    Replaced,
    /// The table is missing under a running server, or has another schema.
    #[error("the table `sessions` is missing or is not this application's")]
    ForeignTable,
    /// No answer in time.
    #[error("the database does not answer in time")]
    TimedOut,
}

impl StoreError {
    /// The reason in a few words, without a path: `/readyz` shows it to anyone.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) => "the database cannot be written",
            Self::File(..) => "the database file cannot be used",
            Self::Gone => "the database file is gone: a restart is needed",
            Self::Replaced => "the database files were replaced",
            Self::ForeignTable => "the table of sessions is missing: a restart is needed",
            Self::TimedOut => "the database does not answer in time",
        }
    }
}

impl From<StoreError> for tower_sessions::session_store::Error {
    fn from(error: StoreError) -> Self {
        Self::Backend(error.to_string())
    }
}

/// The error of an operation that the database refused.
pub fn backend(error: sqlx::Error) -> tower_sessions::session_store::Error {
    StoreError::from(error).into()
}

/// True when another connection holds the lock.
pub fn is_busy(error: &sqlx::Error) -> bool {
    // The last byte of an extended code is the primary code: SQLITE_BUSY, SQLITE_LOCKED.
    error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
