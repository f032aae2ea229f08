//! The address of a session store.

use app::database::DatabaseUrl;
use redis::{ConnectionInfo, IntoConnectionInfo};
use std::str::FromStr;

/// The parsed value of `SESSION_STORE_URL`.
#[derive(Debug, Clone)]
pub enum SessionStoreUrl {
    /// `sqlite:` or `postgres:`
    Database(DatabaseUrl),
    /// `redis:`, or `rediss:` over TLS
    Redis(Box<ConnectionInfo>),
}

/// The text is not the address of a session store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address of a session store begins with sqlite:, postgres://, redis:// or rediss://")]
pub struct InvalidUrl;

impl FromStr for SessionStoreUrl {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        let is_redis = ["redis://", "rediss://", "valkey://", "valkeys://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if is_redis {
            let place = text.into_connection_info().map_err(|_| InvalidUrl)?;
            return Ok(Self::Redis(Box::new(place)));
        }
        text.parse().map(Self::Database).map_err(|_| InvalidUrl)
    }
}

impl SessionStoreUrl {
    /// The place of the store, without a password.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Database(url) => url.place(),
            Self::Redis(info) => format!("redis://{}", info.addr()),
        }
    }
}
