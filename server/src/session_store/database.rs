//! Connections to the database: some that read, one that writes, all of them to the files that
//! were there at boot.

use super::{
    error::StoreError,
    file::{self, Identity},
    probe, schema,
};
use sqlx::{
    Connection, Sqlite, SqliteConnection, SqlitePool,
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

/// Time a request waits for the database, in all its forms.
pub const TIMEOUT: Duration = Duration::from_secs(2);

/// Time between two tries to open files that were replaced.
const REOPENING_PAUSE: Duration = Duration::from_secs(1);

/// Bytes of write-ahead log that stay on the disk after a peak.
const LOG_KEPT: &str = "4194304";

/// The database, opened again when its files are replaced.
pub struct Database {
    options: SqliteConnectOptions,
    path: Option<PathBuf>,
    connections: RwLock<Arc<Connections>>,
    last_reopening: Mutex<Option<Instant>>,
}

/// The connections to one set of files.
pub struct Connections {
    /// Wait for no writer.
    pub readers: SqlitePool,
    /// One connection: SQLite has one writer at a time, and here they stand in line.
    pub writer: SqlitePool,
    /// Keeps SQLite's own files in place: a pool may lose all its connections, by requests that are
    /// given up.
    anchor: Mutex<Option<SqliteConnection>>,
    identity: Option<Identity>,
}

impl Database {
    /// Makes the file and the table where there are none, and writes, to be sure that it can.
    pub async fn open(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let path = file::path_of(&options);
        if let Some(path) = &path {
            file::create(path)?;
            file::protect(path);
        }
        // From here on nothing creates a file: it would be an empty one.
        let options = options.create_if_missing(false).busy_timeout(TIMEOUT);
        let first = schema::prepare(&options).await?;
        let connections = Connections::open(&options, path.as_ref(), first).await?;
        Ok(Self {
            options,
            path,
            connections: RwLock::new(Arc::new(connections)),
            last_reopening: Mutex::new(None),
        })
    }

    /// The connections, unless their files are no longer those of the path. Three calls of
    /// `stat`, some microseconds, so that no login is written to a file that is lost, and no agent
    /// is taken for a visitor because of an empty one.
    pub async fn connections(&self) -> Result<Arc<Connections>, StoreError> {
        let connections = {
            let connections = self.connections.read();
            Arc::clone(&connections.unwrap_or_else(PoisonError::into_inner))
        };
        let (Some(path), Some(identity)) = (&self.path, connections.identity) else {
            return Ok(connections);
        };
        let now = Identity::of(path);
        if now == identity && !connections.writer.is_closed() {
            return Ok(connections);
        }
        if !now.exists() {
            return Err(StoreError::Gone);
        }
        self.reopen(path, &connections, identity).await
    }

    /// Leaves the files that were replaced for those that the path leads to. One request does it,
    /// the others are refused meanwhile.
    async fn reopen(
        &self,
        path: &PathBuf,
        old: &Connections,
        identity: Identity,
    ) -> Result<Arc<Connections>, StoreError> {
        let Ok(mut last) = self.last_reopening.try_lock() else {
            return Err(StoreError::Replaced);
        };
        if last.is_some_and(|last| last.elapsed() < REOPENING_PAUSE) {
            return Err(StoreError::Replaced);
        }
        *last = Some(Instant::now());
        tracing::warn!("the session database's files were replaced: opening them again");
        // The last connection to close writes the log back into its own database, even when the
        // log has no name any more.
        let closed = timeout(TIMEOUT, async {
            old.readers.close().await;
            old.writer.close().await;
            if let Some(anchor) = old.anchor.lock().await.take() {
                let _ = anchor.close().await;
            }
        });
        closed.await.map_err(|_| StoreError::TimedOut)?;
        identity.remove_orphans(path);
        file::protect(path);
        let first = schema::verify(&self.options).await?;
        let connections = Connections::open(&self.options, Some(path), first).await?;
        let connections = Arc::new(connections);
        *self
            .connections
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&connections);
        tracing::warn!("the session database is open again");
        Ok(connections)
    }
}

impl Connections {
    /// Connects, and writes, to be sure that it can.
    async fn open(
        options: &SqliteConnectOptions,
        path: Option<&PathBuf>,
        mut first: SqliteConnection,
    ) -> Result<Self, StoreError> {
        // A logout must outlive a power cut, and leave nothing behind in the file.
        let writer = options
            .clone()
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("journal_size_limit", LOG_KEPT);
        let writer = pool(1)
            // Ends a transaction that failed, or whose request was given up. Not the transactions of
            // `sqlx`: a commit that fails for want of room leaves their count wrong for ever.
            .after_release(|connection, _| {
                Box::pin(async move {
                    let _ = sqlx::query("ROLLBACK").execute(connection).await;
                    Ok(true)
                })
            })
            .connect_with(writer)
            .await?;
        let readers = match path {
            Some(_) => {
                let reader = options.clone().pragma("query_only", "ON");
                pool(8).connect_with(reader).await?
            }
            // A base in memory has no readers apart.
            None => writer.clone(),
        };
        probe::write(&writer).await?;
        sqlx::query("SELECT 1 FROM sessions")
            .fetch_optional(&mut first)
            .await?;
        Ok(Self {
            readers,
            writer,
            anchor: Mutex::new(Some(first)),
            identity: path.map(|path| Identity::of(path)),
        })
    }
}

/// A connection that holds the lock: of two writers, one sees what the other has done. Without a
/// [`commit`], nothing is written.
pub async fn begin(writer: &SqlitePool) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
    let mut connection = writer.acquire().await?;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    Ok(connection)
}

/// Writes what was done since [`begin`].
pub async fn commit(mut connection: PoolConnection<Sqlite>) -> Result<(), sqlx::Error> {
    sqlx::query("COMMIT")
        .execute(&mut *connection)
        .await
        .map(drop)
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(TIMEOUT)
        // A base in memory lasts as long as a connection to it.
        .idle_timeout(None)
        .max_lifetime(None)
}
