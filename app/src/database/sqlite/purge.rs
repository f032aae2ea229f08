//! The turns in which a purge writes.

use super::{Sqlite, connections::Connections};
use crate::database::error::DatabaseError;
use sqlx::{Sqlite as Driver, SqlitePool, pool::PoolConnection};

/// While it lives, no request of this process writes to SQLite: SQLite would let one of them sleep and try again.
pub struct Turn {
    _writer: Option<PoolConnection<Driver>>,
}

impl Sqlite {
    /// The connection of the purge, and its turn.
    pub(in crate::database) async fn purger(&self) -> Result<(SqlitePool, Turn), DatabaseError> {
        Ok(self.connections().await?.purger().await?)
    }
}

impl Connections {
    /// As [`Sqlite::purger`].
    pub(super) async fn purger(&self) -> Result<(SqlitePool, Turn), sqlx::Error> {
        // A database in memory has one connection, which is its own turn.
        let writer = match self.identity {
            Some(_) => Some(self.writer.acquire().await?),
            None => None,
        };
        Ok((self.purger.clone(), Turn { _writer: writer }))
    }
}
