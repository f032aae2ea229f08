//! The renewal of the idle lifetime, by the request that loads the session.

use super::{AgentSessions, error::StoreError, life::Life, rows::Renewal};
use chrono::TimeDelta;
use proconnect::web::{SessionReference, SignedIn};
use std::{sync::atomic::Ordering::Relaxed, time::Duration};
use tokio::time::timeout;
use tower_sessions::session::Record;

/// Longest time a request waits for the renewal. The request then goes on without it.
const RENEWAL_TIMEOUT: Duration = Duration::from_millis(500);

/// Pause after a failed renewal, so that a store that cannot be written delays few requests.
const PAUSE_AFTER_FAILURE: TimeDelta = TimeDelta::seconds(5);

/// A row that was read, and its opened life.
pub struct Read {
    pub reference: SessionReference,
    pub sealed_record: Vec<u8>,
    pub life: Life,
    pub by_previous: bool,
}

impl AgentSessions {
    /// Renews the session if the last renewal is old enough. Returns the times in force. A failure
    /// is logged and does not fail the request.
    pub(super) async fn renew(&self, row: Read, record: &Record) -> Life {
        let now = self.now();
        let Some(renewed) = row.life.renewed(now, &self.lifetimes) else {
            return row.life;
        };
        let failed_at = self.renewal_failed_at.load(Relaxed);
        let just_failed =
            now.abs_diff(failed_at) < PAUSE_AFTER_FAILURE.num_seconds().unsigned_abs();
        // After a rollback, this version may not read the record of a newer one. It keeps the
        // session, without making it last longer.
        if !self.renews || just_failed || !SignedIn::can_be_read(&record.data) {
            return row.life;
        }
        match timeout(RENEWAL_TIMEOUT, self.write_renewal(&row, renewed, record)).await {
            Ok(Ok(())) => renewed,
            failed => {
                let error = match failed {
                    Ok(Err(error)) => error.to_string(),
                    _ => StoreError::TimedOut.to_string(),
                };
                tracing::warn!(error, "a session was read, but cannot be renewed");
                self.renewal_failed_at.store(now, Relaxed);
                row.life
            }
        }
    }

    async fn write_renewal(
        &self,
        row: &Read,
        renewed: Life,
        record: &Record,
    ) -> Result<(), StoreError> {
        let replaced = row.by_previous.then(|| {
            let sealed = self.seal_record(&row.reference, record)?;
            Ok::<_, StoreError>((row.sealed_record.clone(), sealed))
        });
        let renewal = Renewal {
            life: self.seal_life(&row.reference, renewed)?,
            written_at: renewed.seen_at,
            purge_at: renewed.purge_at(),
            record: replaced.transpose()?,
        };
        self.rows.renew(&row.reference, &renewal).await
    }
}
