//! The audit trail of one application.

use proconnect::web::AuditSink;
use serde_json::Value;
use server::audit::JsonLines;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

/// The lines of the trail, one JSON object each.
#[derive(Clone, Default)]
pub struct Trail(Arc<Mutex<Vec<u8>>>);

impl Write for Trail {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Trail {
    /// The sink of the server, which writes here.
    pub fn sink(&self) -> Arc<dyn AuditSink> {
        Arc::new(JsonLines::new(self.clone()))
    }

    /// The lines since the last call.
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        String::from_utf8(bytes).unwrap()
    }

    /// The events since the last call.
    pub fn events(&self) -> Vec<Value> {
        let lines = self.take();
        let events = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        events.collect()
    }

    /// The events since the last call: `login`, or the reason of a refusal.
    pub fn names(&self) -> Vec<String> {
        let events = self.events();
        let names = events.iter().map(|event| {
            let name = event.get("event.reason").unwrap_or(&event["event.action"]);
            name.as_str().unwrap().to_owned()
        });
        names.collect()
    }
}
