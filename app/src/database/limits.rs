//! The limits of time of both databases.

use std::time::Duration;

/// Longest time that a request waits for the database: for a connection, a lock, or an answer.
pub const TIMEOUT: Duration = Duration::from_secs(2);
