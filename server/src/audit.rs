//! Where the audit trail goes: a JSON object a line, in the stream of the logs. The filter of the logs does
//! not apply to it.

use crate::metrics;
use proconnect::web::{AuditEvent, AuditSink};
use std::{
    io::{self, Stdout, Write},
    sync::{Mutex, PoisonError},
};

/// Writes each event as a line, and counts it for the metrics.
pub struct JsonLines<W>(Mutex<W>);

impl<W> JsonLines<W> {
    /// A trail that is written there.
    pub fn new(writer: W) -> Self {
        Self(Mutex::new(writer))
    }
}

impl JsonLines<Stdout> {
    /// The trail of the server. The standard output is locked for each whole line, as the logs lock it: no
    /// line of either is inside another.
    pub fn stdout() -> Self {
        Self::new(io::stdout())
    }
}

impl<W: Write + Send + 'static> AuditSink for JsonLines<W> {
    fn record(&self, event: &AuditEvent) {
        metrics::count(event);
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let written = line(event).and_then(|line| {
            // One call for the whole line.
            writer.write_all(&line)?;
            writer.flush()
        });
        if let Err(error) = written {
            tracing::error!(%error, "an event of the audit trail cannot be written");
        }
    }
}

fn line(event: &AuditEvent) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(event)?;
    line.push(b'\n');
    Ok(line)
}
