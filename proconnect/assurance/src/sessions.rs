//! A session store in memory with the properties that `proconnect::web` requires, on the test's
//! clock.

use crate::application::LIFETIMES;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use proconnect::Clock;
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::Result,
};

struct Row {
    record: Record,
    since: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

#[derive(Clone)]
pub struct Sessions {
    rows: Arc<Mutex<HashMap<Id, Row>>>,
    clock: Clock,
}

impl Sessions {
    pub fn new(clock: Clock) -> Self {
        let rows = Arc::default();
        Self { rows, clock }
    }

    /// The number of living sessions.
    pub fn count(&self) -> usize {
        let rows = self.rows.lock().unwrap();
        rows.values().filter(|row| self.lives(row)).count()
    }

    fn lives(&self, row: &Row) -> bool {
        let now = self.clock.now();
        now - row.seen_at < LIFETIMES.idle && now - row.since < LIFETIMES.absolute
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        record.id = Id::default();
        let now = self.clock.now();
        let row = Row {
            record: record.clone(),
            since: now,
            seen_at: now,
        };
        self.rows.lock().unwrap().insert(record.id, row);
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        if let Some(row) = self.rows.lock().unwrap().get_mut(&record.id) {
            row.record = record.clone();
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let mut rows = self.rows.lock().unwrap();
        let row = rows.get_mut(id).filter(|row| self.lives(row));
        Ok(row.map(|row| {
            row.seen_at = self.clock.now();
            row.record.clone()
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.rows.lock().unwrap().remove(id);
        Ok(())
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}
