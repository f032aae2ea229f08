//! What every session store must do, whatever holds its rows. Each case runs on SQLite, PostgreSQL and Redis.

use crate::support::{Folder, Store, psql};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    Clock,
    web::{ALREADY_BEGUN, CookieKeys, SessionLifetimes},
};
use serde_json::{Value, json};
use server::{
    session_store::{AgentSessions, Environment, Rows, Rules},
    stores::open_rows,
};
use sqlx::{Connection, SqliteConnection};
use std::sync::{Arc, Mutex};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

mod attempts;
mod audit;
mod beginnings;
mod environments;
mod lifetimes;
mod registry;
mod seals;

/// Each case as a test for each store.
macro_rules! on_every_store {
    ($($case:ident),* $(,)?) => {
        mod sqlite { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::Fixture::new(crate::support::Store::Sqlite).await).await;
            }
        )* }
        mod postgres { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::Fixture::new(crate::support::Store::Postgres).await).await;
            }
        )* }
        mod redis { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::Fixture::new(crate::support::Store::Redis).await).await;
            }
        )* }
    };
}
use on_every_store;

/// An empty store, with a clock that the test moves.
struct Fixture {
    store: AgentSessions,
    rows: Arc<dyn Rows>,
    now: Arc<Mutex<DateTime<Utc>>>,
    secrets: CookieKeys,
    /// The address of the store.
    url: String,
    _folder: Folder,
}

const RULES: Rules = Rules {
    lifetimes: SessionLifetimes {
        idle: TimeDelta::minutes(30),
        absolute: TimeDelta::hours(12),
    },
    cap: None,
};

fn environment(issuer: &str, client_id: &str) -> Environment {
    Environment {
        issuer: issuer.to_owned(),
        client_id: client_id.to_owned(),
    }
}

impl Fixture {
    async fn new(kind: Store) -> Self {
        let folder = Folder::new("contract");
        // The session store: the last variable of each kind.
        let (_, url) = kind.variables(&folder).pop().unwrap();
        let rows = open_rows(&url.parse().unwrap()).await.unwrap();
        let now = Arc::new(Mutex::new(Utc::now()));
        let secrets = CookieKeys::from(Key::generate());
        let environment = environment("https://issuer", "client");
        let store = store(&rows, &secrets, &environment, RULES, &now);
        Self {
            store,
            rows,
            now,
            secrets,
            url,
            _folder: folder,
        }
    }

    /// Another replica on the same rows.
    fn replica(&self, secrets: &CookieKeys, environment: &Environment) -> AgentSessions {
        store(&self.rows, secrets, environment, RULES, &self.now)
    }

    fn with_rules(&self, idle: i64, absolute: i64, cap: Option<u32>) -> AgentSessions {
        let lifetimes = SessionLifetimes {
            idle: TimeDelta::minutes(idle),
            absolute: TimeDelta::minutes(absolute),
        };
        let environment = environment("https://issuer", "client");
        let rules = Rules { lifetimes, cap };
        store(&self.rows, &self.secrets, &environment, rules, &self.now)
    }

    fn now(&self) -> i64 {
        self.now.lock().unwrap().timestamp()
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

    /// The number of rows, whatever sealed them.
    async fn rows(&self) -> usize {
        let environment = environment("https://issuer", "client").name();
        self.rows.list(&environment, None).await.unwrap().len()
    }
}

fn store(
    rows: &Arc<dyn Rows>,
    secrets: &CookieKeys,
    environment: &Environment,
    rules: Rules,
    now: &Arc<Mutex<DateTime<Utc>>>,
) -> AgentSessions {
    let (rows, now) = (Arc::clone(rows), Arc::clone(now));
    let clock = Clock::new(move || *now.lock().unwrap());
    AgentSessions::new(rows, secrets, environment, rules, clock)
}

fn record(data: Value) -> Record {
    Record {
        id: Id(7),
        data: serde_json::from_value(data).unwrap(),
        expiry_date: OffsetDateTime::UNIX_EPOCH,
    }
}

/// The record of a login, with its labels as `proconnect` writes them.
fn login(agent: &str, browser: Option<Value>, issuer_session: Option<&str>) -> Record {
    let mut labels = json!({"agent": agent, "user_agent": "Firefox"});
    if let Some(browser) = browser {
        labels["browser"] = browser;
    }
    if let Some(session) = issuer_session {
        labels["issuer_session"] = session.into();
    }
    record(json!({"proconnect.labels": labels.to_string()}))
}

/// The session that the record begins; `None` when another one made it needless.
async fn begins(store: &AgentSessions, mut record: Record) -> Option<Record> {
    store.create(&mut record).await.unwrap();
    (!record.data.contains_key(ALREADY_BEGUN)).then_some(record)
}

async fn lives(store: &AgentSessions, record: &Record) -> bool {
    store.load(&record.id).await.unwrap().is_some()
}
