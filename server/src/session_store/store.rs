//! The store: its rows, its seal and its clock. Its operations are in the files beside.

use super::{
    Environment,
    error::{StoreError, TIMEOUT},
    life::Life,
    record,
    rows::Rows,
    seal::{Column, Seal},
};
use crate::metrics::observe_store;
use proconnect::{
    Clock,
    web::{
        AuditAction, AuditEvent, AuditSink, CookieKeys, EndedSession, SessionLifetimes,
        SessionReference,
    },
};
use std::time::Instant;
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
    /// The name of the issuer and client: sessions of another one in the same store are left alone.
    pub(super) environment: Arc<str>,
    pub(super) lifetimes: SessionLifetimes,
    pub(super) cap: Option<u32>,
    pub(super) clock: Clock,
    pub(super) renews: bool,
    pub(super) audit: Option<Arc<dyn AuditSink>>,
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
            environment: environment.name().into(),
            lifetimes: rules.lifetimes,
            cap: rules.cap,
            clock,
            renews: true,
            audit: None,
            renewal_failed_at: Arc::new(AtomicI64::new(i64::MIN)),
        }
    }

    /// The same store, which records in this audit trail the sessions that expire, and those that another
    /// login ends.
    #[must_use]
    pub fn with_audit(self, audit: Arc<dyn AuditSink>) -> Self {
        Self {
            audit: Some(audit),
            ..self
        }
    }

    /// Records the end of a session.
    pub(super) fn record(&self, action: AuditAction, ended: EndedSession) {
        if let Some(audit) = &self.audit {
            let EndedSession { reference, agent } = ended;
            let at = self.clock.now();
            audit.record(&AuditEvent::of_session(at, action, agent, reference));
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

/// The outcome of an operation, or [`StoreError::TimedOut`]. The metrics count it under its name.
pub(super) async fn within<T>(
    name: &'static str,
    operation: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let began = Instant::now();
    let outcome = timeout(TIMEOUT, operation).await;
    let outcome = outcome.unwrap_or(Err(StoreError::TimedOut));
    observe_store(name, began.elapsed(), outcome.is_ok());
    outcome
}

impl fmt::Debug for AgentSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentSessions")
            .field("lifetimes", &self.lifetimes)
            .finish_non_exhaustive()
    }
}
