//! The connections to one set of files.

use super::file::Identity;
use crate::database::{error::DatabaseError, limits::TIMEOUT};
use sqlx::{
    Connection, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::{
    Mutex,
    mpsc::{self, Receiver},
};

/// Size in bytes above which the log is copied, and to which SQLite cuts its file when it begins anew.
pub(super) const LOG_KEPT: u64 = 4 << 20;

/// Copies what no reader needs any more, without waiting for anybody.
pub(super) const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// Copies everything, and cuts the log to nothing.
pub(super) const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Who has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    ByRequest,
    ByPurge,
}

/// The connections to one set of files.
pub struct Connections {
    /// Readers never wait for the writer.
    pub readers: SqlitePool,
    /// A single connection. SQLite has one writer at a time, and requests queue for it here.
    pub writer: SqlitePool,
    /// A single connection, whose commits do not wait for the disk. It writes in a turn of the writer only.
    pub(super) purger: SqlitePool,
    /// Keeps the log and its index on the disk, and copies the log. Cancelled requests may close every
    /// connection of a pool, and SQLite deletes these files with the last connection.
    anchor: Mutex<Option<SqliteConnection>>,
    pub(super) identity: Option<Identity>,
}

/// The connections, and what is written on them.
type Opened = (Arc<Connections>, Receiver<Written>);

impl Connections {
    pub(super) async fn close(&self) {
        for pool in [&self.readers, &self.purger, &self.writer] {
            close_whole(pool).await;
        }
        if let Some(anchor) = self.anchor.lock().await.take() {
            let _ = anchor.close().await;
        }
    }

    /// Connects, and writes once to check that it can. The receiver learns of each use of a connection that writes.
    pub(super) async fn open(
        options: &SqliteConnectOptions,
        path: Option<&PathBuf>,
        mut first: SqliteConnection,
    ) -> Result<Opened, DatabaseError> {
        let (sender, written) = mpsc::channel(1);
        // A logout must survive a power cut.
        let writer = one_writer(
            options,
            SqliteSynchronous::Full,
            sender.clone(),
            Written::ByRequest,
        )
        .await?;
        let (readers, purger) = match path {
            Some(_) => {
                let reader = options.clone().pragma("query_only", "ON");
                let readers = pool(8).connect_with(reader).await?;
                // A purge that a power cut undoes is done again. Its commits leave the disk to those of requests,
                // which confirm them too: all are in one log.
                let purger =
                    one_writer(options, SqliteSynchronous::Normal, sender, Written::ByPurge)
                        .await?;
                (readers, purger)
            }
            // A database in memory has one connection.
            None => (writer.clone(), writer.clone()),
        };
        // The anchor reads once: only then has it opened the log.
        sqlx::query("SELECT 1 FROM sqlite_schema")
            .fetch_optional(&mut first)
            .await?;
        // A checkpoint does not wait for readers while requests wait for the writer.
        sqlx::query("PRAGMA busy_timeout = 0")
            .execute(&mut first)
            .await?;
        let connections = Arc::new(Self {
            readers,
            writer,
            purger,
            anchor: Mutex::new(Some(first)),
            identity: path.map(|path| Identity::of(path)),
        });
        Ok((connections, written))
    }

    /// Copies the log whole. Requests that write wait for its last pages only.
    pub(super) async fn begin_log_anew(&self, checkpoint: &'static str) -> Result<(), sqlx::Error> {
        self.copy_log(PASSIVE).await?;
        // The pages that were written meanwhile.
        self.copy_log(PASSIVE).await?;
        let _writer = self.writer.acquire().await?;
        self.copy_log(checkpoint).await
    }

    /// Copies the pages of the log that no reader needs any more. Without the writer, the last pages may stay.
    pub(super) async fn copy_log(&self, checkpoint: &'static str) -> Result<(), sqlx::Error> {
        let mut anchor = self.anchor.lock().await;
        let Some(anchor) = &mut *anchor else {
            return Ok(());
        };
        sqlx::query(checkpoint).execute(anchor).await.map(drop)
    }
}

/// A pool of one connection that writes, and leaves no trace of a deleted row in the file. The log is copied on
/// another connection: `written` receives `by` after each use.
async fn one_writer(
    options: &SqliteConnectOptions,
    synchronous: SqliteSynchronous,
    written: mpsc::Sender<Written>,
    by: Written,
) -> Result<SqlitePool, DatabaseError> {
    let options = options
        .clone()
        .synchronous(synchronous)
        .pragma("secure_delete", "ON")
        .pragma("wal_autocheckpoint", "0")
        .pragma("journal_size_limit", LOG_KEPT.to_string());
    let pool = pool(1)
        // Ends a transaction that failed or whose request was cancelled. The transactions of `sqlx` are not
        // used: after a commit that fails because the disk is full, their depth counter stays wrong.
        .after_release(move |connection, _| {
            let written = written.clone();
            Box::pin(async move {
                let _ = sqlx::query("ROLLBACK").execute(connection).await;
                let _ = written.try_send(by);
                Ok(true)
            })
        });
    Ok(pool.connect_with(options).await?)
}

/// Closes a pool. `Pool::close` of sqlx 0.8 leaves open a connection that comes back just then.
async fn close_whole(pool: &SqlitePool) {
    pool.close().await;
    while pool.size() > 0 {
        pool.close().await;
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(TIMEOUT)
        // A ping of SQLite learns nothing of its file, and costs an exchange with the thread of the connection.
        .test_before_acquire(false)
        // A database in memory is lost with its last connection.
        .idle_timeout(None)
        .max_lifetime(None)
}
