//! Sessions at rest, in SQLite.
//!
//! What `tower-sessions` leaves to its stores is decided here: the id is minted when a session is
//! created, so that none can be fixed beforehand; the table holds a hash of it, so that a copy of
//! the database opens no session; a save never re-creates what a logout deleted; and a session
//! ends after a time without requests and after a time in all, whatever is asked of it.

mod seal;

use async_trait::async_trait;
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use proconnect::{
    clock::Clock,
    web::{SESSION_END, SessionLifetimes},
};
use seal::Seal;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{collections::HashMap, fmt, time::Duration};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Time a request waits for the database, in all its forms.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The idle lifetime is renewed at most this often, so that reading rarely writes.
const RENEWAL_PAUSE: TimeDelta = TimeDelta::minutes(1);

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS sessions (
    id_hash BLOB PRIMARY KEY,
    sealed_record BLOB NOT NULL,
    idle_expiry INTEGER NOT NULL,
    absolute_expiry INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

/// The table of sessions; times are seconds since 1970.
#[derive(Clone)]
pub struct SqliteSessionStore {
    pool: SqlitePool,
    seal: Seal,
    lifetimes: SessionLifetimes,
    clock: Clock,
    renews: bool,
}

impl SqliteSessionStore {
    /// Opens the database, and makes the table if there is none.
    ///
    /// # Errors
    /// When the file cannot be opened or written.
    pub async fn open(
        options: SqliteConnectOptions,
        secret: &Key,
        lifetimes: SessionLifetimes,
        clock: Clock,
    ) -> std::result::Result<Self, sqlx::Error> {
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(TIMEOUT);
        let pool = SqlitePoolOptions::new()
            .min_connections(1)
            .acquire_timeout(TIMEOUT)
            // A base in memory lasts as long as a connection to it.
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        sqlx::query(SCHEMA).execute(&pool).await?;
        Ok(Self {
            pool,
            seal: Seal::new(secret),
            lifetimes,
            clock,
            renews: true,
        })
    }

    /// The same sessions, for requests that are not the agent's doing: a session that they read
    /// ends no later for it.
    #[must_use]
    pub fn without_renewal(&self) -> Self {
        Self {
            renews: false,
            ..self.clone()
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> std::result::Result<(), sqlx::Error> {
        sqlx::query("SELECT 1 FROM sessions LIMIT 1")
            .fetch_optional(&self.pool)
            .await
            .map(drop)
    }

    /// Forgets the sessions that are over.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn delete_expired(&self) -> std::result::Result<u64, sqlx::Error> {
        sqlx::query("DELETE FROM sessions WHERE idle_expiry <= ?1 OR absolute_expiry <= ?1")
            .bind(self.now())
            .execute(&self.pool)
            .await
            .map(|done| done.rows_affected())
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }

    /// Gives the session its idle lifetime again; says when it ends.
    async fn renew(&self, hash: &[u8], idle_expiry: i64) -> Result<i64> {
        let renewed = self.now() + self.lifetimes.idle.num_seconds();
        if !self.renews || renewed - idle_expiry < RENEWAL_PAUSE.num_seconds() {
            return Ok(idle_expiry);
        }
        sqlx::query("UPDATE sessions SET idle_expiry = ?2 WHERE id_hash = ?1")
            .bind(hash)
            .bind(renewed)
            .execute(&self.pool)
            .await
            .map_err(backend)?;
        Ok(renewed)
    }
}

#[async_trait]
impl SessionStore for SqliteSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Whatever id the record bore, the session gets one that nobody has seen.
        record.id = Id::default();
        let (hash, now) = (hash(record.id), self.now());
        let sealed = self
            .seal
            .close(&hash, &serde_json::to_vec(&record.data).map_err(encode)?)?;
        sqlx::query("INSERT INTO sessions VALUES (?1, ?2, ?3, ?4)")
            .bind(hash.as_slice())
            .bind(sealed)
            .bind(now + self.lifetimes.idle.num_seconds())
            .bind(now + self.lifetimes.absolute.num_seconds())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let hash = hash(record.id);
        let sealed = self
            .seal
            .close(&hash, &serde_json::to_vec(&record.data).map_err(encode)?)?;
        // An update only: a request that outlives a logout must not bring the session back.
        sqlx::query("UPDATE sessions SET sealed_record = ?2 WHERE id_hash = ?1")
            .bind(hash.as_slice())
            .bind(sealed)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let hash = hash(*id);
        let row: Option<(Vec<u8>, i64, i64)> = sqlx::query_as(
            "SELECT sealed_record, idle_expiry, absolute_expiry FROM sessions
             WHERE id_hash = ?1 AND idle_expiry > ?2 AND absolute_expiry > ?2",
        )
        .bind(hash.as_slice())
        .bind(self.now())
        .fetch_optional(&self.pool)
        .await
        .map_err(backend)?;
        let Some((sealed, idle_expiry, absolute_expiry)) = row else {
            return Ok(None);
        };
        // Sealed with another secret, or written by another version: no session of ours.
        let data: Option<HashMap<String, Value>> = self
            .seal
            .open(&hash, &sealed)
            .and_then(|json| serde_json::from_slice(&json).ok());
        let Some(mut data) = data else {
            return Ok(None);
        };
        let idle_expiry = self.renew(&hash, idle_expiry).await?;
        data.insert(
            SESSION_END.to_owned(),
            idle_expiry.min(absolute_expiry).into(),
        );
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE id_hash = ?1")
            .bind(hash(*id).as_slice())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(backend)
    }
}

impl fmt::Debug for SqliteSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSessionStore")
            .field("lifetimes", &self.lifetimes)
            .finish_non_exhaustive()
    }
}

fn hash(id: Id) -> [u8; 32] {
    Sha256::digest(id.0.to_le_bytes()).into()
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

fn encode(error: serde_json::Error) -> Error {
    Error::Encode(error.to_string())
}

#[cfg(test)]
mod tests;
