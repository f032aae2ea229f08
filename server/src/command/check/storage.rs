//! The databases of the server: each is opened, and written once.

use super::finding::Finding;
use crate::{
    migrations::MIGRATIONS,
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

const CURE_OF_SQLITE: &str = "l’espace du disque, et que le compte qui lance le serveur peut créer, lire et écrire dans le dossier";
const CURE_OF_POSTGRES: &str = "l’hôte, le port, le nom de la base, le compte et son mot de passe (encodé dans \
    l’URL), ses droits (posséder le schéma ; ou, une fois \
    « server migrate » lancé par un compte qui le possède, lire et écrire dans les tables) et TLS";
const CURE_OF_REDIS: &str = "l’hôte, le port, le mot de passe, TLS (rediss://), et que maxmemory-policy est \
    noeviction";

/// A trial of one database.
struct Trial {
    variable: &'static str,
    /// Its name in a sentence.
    name: &'static str,
    outcome: Result<(), String>,
    /// The things to check beside the variable.
    cure: &'static str,
}

impl Trial {
    async fn of_database(variable: &'static str, name: &'static str, url: &DatabaseUrl) -> Self {
        let cure = match url {
            DatabaseUrl::Sqlite(_) => CURE_OF_SQLITE,
            DatabaseUrl::Postgres(_) => CURE_OF_POSTGRES,
        };
        let outcome = database(url).await;
        Self {
            variable,
            name,
            outcome,
            cure,
        }
    }
}

pub async fn findings(settings: &Settings) -> Vec<Finding> {
    trials(settings).await.into_iter().map(finding).collect()
}

/// Tries every database that the settings name.
async fn trials(settings: &Settings) -> Vec<Trial> {
    let name = match settings.database_variable {
        SESSION_STORE_URL => "La base des sessions",
        _ => "La base de données",
    };
    let variable = settings.database_variable;
    let mut trials = vec![Trial::of_database(variable, name, &settings.database).await];
    let (variable, name) = (SESSION_STORE_URL, "La base des sessions");
    match &settings.session_store {
        None => {}
        Some(SessionStoreUrl::Database(url)) => {
            trials.push(Trial::of_database(variable, name, url).await);
        }
        Some(url @ SessionStoreUrl::Redis(_)) => trials.push(Trial {
            variable,
            name,
            outcome: open_rows(url).await.map(drop).map_err(words),
            cure: CURE_OF_REDIS,
        }),
    }
    trials
}

fn finding(trial: Trial) -> Finding {
    let Trial { variable, name, .. } = trial;
    match trial.outcome {
        Ok(()) => Finding::ok("storage.ok", format!("{name} s’ouvre et s’écrit.")),
        Err(cause) => {
            let text = format!("{name} ne s’ouvre pas, ou ne s’écrit pas.");
            let cure = format!("vérifiez {variable}, {}.", trial.cure);
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
    url.try_to_write(&MIGRATIONS).await.map_err(words)
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
