//! Where the audit trail goes: a JSON object a line, in the stream of the logs. The filter of the logs does
//! not apply to it.

use crate::{metrics, output::Lines};
use proconnect::web::{AuditAction, AuditEvent, AuditSink};
use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

/// The trail of the server, in the queue of the standard output. A request does not wait for the reader.
///
/// No event is lost in silence. While there is no room for the events of another login, none begins a session.
/// An event that finds no room all the same is counted, and the next event follows a line with the number of
/// those that are lost ([`AuditAction::EventsLost`]). Events that name no agent have a quarter of the room: a stranger
/// who sends refused requests without end keeps nobody from logging in.
pub struct Trail(pub Lines);

impl AuditSink for Trail {
    fn record(&self, event: &AuditEvent) {
        metrics::count(event);
        let gap = |lost| {
            let gap = AuditEvent {
                at: event.at,
                action: AuditAction::EventsLost(lost),
                who: None,
                target: None,
                from: None,
                by: None,
            };
            line(&gap).unwrap_or_default()
        };
        match line(event) {
            Ok(line) => self.0.record(line, event.who.is_some(), gap),
            Err(error) => tracing::error!(%error, "an event of the audit trail cannot be written"),
        }
    }

    fn has_room(&self) -> bool {
        self.0.has_room()
    }

    fn is_written(&self) -> bool {
        self.0.is_written()
    }
}

/// Writes each event as a line, at once, and counts it for the metrics.
pub struct JsonLines<W>(Mutex<W>);

impl<W> JsonLines<W> {
    /// A trail that is written there.
    pub fn new(writer: W) -> Self {
        Self(Mutex::new(writer))
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
