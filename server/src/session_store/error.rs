//! Failures of the store.

use app::database::DatabaseError;
use std::{sync::Arc, time::Duration};

/// Longest time that a request waits for the store.
pub const TIMEOUT: Duration = app::database::TIMEOUT;

/// Why the store failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("{0}")]
    Database(Arc<DatabaseError>),
    /// Redis, or Valkey.
    #[error("{0}")]
    Redis(Arc<redis::RedisError>),
    /// This Redis deletes sessions when its memory is full.
    #[error(
        "the policy maxmemory-policy is {0}: this Redis deletes sessions when its memory is full; set noeviction"
    )]
    Evicts(String),
    /// No answer in time.
    #[error("the session store does not answer in time")]
    TimedOut,
    /// A record cannot be sealed.
    #[error("{0}")]
    Record(String),
}

impl StoreError {
    /// The reason in a few words, without a path or a host: `/readyz` shows it to anyone.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Database(error) => error.reason(),
            Self::Redis(_) => "it cannot be written",
            Self::Evicts(_) => "it deletes sessions when its memory is full",
            Self::TimedOut => "it does not answer in time",
            Self::Record(_) => "a record cannot be sealed",
        }
    }
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        DatabaseError::from(error).into()
    }
}

impl From<redis::RedisError> for StoreError {
    fn from(error: redis::RedisError) -> Self {
        Self::Redis(Arc::new(error))
    }
}

impl From<StoreError> for tower_sessions::session_store::Error {
    fn from(error: StoreError) -> Self {
        Self::Backend(error.to_string())
    }
}
