//! The renewal of the idle lifetime, by the request that loads the session.

use super::{
    SqliteSessionStore,
    error::{StoreError, backend},
    life::Life,
    seal::Column,
};
use chrono::TimeDelta;
use proconnect::web::SignedIn;
use std::{sync::atomic::Ordering::Relaxed, time::Duration};
use tokio::time::timeout;
use tower_sessions::{session::Record, session_store::Result};

/// Longest time a request waits for the renewal. The request then goes on without it.
const RENEWAL_TIMEOUT: Duration = Duration::from_millis(500);

/// Pause after a failed renewal, so that a store that cannot be written delays few requests.
const PAUSE_AFTER_FAILURE: TimeDelta = TimeDelta::seconds(5);

/// A row and its opened life.
pub struct Row {
    pub hash: [u8; 32],
    pub sealed_record: Vec<u8>,
    pub life: Life,
    pub by_previous: bool,
}

impl SqliteSessionStore {
    /// Renews the session if the last renewal is old enough. Returns the times in force. A failure
    /// is logged and does not fail the request.
    pub(super) async fn renew(&self, row: &Row, record: &Record) -> Life {
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
        match timeout(RENEWAL_TIMEOUT, self.write_renewal(row, renewed, record)).await {
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

    async fn write_renewal(&self, row: &Row, renewed: Life, record: &Record) -> Result<()> {
        let writer = &self.database.connections().await?.writer;
        let life = renewed.to_bytes();
        let life = self.seal.close(&row.hash, Column::Life, &life)?;
        sqlx::query("UPDATE sessions SET sealed_life = ?2, purge_at = ?3 WHERE id_hash = ?1")
            .bind(row.hash.as_slice())
            .bind(life)
            .bind(renewed.purge_at())
            .execute(writer)
            .await
            .map_err(backend)?;
        if row.by_previous {
            let sealed = self.seal_record(&row.hash, record)?;
            // Unless another request has saved a newer record meanwhile.
            let query = "UPDATE sessions SET sealed_record = ?3
                         WHERE id_hash = ?1 AND sealed_record = ?2";
            sqlx::query(query)
                .bind(row.hash.as_slice())
                .bind(row.sealed_record.as_slice())
                .bind(sealed)
                .execute(writer)
                .await
                .map_err(backend)?;
        }
        Ok(())
    }
}
