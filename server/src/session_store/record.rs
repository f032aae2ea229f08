//! The session's data, sealed and opened.

use super::{SqliteSessionStore, life::Life, seal::Column};
use proconnect::web::SESSION_END;
use serde_json::Value;
use std::collections::HashMap;
use tower_sessions::{
    session::Record,
    session_store::{Error, Result},
};

/// The key under which a record that was just created bears what was written of it. Only in memory, and
/// only for the rest of the request.
const CREATED: &str = "created";

impl SqliteSessionStore {
    pub(super) fn seal_record(&self, hash: &[u8], record: &Record) -> Result<Vec<u8>> {
        self.seal
            .close(hash, Column::Record, &text_of(&record.data)?)
    }

    /// The data, the times, and whether the secret that is on its way out sealed any of them;
    /// `None` for what is no session of ours.
    pub(super) fn unseal(
        &self,
        hash: &[u8],
        sealed_record: &[u8],
        sealed_life: &[u8],
    ) -> Option<(HashMap<String, Value>, Life, bool)> {
        let record = self.seal.open(hash, Column::Record, sealed_record)?;
        let life = self.seal.open(hash, Column::Life, sealed_life)?;
        Some((
            rmp_serde::from_slice(&record.text).ok()?,
            Life::from_bytes(&life.text)?,
            record.by_previous || life.by_previous,
        ))
    }
}

/// The text that is written.
fn text_of(data: &HashMap<String, Value>) -> Result<Vec<u8>> {
    let saved: HashMap<_, _> = saved(data).collect();
    rmp_serde::to_vec(&saved).map_err(|error| Error::Encode(error.to_string()))
}

/// The data without the keys that the store itself adds.
fn saved(data: &HashMap<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let own = [SESSION_END, CREATED];
    data.iter()
        .filter(move |(key, _)| !own.contains(&key.as_str()))
}

/// Notes in the record what was written of it.
pub fn mark_created(record: &mut Record) {
    let written = saved(&record.data).map(|(key, value)| (key.clone(), value.clone()));
    let written = Value::Object(written.collect());
    record.data.insert(CREATED.to_owned(), written);
}

/// Whether the record is what was written when it was created, earlier in the same request.
pub fn is_as_created(record: &Record) -> bool {
    let Some(Value::Object(written)) = record.data.get(CREATED) else {
        return false;
    };
    saved(&record.data).count() == written.len()
        && saved(&record.data).all(|(key, value)| written.get(key) == Some(value))
}
