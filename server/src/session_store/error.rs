//! The reasons for which the store is out of order.

use std::{io, path::PathBuf};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused.
    #[error("{0}")]
    Database(#[from] sqlx::Error),
    /// The file cannot be created or protected.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, io::Error),
    /// The path holds no file any more. The server makes none: it would be empty.
    #[error("the database file is gone; put it back, or restart the server to begin with none")]
    Gone,
    /// The path holds another file, or SQLite's own files beside it are others.
    #[error("the database files were replaced and cannot be opened yet")]
    Replaced,
    /// The table is missing under a running server, or is not this application's.
    #[error("the table `sessions` is missing or is not this application's")]
    ForeignTable,
    /// No answer in time.
    #[error("the database does not answer in time")]
    TimedOut,
}

impl StoreError {
    /// The reason in a few words, without a path: anybody may read them.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Database(_) => "the database refuses to be written",
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

/// Whether another connection is in the way.
pub fn is_busy(error: &sqlx::Error) -> bool {
    // Extended codes hold the primary one in their last byte: SQLITE_BUSY, SQLITE_LOCKED.
    error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
