//! The log of one future, and its audit trail.

use serde_json::Value;
use std::{
    collections::HashMap,
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::instrument::WithSubscriber;

/// The log, one JSON object per line.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the outcome of the future, and its log at the lowest level.
pub async fn logged<T>(future: impl Future<Output = T>) -> (T, String) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    let outcome = future.with_subscriber(subscriber).await;
    let bytes = log.0.lock().unwrap().clone();
    (outcome, String::from_utf8(bytes).unwrap())
}

/// Returns the events of the audit trail in a log: the reason of an event, or else its name.
pub fn audit_trail(log: &str) -> Vec<String> {
    let events = log
        .lines()
        .map(|line| serde_json::from_str::<HashMap<String, Value>>(line).unwrap());
    events
        .filter(|event| event["target"] == "audit")
        .map(|event| {
            let fields = &event["fields"];
            let name = fields.get("reason").unwrap_or(&fields["event"]);
            name.as_str().unwrap().to_owned()
        })
        .collect()
}
