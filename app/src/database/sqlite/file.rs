//! The database's files: readable by the server's user only, and checked to stay the same ones.

use crate::database::error::DatabaseError;
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    fs::{self, OpenOptions, Permissions},
    io,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Returns the path of the file. `None` for a database in memory, to which sqlx gives these names.
pub(super) fn path_of(options: &SqliteConnectOptions) -> Option<PathBuf> {
    let path = options.get_filename();
    let name = path.to_string_lossy();
    let in_memory = name == ":memory:" || name.starts_with("file:sqlx-in-memory-");
    (!in_memory).then(|| path.to_owned())
}

/// Creates the file if there is none.
pub(super) fn create(path: &Path) -> Result<(), DatabaseError> {
    // The mode is set at creation, whatever the umask.
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match created {
        Ok(_) => tracing::info!("the database file was created"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(DatabaseError::File(path.to_owned(), error)),
    }
    Ok(())
}

/// Removes other users' rights on the file and on SQLite's files beside it. New files of SQLite
/// take the mode of the first.
pub(super) fn protect(path: &Path) {
    for path in all(path) {
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if metadata.is_file() && metadata.mode() & 0o077 != 0 {
            let private = Permissions::from_mode(0o600);
            if let Err(error) = fs::set_permissions(&path, private) {
                tracing::warn!(%error, ?path, "other users can read this database file, and its mode cannot be changed");
            }
        }
    }
}

/// The database, its write-ahead log, and the index of the log.
pub(super) fn all(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}

/// The device and inode of the open files. SQLite keeps these files as long as one connection
/// lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity([Option<(u64, u64)>; 3]);

impl Identity {
    /// Reads the identity of the files at `path` now.
    pub(super) fn of(path: &Path) -> Self {
        Self::of_all(&all(path))
    }

    /// The identity of these three files.
    pub(super) fn of_all(files: &[PathBuf; 3]) -> Self {
        Self(files.each_ref().map(|path| {
            let metadata = fs::metadata(path).ok()?;
            Some((metadata.dev(), metadata.ino()))
        }))
    }

    /// True when the path holds a database.
    pub(super) fn exists(self) -> bool {
        self.0[0].is_some()
    }

    /// Removes the log of a replaced database: SQLite would apply it to the new one.
    pub(super) fn remove_orphans(self, path: &Path) {
        let now = Self::of(path);
        if now.0[0] == self.0[0] {
            return;
        }
        for (index, path) in all(path).iter().enumerate().skip(1) {
            if now.0[index].is_some() && now.0[index] == self.0[index] {
                let _ = fs::remove_file(path);
            }
        }
    }
}
