//! The store: its rows, its seal and its clock. Its operations are in the files beside.

use super::{
    Environment,
    error::{StoreError, TIMEOUT},
    life::Life,
    record,
    rows::Rows,
    seal::{Column, Seal},
};
use proconnect::{
    Clock,
    web::{CookieKeys, SessionLifetimes, SessionReference},
};
use std::{
    fmt,
    sync::{Arc, atomic::AtomicI64},
};
use tokio::time::timeout;
use tower_sessions::session::Record;

/// The session store. A clone is cheap and shares everything. Times are seconds since 1970.
#[derive(Clone)]
pub struct AgentSessions {
    pub(super) rows: Arc<dyn Rows>,
    pub(super) seal: Arc<Seal>,
    pub(super) lifetimes: SessionLifetimes,
    pub(super) cap: Option<u32>,
    pub(super) clock: Clock,
    pub(super) renews: bool,
    /// When the last renewal failed.
    pub(super) renewal_failed_at: Arc<AtomicI64>,
}

/// The rules of the sessions.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// How long a session lasts.
    pub lifetimes: SessionLifetimes,
    /// Greatest number of sessions of one agent; `None` for any number.
    pub cap: Option<u32>,
}

impl AgentSessions {
    /// The store on these rows.
    pub fn new(
        rows: Arc<dyn Rows>,
        secrets: &CookieKeys,
        environment: &Environment,
        rules: Rules,
        clock: Clock,
    ) -> Self {
        Self {
            rows,
            seal: Arc::new(Seal::new(secrets, environment)),
            lifetimes: rules.lifetimes,
            cap: rules.cap,
            clock,
            renews: true,
            renewal_failed_at: Arc::new(AtomicI64::new(i64::MIN)),
        }
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

    pub(super) fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }

    pub(super) fn seal_record(
        &self,
        reference: &SessionReference,
        record: &Record,
    ) -> Result<Vec<u8>, StoreError> {
        let text = record::text_of(&record.data)?;
        self.seal
            .close(reference.as_str().as_bytes(), Column::Record, &text)
    }

    pub(super) fn seal_life(
        &self,
        reference: &SessionReference,
        life: Life,
    ) -> Result<Vec<u8>, StoreError> {
        let row = reference.as_str().as_bytes();
        self.seal.close(row, Column::Life, &life.to_bytes())
    }
}

/// The outcome of an operation, or [`StoreError::TimedOut`].
pub(super) async fn within<T>(
    operation: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let outcome = timeout(TIMEOUT, operation).await;
    outcome.map_err(|_| StoreError::TimedOut)?
}

impl fmt::Debug for AgentSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentSessions")
            .field("lifetimes", &self.lifetimes)
            .finish_non_exhaustive()
    }
}
