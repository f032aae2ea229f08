//! The data of a session, as it is sealed.

use super::error::StoreError;
use proconnect::web::{ATTEMPT_SUCCEEDED, SESSION_END};
use serde_json::Value;
use std::collections::HashMap;
use tower_sessions::session::Record;

/// The key under which a record that was just created holds a copy of the written data. The copy is in
/// memory only, for the rest of the request.
const CREATED: &str = "session_store.created";

/// The bytes that are sealed: `MessagePack`, which escapes nothing in a text.
pub fn text_of(data: &HashMap<String, Value>) -> Result<Vec<u8>, StoreError> {
    let saved: HashMap<_, _> = saved(data).collect();
    rmp_serde::to_vec(&saved).map_err(|error| StoreError::Record(error.to_string()))
}

/// The data without the keys that the store itself adds.
fn saved(data: &HashMap<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let own = [SESSION_END, CREATED, ATTEMPT_SUCCEEDED];
    data.iter()
        .filter(move |(key, _)| !own.contains(&key.as_str()))
}

/// Copies the written data into the record.
pub fn mark_created(record: &mut Record) {
    let written = saved(&record.data).map(|(key, value)| (key.clone(), value.clone()));
    let written = Value::Object(written.collect());
    record.data.insert(CREATED.to_owned(), written);
}

/// True when the record has not changed since it was created, earlier in the same request.
pub fn is_as_created(record: &Record) -> bool {
    let Some(Value::Object(written)) = record.data.get(CREATED) else {
        return false;
    };
    saved(&record.data).count() == written.len()
        && saved(&record.data).all(|(key, value)| written.get(key) == Some(value))
}
