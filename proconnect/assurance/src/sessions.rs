//! A session store in memory with the properties that `proconnect::web` requires, on the test's
//! clock.

use crate::application::LIFETIMES;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use proconnect::{
    Clock,
    error::SessionError,
    web::{
        AgentHash, EndedSession, OpenSession, Selection, SessionLabels, SessionReference,
        SessionRegistry,
    },
};
use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store,
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
    /// Whether the registry does not answer.
    is_down: Arc<AtomicBool>,
}

impl Sessions {
    pub fn new(clock: Clock) -> Self {
        let (rows, is_down) = (Arc::default(), Arc::default());
        Self {
            rows,
            clock,
            is_down,
        }
    }

    /// The number of living sessions.
    pub fn count(&self) -> usize {
        let rows = self.rows.lock().unwrap();
        rows.values().filter(|row| self.lives(row)).count()
    }

    /// Makes the registry answer no more, or again.
    pub fn take_registry_down(&self, is_down: bool) {
        self.is_down.store(is_down, SeqCst);
    }

    fn lives(&self, row: &Row) -> bool {
        let now = self.clock.now();
        now - row.seen_at < LIFETIMES.idle && now - row.since < LIFETIMES.absolute
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
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

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        if let Some(row) = self.rows.lock().unwrap().get_mut(&record.id) {
            row.record = record.clone();
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let mut rows = self.rows.lock().unwrap();
        let row = rows.get_mut(id).filter(|row| self.lives(row));
        Ok(row.map(|row| {
            row.seen_at = self.clock.now();
            row.record.clone()
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.rows.lock().unwrap().remove(id);
        Ok(())
    }
}

/// A living session, and the circumstances by which it is found.
struct Found {
    id: Id,
    labels: SessionLabels,
    open: OpenSession,
}

impl Sessions {
    fn find(&self) -> Result<Vec<Found>, SessionError> {
        if self.is_down.load(SeqCst) {
            return Err(SessionError::Unavailable);
        }
        let rows = self.rows.lock().unwrap();
        let living = rows.iter().filter(|(_, row)| self.lives(row));
        let found = living.filter_map(|(id, row)| {
            let labels = SessionLabels::of(&row.record.data)?;
            let open = OpenSession {
                reference: SessionReference::of(*id),
                agent: labels.agent.clone(),
                begun_at: row.since,
                seen_at: row.seen_at,
                ends_at: (row.seen_at + LIFETIMES.idle).min(row.since + LIFETIMES.absolute),
                user_agent: labels.user_agent.clone(),
            };
            let id = *id;
            Some(Found { id, labels, open })
        });
        Ok(found.collect())
    }
}

impl Found {
    fn is_of(&self, which: &Selection) -> bool {
        let (agent, reference) = (&self.open.agent, &self.open.reference);
        match which {
            Selection::One(one) => one == reference,
            Selection::OneOf(of, one) => of == agent && one == reference,
            Selection::AllOf(of) => of == agent,
            Selection::AllButOne(of, one) => of == agent && one != reference,
            Selection::OfIssuerSession(session, of) => {
                self.labels.issuer_session.as_ref() == Some(session)
                    && of.as_ref().is_none_or(|of| of == agent)
            }
            Selection::All => true,
        }
    }
}

#[async_trait]
impl SessionRegistry for Sessions {
    async fn list(&self, agent: Option<&AgentHash>) -> Result<Vec<OpenSession>, SessionError> {
        let open = self.find()?.into_iter().map(|found| found.open);
        let of_agent = |open: &OpenSession| agent.is_none_or(|agent| *agent == open.agent);
        let mut open: Vec<OpenSession> = open.filter(of_agent).collect();
        open.sort_by_key(|open| std::cmp::Reverse(open.seen_at));
        Ok(open)
    }

    async fn end(&self, which: &Selection) -> Result<Vec<EndedSession>, SessionError> {
        let mut ended = Vec::new();
        for found in self.find()?.into_iter().filter(|found| found.is_of(which)) {
            self.rows.lock().unwrap().remove(&found.id);
            ended.push(EndedSession {
                reference: found.open.reference,
                agent: found.open.agent,
            });
        }
        Ok(ended)
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}
