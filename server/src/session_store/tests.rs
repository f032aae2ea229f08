use super::{life::Life, seal::Column, *};
use crate::migrations::MIGRATIONS;
use app::database::{Database, DatabaseError, DatabaseUrl, Pool};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    Clock,
    web::{CookieKeys, SESSION_END, SessionLifetimes, SessionReference},
};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

mod clocks;
mod files;
mod log;

mod lost_files;
mod outages;
mod sweeps;
mod tables;

/// A store in a file of its own, with a clock that the test moves.
struct Fixture {
    store: AgentSessions,
    database: Database,
    now: Arc<Mutex<DateTime<Utc>>>,
    path: PathBuf,
    secrets: CookieKeys,
}

const LIFETIMES: SessionLifetimes = SessionLifetimes {
    idle: TimeDelta::minutes(30),
    absolute: TimeDelta::hours(12),
};

fn environment(issuer: &str, client_id: &str) -> Environment {
    Environment {
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
    }
}

fn unused_path() -> PathBuf {
    std::env::temp_dir().join(format!("sessions-{}.sqlite", Id::default()))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn options(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path);
    options.create_if_missing(true)
}

impl Fixture {
    async fn new() -> Self {
        let now = Arc::new(Mutex::new(Utc::now()));
        let (path, secrets) = (unused_path(), CookieKeys::from(Key::generate()));
        let environment = environment("https://issuer", "client");
        let (store, database) = open(&path, &secrets, &environment, LIFETIMES, &now)
            .await
            .unwrap();
        Self {
            store,
            database,
            now,
            path,
            secrets,
        }
    }

    /// The same file, opened after a restart.
    async fn again(&self, secrets: &CookieKeys, environment: &Environment) -> AgentSessions {
        let opened = open(&self.path, secrets, environment, LIFETIMES, &self.now).await;
        opened.unwrap().0
    }

    fn wait(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    async fn create(&self) -> Record {
        let mut record = record(json!({"key": "value"}));
        self.store.create(&mut record).await.unwrap();
        record
    }

    async fn lives(&self, record: &Record) -> bool {
        lives(&self.store, record).await
    }

    /// The pool of the store's one writer.
    async fn writer(&self) -> SqlitePool {
        let Pool::Sqlite(pool) = self.database.writer().await.unwrap() else {
            panic!("the database is SQLite");
        };
        pool
    }

    /// A connection that is not the store's.
    async fn connection(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(&self.path);
        options.connect().await.unwrap()
    }

    async fn execute(&self, sql: &str) {
        let mut connection = self.connection().await;
        let done = sqlx::raw_sql(sql).execute(&mut connection);
        done.await.unwrap();
    }

    async fn rows(&self) -> i64 {
        let count = sqlx::query_scalar("SELECT count(*) FROM agent_sessions");
        count.fetch_one(&mut self.connection().await).await.unwrap()
    }
}

async fn open(
    path: &Path,
    secrets: &CookieKeys,
    environment: &Environment,
    lifetimes: SessionLifetimes,
    now: &Arc<Mutex<DateTime<Utc>>>,
) -> std::result::Result<(AgentSessions, Database), DatabaseError> {
    let now = Arc::clone(now);
    let clock = Clock::new(move || *now.lock().unwrap());
    let database =
        Database::open(&DatabaseUrl::Sqlite(Box::new(options(path))), &MIGRATIONS).await?;
    let rows = Arc::new(SqlRows(database.clone()));
    let rules = Rules {
        lifetimes,
        cap: None,
    };
    let store = AgentSessions::new(rows, secrets, environment, rules, clock);
    Ok((store, database))
}

/// Opens a new store at `path`.
async fn open_at(path: &Path) -> std::result::Result<AgentSessions, DatabaseError> {
    let secrets = CookieKeys::from(Key::generate());
    let environment = environment("https://issuer", "client");
    let now = Arc::new(Mutex::new(Utc::now()));
    let opened = open(path, &secrets, &environment, LIFETIMES, &now).await;
    opened.map(|(store, _)| store)
}

/// A store with other secrets than any other.
fn store_on(database: &Database, clock: Clock) -> AgentSessions {
    let rows = Arc::new(SqlRows(database.clone()));
    let rules = Rules {
        lifetimes: LIFETIMES,
        cap: None,
    };
    let environment = environment("https://issuer", "client");
    let secrets = CookieKeys::from(Key::generate());
    AgentSessions::new(rows, &secrets, &environment, rules, clock)
}

/// Whether the store of this database can be written now.
async fn check(database: &Database) -> std::result::Result<(), StoreError> {
    Probe::new(Arc::new(SqlRows(database.clone()))).ask().await
}

fn record(data: Value) -> Record {
    Record {
        id: Id(7),
        data: serde_json::from_value(data).unwrap(),
        expiry_date: OffsetDateTime::UNIX_EPOCH,
    }
}

async fn lives(store: &AgentSessions, record: &Record) -> bool {
    store.load(&record.id).await.unwrap().is_some()
}
