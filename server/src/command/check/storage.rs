//! The databases of the server: each is opened, and written once.

use super::finding::Finding;
use crate::{
    session_store::{Environment, SqliteSessionStore, StoreError},
    settings::Settings,
};
use proconnect::Clock;
use sqlx::sqlite::SqliteConnectOptions;
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

/// A trial of one database: its variable, its name in a sentence, and the outcome.
pub type Trial = (&'static str, &'static str, Result<(), String>);

pub async fn findings(settings: &Settings) -> Vec<Finding> {
    trials(settings).await.into_iter().map(finding).collect()
}

/// Tries every database that the settings name.
async fn trials(settings: &Settings) -> Vec<Trial> {
    let sessions = sessions(settings).await.map_err(|error| error.to_string());
    vec![("SESSION_STORE_URL", "La base des sessions", sessions)]
}

fn finding((variable, name, outcome): Trial) -> Finding {
    match outcome {
        Ok(()) => Finding::ok("storage.ok", format!("{name} s’ouvre et s’écrit.")),
        Err(cause) => {
            let text = format!("{name} ne s’ouvre pas, ou ne s’écrit pas.");
            let cure = format!(
                "vérifiez {variable}, l’espace du disque, et que le compte qui lance le serveur peut \
                 créer, lire et écrire dans le dossier."
            );
            Finding::error("storage.failed", text, cure).because(&cause)
        }
    }
    .about(variable)
}

/// Opens the store of the sessions, which writes once. Where its file does not exist yet, another one
/// beside it is tried: a file that the operator's account creates may be closed to the server's.
async fn sessions(settings: &Settings) -> Result<(), StoreError> {
    let options = settings.session_store.clone();
    match trial_path(&options) {
        None => open(settings, options).await,
        Some(path) => {
            let tried = open(settings, options.filename(&path)).await;
            remove(&path);
            tried
        }
    }
}

async fn open(settings: &Settings, options: SqliteConnectOptions) -> Result<(), StoreError> {
    let environment = Environment::of(&settings.proconnect);
    let (keys, lifetimes) = (&settings.cookie_keys, settings.lifetimes);
    let clock = Clock::system();
    SqliteSessionStore::open(options, keys, &environment, lifetimes, clock)
        .await
        .map(drop)
}

/// A path beside that of the options; `None` when the database exists, or is in memory.
fn trial_path(options: &SqliteConnectOptions) -> Option<PathBuf> {
    let path = options.get_filename();
    let name = path.to_string_lossy();
    let in_memory = name.contains(":memory:") || name.starts_with("file:sqlx-in-memory-");
    let trial = format!("{}.check-{:016x}", name, rand::random::<u64>());
    (!in_memory && !path.exists()).then(|| trial.into())
}

/// Removes the file, its log and the index of the log.
fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = OsString::from(path);
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}
