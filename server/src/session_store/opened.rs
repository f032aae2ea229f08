//! A session whose seals were opened.

use super::{
    AgentSessions,
    life::Life,
    rows::{FoundRow, Sealed},
    seal::Column,
};
use chrono::DateTime;
use proconnect::web::{OpenSession, SessionLabels, SessionReference};
use serde_json::Value;
use std::collections::HashMap;

/// The content of a row.
pub struct Opened {
    /// The data.
    pub data: HashMap<String, Value>,
    /// The times.
    pub life: Life,
    /// True when the previous secret sealed either.
    pub by_previous: bool,
}

impl AgentSessions {
    /// Opens the seals; `None` where neither secret opens both, or for a record of another version.
    pub(super) fn unseal(&self, reference: &SessionReference, sealed: &Sealed) -> Option<Opened> {
        let row = reference.as_str().as_bytes();
        let record = self.seal.open(row, Column::Record, &sealed.record)?;
        let life = self.seal.open(row, Column::Life, &sealed.life)?;
        Some(Opened {
            data: rmp_serde::from_slice(&record.text).ok()?,
            life: Life::from_bytes(&life.text)?,
            by_previous: record.by_previous || life.by_previous,
        })
    }

    /// Describes a living session; `None` for one that has ended, or that cannot be read.
    pub(super) fn describe(&self, row: &FoundRow, now: i64) -> Option<OpenSession> {
        let Opened { data, life, .. } = self.unseal(&row.reference, &row.sealed)?;
        let labels = SessionLabels::of(&data)?;
        let end = life.end(now, &self.lifetimes);
        (end > now).then_some(())?;
        Some(OpenSession {
            reference: row.reference.clone(),
            agent: labels.agent,
            begun_at: DateTime::from_timestamp(life.begun_at, 0)?,
            seen_at: DateTime::from_timestamp(life.seen_at, 0)?,
            ends_at: DateTime::from_timestamp(end, 0)?,
            user_agent: labels.user_agent,
        })
    }
}
