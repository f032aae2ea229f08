//! The session's data, sealed and opened.

use super::{Life, SqliteSessionStore, seal::Column};
use proconnect::web::SESSION_END;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use tower_sessions::{
    session::Record,
    session_store::{Error, Result},
};

/// The key under which a record that was just created bears a digest of what was written. Only in
/// memory, and only for the rest of the request.
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
            serde_json::from_slice(&record.text).ok()?,
            Life::from_bytes(&life.text)?,
            record.by_previous || life.by_previous,
        ))
    }
}

/// The text that is written: all but the keys that the store itself adds. In one order, so that the
/// digest of equal data is equal.
fn text_of(data: &HashMap<String, Value>) -> Result<Vec<u8>> {
    let kept: BTreeMap<_, _> = data
        .iter()
        .filter(|(key, _)| ![SESSION_END, CREATED].contains(&key.as_str()))
        .collect();
    serde_json::to_vec(&kept).map_err(|error| Error::Encode(error.to_string()))
}

/// Notes in the record what was written of it.
pub fn mark_created(record: &mut Record) -> Result<()> {
    let digest = digest(&record.data)?;
    record.data.insert(CREATED.to_owned(), digest);
    Ok(())
}

/// Whether the record is what was written when it was created, earlier in the same request.
pub fn is_as_created(record: &Record) -> bool {
    let created = record.data.get(CREATED);
    created.is_some_and(|written| digest(&record.data).is_ok_and(|digest| digest == *written))
}

fn digest(data: &HashMap<String, Value>) -> Result<Value> {
    let digest = Sha256::digest(text_of(data)?);
    Ok(Value::from(digest.as_slice().to_vec()))
}
