//! The audit trail of one application.

use proconnect::web::{AuditEvent, AuditSink};
use serde_json::Value;
use server::audit::JsonLines;
use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

/// The lines of the trail, one JSON object each.
#[derive(Clone, Default)]
pub struct Trail {
    written: Written,
    is_full: Arc<AtomicBool>,
}

/// The bytes of the lines.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

/// A sink that can be told to be full.
struct Sink {
    lines: JsonLines<Written>,
    is_full: Arc<AtomicBool>,
}

impl AuditSink for Sink {
    fn record(&self, event: &AuditEvent) {
        self.lines.record(event);
    }

    fn has_room(&self) -> bool {
        !self.is_full.load(Relaxed)
    }
}

impl Write for Written {
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
        Arc::new(Sink {
            lines: JsonLines::new(self.written.clone()),
            is_full: Arc::clone(&self.is_full),
        })
    }

    /// From now on, the trail has room for a login, or has not.
    pub fn fill(&self, is_full: bool) {
        self.is_full.store(is_full, Relaxed);
    }

    /// The lines since the last call.
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.written.0.lock().unwrap());
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
