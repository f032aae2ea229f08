//! The last step before a batch leaves. It renames the attributes that are exported, drops all others, and warns
//! of a collector that does not take the batch.

use super::status::STATUS;
use opentelemetry::{
    KeyValue,
    trace::{SpanKind, Status},
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SpanData, SpanEvents, SpanExporter},
};
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The fields of spans that are exported, and the name of each by the semantic conventions. Every other field is
/// dropped, so that a field which somebody adds to a span for the logs does not leave the machine unnoticed.
const ATTRIBUTES: [(&str, &str); 4] = [
    ("id", "request.id"),
    ("method", "http.request.method"),
    ("path", "url.path"),
    (STATUS, STATUS),
];

/// The name of the span of a request.
const REQUEST: &str = "request";

/// The shortest time between two warnings.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(60);

/// An exporter of what may be exported.
#[derive(Debug)]
pub struct Exporter<E> {
    inner: E,
    warned: Mutex<Option<Instant>>,
}

impl<E> Exporter<E> {
    pub fn new(inner: E) -> Self {
        let warned = Mutex::default();
        Self { inner, warned }
    }

    /// True when no warning was due in the last minute.
    fn is_warning_due(&self) -> bool {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        let due = warned.is_none_or(|last| last.elapsed() >= BETWEEN_WARNINGS);
        if due {
            *warned = Some(Instant::now());
        }
        due
    }
}

impl<E: SpanExporter> SpanExporter for Exporter<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let batch = batch.into_iter().map(exported).collect();
        let result = self.inner.export(batch).await;
        if let Err(error) = &result
            && self.is_warning_due()
        {
            tracing::warn!(%error, spans, "traces are lost: the collector did not take them");
        }
        result
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

fn exported(span: SpanData) -> SpanData {
    let span_kind = if span.name == REQUEST {
        SpanKind::Server
    } else {
        SpanKind::Internal
    };
    SpanData {
        span_kind,
        attributes: span.attributes.into_iter().filter_map(renamed).collect(),
        events: SpanEvents::default(),
        // The description of an error is free text.
        status: match span.status {
            Status::Error { .. } => Status::error(""),
            other => other,
        },
        ..span
    }
}

fn renamed(attribute: KeyValue) -> Option<KeyValue> {
    let key = attribute.key.as_str();
    let (_, name) = ATTRIBUTES.iter().find(|(field, _)| *field == key)?;
    Some(KeyValue::new(*name, attribute.value))
}
