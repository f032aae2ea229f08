use super::{life::Life, seal::Column, store::hash, *};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    Clock,
    web::{CookieKeys, LABELS, SESSION_END, SessionLifetimes},
};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
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

mod browsers;
mod environments;
mod files;
mod lifetimes;
mod lost_files;
mod outages;
mod sweeps;

/// A store in a file of its own, with a clock that the test moves.
struct Fixture {
    store: SqliteSessionStore,
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
        let store = open(&path, &secrets, &environment, LIFETIMES, &now).await;
        Self {
            store: store.unwrap(),
            now,
            path,
            secrets,
        }
    }

    /// The same file, opened after a restart.
    async fn again(&self, secrets: &CookieKeys, environment: &Environment) -> SqliteSessionStore {
        let store = open(&self.path, secrets, environment, LIFETIMES, &self.now).await;
        store.unwrap()
    }

    async fn with_lifetimes(&self, idle: i64, absolute: i64) -> SqliteSessionStore {
        let environment = environment("https://issuer", "client");
        let lifetimes = SessionLifetimes {
            idle: TimeDelta::minutes(idle),
            absolute: TimeDelta::minutes(absolute),
        };
        let store = open(
            &self.path,
            &self.secrets,
            &environment,
            lifetimes,
            &self.now,
        );
        store.await.unwrap()
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
        let count = sqlx::query_scalar("SELECT count(*) FROM sessions");
        count.fetch_one(&mut self.connection().await).await.unwrap()
    }
}

async fn open(
    path: &Path,
    secrets: &CookieKeys,
    environment: &Environment,
    lifetimes: SessionLifetimes,
    now: &Arc<Mutex<DateTime<Utc>>>,
) -> std::result::Result<SqliteSessionStore, StoreError> {
    let now = Arc::clone(now);
    let clock = Clock::new(move || *now.lock().unwrap());
    SqliteSessionStore::open(options(path), secrets, environment, lifetimes, clock).await
}

/// Opens a new store at `path`.
async fn open_at(path: &Path) -> std::result::Result<SqliteSessionStore, StoreError> {
    let secrets = CookieKeys::from(Key::generate());
    let environment = environment("https://issuer", "client");
    let now = Arc::new(Mutex::new(Utc::now()));
    open(path, &secrets, &environment, LIFETIMES, &now).await
}

fn record(data: Value) -> Record {
    Record {
        id: Id(7),
        data: serde_json::from_value(data).unwrap(),
        expiry_date: OffsetDateTime::UNIX_EPOCH,
    }
}

async fn lives(store: &SqliteSessionStore, record: &Record) -> bool {
    store.load(&record.id).await.unwrap().is_some()
}
