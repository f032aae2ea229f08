//! The write-ahead log, copied into the database beside the requests. SQLite would copy it on the writer's
//! connection, after a commit: the requests that write would wait for the disk.

use super::Connections;
use std::{
    path::{Path, PathBuf},
    sync::Weak,
};
use tokio::sync::mpsc::Receiver;

/// Size in bytes above which the log is copied, and to which SQLite cuts its file when it begins anew.
pub(super) const LOG_KEPT: u64 = 4 << 20;

/// Size in bytes above which the writer waits until the log is copied. A log to which requests write without a
/// pause never begins anew otherwise.
const LOG_LIMIT: u64 = 4 * LOG_KEPT;

/// Uses of the purge's connection, after which the log is begun anew. The writer waits meanwhile for the disk to take
/// the pages that were copied: the more of them, the longer.
const PURGE_USES: u32 = 16;

/// Who has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    ByRequest,
    ByPurge,
}

/// Copies what no reader needs any more, without waiting for anybody.
const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// Copies everything, so that the next change is written at the beginning of the log.
const RESTART: &str = "PRAGMA wal_checkpoint(RESTART)";

/// The same, and cuts the log to nothing.
pub(super) const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Copies the log whenever it has grown, as long as the connections are open. `written` receives a value after
/// a use of the writer.
pub(super) async fn keep_log_short(
    connections: Weak<Connections>,
    log: PathBuf,
    mut written: Receiver<Written>,
) {
    let mut purge_uses = 0;
    while let Some(by) = written.recv().await {
        let Some(connections) = connections.upgrade() else {
            return;
        };
        let size = size(&log);
        purge_uses += u32::from(by == Written::ByPurge);
        let done = if size > LOG_LIMIT || purge_uses >= PURGE_USES {
            purge_uses = 0;
            connections.begin_log_anew(RESTART).await
        } else if size > LOG_KEPT {
            connections.copy_log(PASSIVE).await
        } else {
            Ok(())
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the database's log cannot be copied: the server tries again after the next change");
        }
    }
}

fn size(log: &Path) -> u64 {
    log.metadata().map_or(0, |metadata| metadata.len())
}

impl Connections {
    /// Copies the log whole. Requests that write wait for its last pages only.
    pub(super) async fn begin_log_anew(&self, checkpoint: &'static str) -> Result<(), sqlx::Error> {
        self.copy_log(PASSIVE).await?;
        // The pages that were written meanwhile.
        self.copy_log(PASSIVE).await?;
        let _writer = self.writer.acquire().await?;
        self.copy_log(checkpoint).await
    }

    /// Copies the pages of the log that no reader needs any more. Without the writer, the last pages may stay.
    async fn copy_log(&self, checkpoint: &'static str) -> Result<(), sqlx::Error> {
        let mut anchor = self.anchor.lock().await;
        let Some(anchor) = &mut *anchor else {
            return Ok(());
        };
        sqlx::query(checkpoint).execute(anchor).await.map(drop)
    }
}
