//! The settings of the cookies and of the sessions.

use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;

/// The application's keys: one, or two during a rotation.
#[derive(Clone)]
pub struct CookieKeys {
    /// Seals and opens.
    pub current: Key,
    /// Opens texts sealed before the rotation. It never seals.
    pub previous: Option<Key>,
}

impl From<Key> for CookieKeys {
    fn from(current: Key) -> Self {
        Self {
            current,
            previous: None,
        }
    }
}

/// The lifetimes of a session. The store enforces them, and the pages announce them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// Longest time without a request.
    pub idle: TimeDelta,
    /// Longest time in all, whatever the agent does.
    pub absolute: TimeDelta,
}
