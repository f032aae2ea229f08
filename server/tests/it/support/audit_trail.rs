//! What is logged while one future runs, and the audit trail in it.

use serde_json::Value;
use std::{
    collections::HashMap,
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::instrument::WithSubscriber;

/// Everything that was logged, a JSON object a line.
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

/// The outcome of the future, and its log at its most talkative.
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

/// The events of the audit trail in a log: `login`, or the reason of a refusal.
pub fn audit_trail(log: &str) -> Vec<String> {
    let events = log
        .lines()
        .map(|line| serde_json::from_str::<HashMap<String, Value>>(line).unwrap());
    events
        .filter(|event| event["target"] == "audit")
        .map(|event| {
            let fields = &event["fields"];
            let told = fields.get("reason").unwrap_or(&fields["event"]);
            told.as_str().unwrap().to_owned()
        })
        .collect()
}
