//! The write-ahead log, copied into the database beside the requests. SQLite would copy it on the writer's
//! connection, after a commit: the requests that write would wait for the disk.

use super::connections::{Connections, LOG_KEPT, PASSIVE, Written};
use std::{
    path::{Path, PathBuf},
    sync::Weak,
};
use tokio::sync::mpsc::Receiver;

/// Size in bytes above which the writer waits until the log is copied. A log to which requests write without a
/// pause never begins anew otherwise.
const LOG_LIMIT: u64 = 4 * LOG_KEPT;

/// Uses of the purge's connection, after which the log is begun anew. The writer waits meanwhile for the disk to take
/// the pages that were copied: the more of them, the longer.
const PURGE_USES: u32 = 16;

/// Copies everything, so that the next change is written at the beginning of the log.
const RESTART: &str = "PRAGMA wal_checkpoint(RESTART)";

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
        // A purge writes many pages in random places: few at a time, they keep no request from the disk for long.
        } else if by == Written::ByPurge || size > LOG_KEPT {
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
