//! The databases of the server: each is opened, and written once.

use super::finding::Finding;
use crate::{
    session_store::SessionStoreUrl,
    settings::{SESSION_STORE_URL, Settings},
    stores::open_rows,
};
use app::database::DatabaseUrl;
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
    let name = match settings.database_variable {
        SESSION_STORE_URL => "La base des sessions",
        _ => "La base de données",
    };
    let tried = database(&settings.database).await;
    let mut trials = vec![(settings.database_variable, name, tried)];
    if let Some(url) = &settings.session_store {
        let tried = match url {
            SessionStoreUrl::Database(url) => database(url).await,
            SessionStoreUrl::Redis(_) => open_rows(url).await.map(drop).map_err(words),
        };
        trials.push((SESSION_STORE_URL, "La base des sessions", tried));
    }
    trials
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

/// Opens the database, and rolls back what it writes. Where its file does not exist yet, another one beside it is tried:
/// a file that the operator's account creates may be closed to the server's.
async fn database(url: &DatabaseUrl) -> Result<(), String> {
    let trial = match url {
        DatabaseUrl::Sqlite(options) => trial_path(options).map(|path| (options, path)),
        DatabaseUrl::Postgres(_) => None,
    };
    let Some((options, path)) = trial else {
        return open(url).await;
    };
    let options = options.clone().filename(&path).create_if_missing(true);
    let tried = open(&DatabaseUrl::Sqlite(Box::new(options))).await;
    remove(&path);
    tried
}

async fn open(url: &DatabaseUrl) -> Result<(), String> {
    url.try_to_write().await.map_err(words)
}

fn words(error: impl ToString) -> String {
    error.to_string()
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
