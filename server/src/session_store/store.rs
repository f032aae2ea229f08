//! The store: its database, its seal and its clock. Its operations are in the files beside.

use super::{Environment, database::Database, error::StoreError, probe::Probe, seal::Seal};
use proconnect::{
    Clock,
    web::{CookieKeys, SessionLifetimes},
};
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    fmt,
    sync::{Arc, atomic::AtomicI64},
};
use tower_sessions::session::Id;

/// The session store. Times are seconds since 1970.
#[derive(Clone)]
pub struct SqliteSessionStore {
    pub(super) database: Arc<Database>,
    pub(super) seal: Arc<Seal>,
    pub(super) lifetimes: SessionLifetimes,
    pub(super) clock: Clock,
    pub(super) renews: bool,
    pub(super) probe: Arc<Probe>,
    /// When the last renewal failed.
    pub(super) renewal_failed_at: Arc<AtomicI64>,
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
    ) -> Result<Self, StoreError> {
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
    pub async fn check(&self) -> Result<(), Arc<StoreError>> {
        self.probe.ask(&self.database).await
    }

    pub(super) fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }
}

impl fmt::Debug for SqliteSessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSessionStore")
            .field("lifetimes", &self.lifetimes)
            .finish_non_exhaustive()
    }
}

/// The hash of a session's id, by which its row is found.
pub fn hash(id: Id) -> [u8; 32] {
    Sha256::digest(id.0.to_le_bytes()).into()
}
