//! The settings of the cookies and of the sessions.

use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;

/// The secrets of the application: one, and two during a rotation.
#[derive(Clone)]
pub struct CookieKeys {
    /// Seals, and opens.
    pub current: Key,
    /// Opens what was sealed before the rotation, and seals nothing.
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

/// How long a session lasts. The store ends it, the pages announce it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// Without any request.
    pub idle: TimeDelta,
    /// In all, whatever the agent does.
    pub absolute: TimeDelta,
}
