//! Connections to SQLite: several readers and one writer, all on the files that were there at boot.

mod checkpoint;
mod file;
mod purge;
mod schema;
mod shrink;

use super::{error::DatabaseError, limits::TIMEOUT};
use checkpoint::{LOG_KEPT, Written, keep_log_short};
use file::Identity;
pub use purge::Turn;
use sqlx::{
    Connection, SqliteConnection, SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};
use tokio::{
    sync::{Mutex, mpsc},
    time::timeout,
};

/// Time between two attempts to open replaced files.
const REOPENING_PAUSE: Duration = Duration::from_secs(1);

/// The database. It is opened again when its files are replaced.
pub struct Sqlite {
    options: SqliteConnectOptions,
    path: Option<PathBuf>,
    /// The three files at the path, which each use of the database looks at.
    files: Option<[PathBuf; 3]>,
    migrations: &'static Migrator,
    connections: RwLock<Arc<Connections>>,
    last_reopening: Mutex<Option<Instant>>,
}

/// The connections to one set of files.
pub struct Connections {
    /// Readers never wait for the writer.
    pub(super) readers: SqlitePool,
    /// A single connection. SQLite has one writer at a time, and requests queue for it here.
    pub(super) writer: SqlitePool,
    /// A single connection, whose commits do not wait for the disk. It writes in a turn of the writer only.
    purger: SqlitePool,
    /// Keeps the log and its index on the disk, and copies the log. Cancelled requests may close every
    /// connection of a pool, and SQLite deletes these files with the last connection.
    anchor: Mutex<Option<SqliteConnection>>,
    identity: Option<Identity>,
}

impl Sqlite {
    /// Creates the file if it is missing, applies the migrations, and writes once to check that it can.
    pub(super) async fn open(
        options: SqliteConnectOptions,
        migrations: &'static Migrator,
    ) -> Result<Self, DatabaseError> {
        let path = file::path_of(&options);
        if let Some(path) = &path {
            file::create(path)?;
            file::protect(path);
        }
        // From here on, no connection may create the file: it would be empty.
        let options = options.create_if_missing(false).busy_timeout(TIMEOUT);
        let first = schema::prepare(&options, migrations).await?;
        let connections = Connections::open(&options, path.as_ref(), first).await?;
        Ok(Self {
            options,
            files: path.as_deref().map(file::all),
            path,
            migrations,
            connections: RwLock::new(connections),
            last_reopening: Mutex::new(None),
        })
    }

    /// Returns the connections if their files are still those of the path, and opens them again
    /// otherwise. The check costs three calls of `stat`. Without it, a login could be written to a
    /// deleted file, and an empty new file would turn agents into visitors.
    pub(super) async fn connections(&self) -> Result<Arc<Connections>, DatabaseError> {
        let connections = {
            let connections = self.connections.read();
            Arc::clone(&connections.unwrap_or_else(PoisonError::into_inner))
        };
        let (Some(path), Some(files), Some(identity)) =
            (&self.path, &self.files, connections.identity)
        else {
            return Ok(connections);
        };
        let now = Identity::of_all(files);
        if now == identity && !connections.writer.is_closed() {
            return Ok(connections);
        }
        if !now.exists() {
            return Err(DatabaseError::Gone);
        }
        self.reopen(path, &connections, identity).await
    }

    /// Closes the connections.
    pub(super) async fn close(&self) {
        let connections = {
            let connections = self.connections.read();
            Arc::clone(&connections.unwrap_or_else(PoisonError::into_inner))
        };
        connections.close().await;
    }

    /// Closes the connections to the replaced files and opens the new ones. One request does so;
    /// others fail meanwhile.
    async fn reopen(
        &self,
        path: &PathBuf,
        old: &Connections,
        identity: Identity,
    ) -> Result<Arc<Connections>, DatabaseError> {
        let Ok(mut last) = self.last_reopening.try_lock() else {
            return Err(DatabaseError::Replaced);
        };
        if last.is_some_and(|last| last.elapsed() < REOPENING_PAUSE) {
            return Err(DatabaseError::Replaced);
        }
        *last = Some(Instant::now());
        tracing::warn!("the database's files were replaced: the server opens them again");
        // The last connection to close writes the log into its own database, even if the log's file
        // is already unlinked.
        let closed = timeout(TIMEOUT, old.close());
        closed.await.map_err(|_| DatabaseError::TimedOut)?;
        identity.remove_orphans(path);
        file::protect(path);
        let first = schema::verify(&self.options, self.migrations).await?;
        let connections = Connections::open(&self.options, Some(path), first).await?;
        *self
            .connections
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&connections);
        tracing::warn!("the database is open again");
        Ok(connections)
    }
}

impl Connections {
    async fn close(&self) {
        self.readers.close().await;
        self.purger.close().await;
        self.writer.close().await;
        if let Some(anchor) = self.anchor.lock().await.take() {
            let _ = anchor.close().await;
        }
    }

    /// Connects, and writes once to check that it can.
    async fn open(
        options: &SqliteConnectOptions,
        path: Option<&PathBuf>,
        mut first: SqliteConnection,
    ) -> Result<Arc<Self>, DatabaseError> {
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
        if let Some(path) = path {
            let [_, log, _] = file::all(path);
            tokio::spawn(keep_log_short(Arc::downgrade(&connections), log, written));
        }
        Ok(connections)
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
