//! Traces by OTLP (http/protobuf), where `OTEL_EXPORTER_OTLP_ENDPOINT` asks for them: a span for each request,
//! and inside it a span for each step of a login or of a logout.
//!
//! A trace begins here. The header `traceparent` of a request is never read: a stranger could otherwise choose
//! the ids of traces, and join a request to the trace of another agent. No request to the issuer carries one.
//!
//! A request never waits for the collector: its spans go into a queue of the SDK, which drops those that find it
//! full. A thread of the SDK sends the queue.

mod exporter;
mod sender;
mod status;

use crate::settings::{self, TracesSettings};
use exporter::Exporter;
use opentelemetry::{
    Key,
    trace::{Status, TracerProvider},
};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use sender::Sender;
use status::STATUS;
use std::time::Duration;
use tracing::{Metadata, Span, Subscriber, level_filters::LevelFilter};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{Layer, filter::FilterFn, prelude::*, registry::LookupSpan};

/// The crates whose spans are exported. Those of others, such as an HTTP client's, may hold an address.
const CRATES: [&str; 3] = ["server", "app", "proconnect"];

/// The longest time that the end of the process waits for the collector.
const LAST_BATCH: Duration = Duration::from_secs(3);

/// The traces of this process.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Sends the spans that are not yet sent, for three seconds at most. The others are lost.
    pub fn stop(self) {
        let stop = || self.0.shutdown_with_timeout(LAST_BATCH);
        if let Err(error) = tokio::task::block_in_place(stop) {
            tracing::warn!(%error, "the last traces are not exported");
        }
    }
}

/// Why traces cannot be exported.
#[derive(Debug, thiserror::Error)]
enum TracesError {
    #[error("the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    #[error(transparent)]
    Exporter(#[from] ExporterBuildError),
}

/// Adds the layer of the traces that the settings ask for, and makes the subscriber that of the process.
pub fn start<S>(subscriber: S) -> Option<Traces>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync + 'static,
{
    let provider = settings::traces().map(|asked| provider(&asked));
    let (provider, failure) = match provider.transpose() {
        Ok(provider) => (provider, None),
        Err(error) => (None, Some(error)),
    };
    subscriber.with(provider.as_ref().map(layer)).init();
    if let Some(error) = failure {
        tracing::warn!(%error, "no trace is exported");
    }
    provider.map(Traces)
}

/// The SDK reads its other standard variables itself: `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`,
/// `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER` and `OTEL_BSP_*`.
fn provider(asked: &TracesSettings) -> Result<SdkTracerProvider, TracesError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Sender::new(&asked.endpoint)?)
        .with_endpoint(asked.endpoint.as_str())
        .build()?;
    let provider = SdkTracerProvider::builder()
        .with_resource(resource(&asked.service_name))
        .with_batch_exporter(Exporter::new(exporter));
    Ok(provider.build())
}

/// The attributes of this process: its name, that of the SDK, and those of `OTEL_RESOURCE_ATTRIBUTES`.
fn resource(service_name: &str) -> Resource {
    let resource = Resource::builder().build();
    let named = resource.get(&Key::from_static_str("service.name"));
    // The SDK's own default. Without a name of ours, every service in Rust would have the name `server`.
    let is_default = |name: &str| name.starts_with("unknown_service");
    if named.is_some_and(|name| !is_default(&name.as_str())) {
        return resource;
    }
    let builder = Resource::builder();
    builder.with_service_name(service_name.to_owned()).build()
}

fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + Send + Sync + use<S>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    let filter = FilterFn::new(is_exported).with_max_level_hint(LevelFilter::DEBUG);
    tracing_opentelemetry::layer()
        .with_tracer(provider.tracer(env!("CARGO_PKG_NAME")))
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_filter(filter)
}

/// Spans alone: a log line inside a span is not exported, since its text is free.
fn is_exported(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    let its_crate = target.split("::").next().unwrap_or(target);
    metadata.is_span() && CRATES.contains(&its_crate)
}

/// Notes the status of the response in the span of its request.
pub fn answered(request: &Span, status: u16) {
    request.set_attribute(STATUS, i64::from(status));
    if status >= 500 {
        request.set_status(Status::error(""));
    }
}
