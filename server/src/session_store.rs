//! Sessions at rest, in SQLite.
//!
//! `tower-sessions` leaves these decisions to its stores:
//!
//! - An id is generated when its session is created, so that an attacker cannot fix one beforehand.
//! - The table holds a hash of the id, so that a copy of the database opens no session.
//! - A save never restores a session that a logout deleted.
//! - A session ends after a time without requests, and after an absolute time.
//! - A browser has one session.
//! - When the database file is lost or replaced under the server, requests fail: the agent is not
//!   taken for a visitor.

mod browser;
mod database;
mod error;
mod file;
mod life;
mod probe;
mod record;
mod renewal;
mod schema;
mod seal;
mod sweep;
mod transaction;
mod trial;

pub use error::StoreError;

use async_trait::async_trait;
use database::Database;
use life::Life;
use probe::Probe;
use proconnect::{
    Clock,
    config::Config,
    web::{CookieKeys, SESSION_END, SessionLifetimes},
};
use renewal::Row;
use seal::Seal;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    fmt,
    sync::{Arc, atomic::AtomicI64},
};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::Result,
};

/// The issuer and client that sessions are bound to. Sessions of another issuer or client are
/// ignored.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The issuer's identifier.
    pub issuer: String,
    /// The client's identifier.
    pub client_id: String,
}

impl Environment {
    /// Reads both from the configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            issuer: config.issuer.as_str().to_owned(),
            client_id: config.client_id.as_str().to_owned(),
        }
    }
}

/// The session store. Times are seconds since 1970.
#[derive(Clone)]
pub struct SqliteSessionStore {
    database: Arc<Database>,
    seal: Arc<Seal>,
    lifetimes: SessionLifetimes,
    clock: Clock,
    renews: bool,
    probe: Arc<Probe>,
    /// When the last renewal failed.
    renewal_failed_at: Arc<AtomicI64>,
}

impl SqliteSessionStore {
    /// Opens the database, creates the file and the table if they are missing, and writes once to
    /// check that it can.
    ///
    /// # Errors
    /// When the file cannot be opened or written, or holds a table of this name with another
    /// schema.
    pub async fn open(
        options: SqliteConnectOptions,
        secrets: &CookieKeys,
        environment: &Environment,
        lifetimes: SessionLifetimes,
        clock: Clock,
    ) -> std::result::Result<Self, StoreError> {
        Ok(Self {
            database: Arc::new(Database::open(options).await?),
            seal: Arc::new(Seal::new(secrets, environment)),
            lifetimes,
            clock,
            renews: true,
            probe: Arc::default(),
            renewal_failed_at: Arc::new(AtomicI64::new(i64::MIN)),
        })
    }

    /// A view of the store for background requests: loading a session through it does not extend
    /// its idle lifetime.
    #[must_use]
    pub fn without_renewal(&self) -> Self {
        Self {
            renews: false,
            ..self.clone()
        }
    }

    /// Checks that the database can be written. The result may be a second old.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn check(&self) -> std::result::Result<(), Arc<StoreError>> {
        self.probe.ask(&self.database).await
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }
}

#[async_trait]
impl SessionStore for SqliteSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.begin(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // After a login, the layer of `tower-sessions` saves once more the record that was just
        // created.
        if record::is_as_created(record) {
            return Ok(());
        }
        let hash = hash(record.id);
        let sealed = self.seal_record(&hash, record)?;
        // An update, never an insert: a request that ends after a logout must not restore the
        // session.
        sqlx::query("UPDATE sessions SET sealed_record = ?2 WHERE id_hash = ?1")
            .bind(hash.as_slice())
            .bind(sealed)
            .execute(&self.database.connections().await?.writer)
            .await
            .map(drop)
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let hash = hash(*id);
        let connections = self.database.connections().await?;
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT sealed_record, sealed_life FROM sessions WHERE id_hash = ?1")
                .bind(hash.as_slice())
                .fetch_optional(&connections.readers)
                .await
                .map_err(backend)?;
        let Some((sealed_record, sealed_life)) = row else {
            return Ok(None);
        };
        let Some((data, life, by_previous)) = self.unseal(&hash, &sealed_record, &sealed_life)
        else {
            tracing::info!(
                "session ignored: it was sealed with another secret, or for another issuer, client or version"
            );
            return Ok(None);
        };
        if life.end(self.now(), &self.lifetimes) <= self.now() {
            return Ok(None);
        }
        let mut record = Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let row = Row {
            hash,
            sealed_record,
            life,
            by_previous,
        };
        let life = self.renew(&row, &record).await;
        let end = life.end(self.now(), &self.lifetimes);
        record.data.insert(SESSION_END.to_owned(), end.into());
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE id_hash = ?1")
            .bind(hash(*id).as_slice())
            .execute(&self.database.connections().await?.writer)
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

fn backend(error: sqlx::Error) -> tower_sessions::session_store::Error {
    StoreError::from(error).into()
}

#[cfg(test)]
mod tests;
