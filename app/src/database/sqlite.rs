//! Connections to SQLite: several readers and one writer, all on the files that were there at boot.

mod checkpoint;
mod connections;
mod file;
mod purge;
mod schema;
mod shrink;

use super::{error::DatabaseError, limits::TIMEOUT};
use checkpoint::keep_log_short;
pub use connections::Connections;
use file::Identity;
pub use purge::Turn;
use sqlx::{SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

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
        let connections = schema::while_busy(async || {
            let first = schema::prepare(&options, migrations).await?;
            connect(&options, path.as_ref(), first).await
        });
        let connections = connections.await?;
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
        let connections = connect(&self.options, Some(path), first).await?;
        *self
            .connections
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&connections);
        tracing::warn!("the database is open again");
        Ok(connections)
    }
}

/// Connects, and keeps the log of a file short from then on.
async fn connect(
    options: &SqliteConnectOptions,
    path: Option<&PathBuf>,
    first: SqliteConnection,
) -> Result<Arc<Connections>, DatabaseError> {
    let (connections, written) = Connections::open(options, path, first).await?;
    if let Some(path) = path {
        let [_, log, _] = file::all(path);
        tokio::spawn(keep_log_short(Arc::downgrade(&connections), log, written));
    }
    Ok(connections)
}
