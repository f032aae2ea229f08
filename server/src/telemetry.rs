//! Logs on the standard output: one JSON object a line in a release build, readable lines in
//! development. `RUST_LOG` filters them, and does not filter the [audit trail](crate::audit).
//!
//! A build with the feature `opentelemetry` also exports traces, which `RUST_LOG` does not filter either.

#[cfg(feature = "opentelemetry")]
pub mod traces;

use crate::{output::Lines, settings};
use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, Layer, fmt, prelude::*, registry::LookupSpan};

/// The telemetry of this process, once it has started.
pub struct Telemetry {
    #[cfg(feature = "opentelemetry")]
    traces: Option<traces::Traces>,
}

impl Telemetry {
    /// Sends the traces that are not yet sent: they wait for a batch.
    pub fn stop(self) {
        #[cfg(feature = "opentelemetry")]
        if let Some(traces) = self.traces {
            traces.stop();
        }
    }
}

/// Starts logging to that output, and the traces that the settings ask for. Called once, in the runtime of the server. An
/// invalid setting is reported later, with the other mistakes.
pub fn start(output: Lines) -> Telemetry {
    let filter = EnvFilter::new(settings::log_filter());
    let registry = tracing_subscriber::registry();
    #[cfg(feature = "opentelemetry")]
    {
        // Each layer has a filter of its own: that of the logs must not keep spans from the traces.
        let registry = registry.with(lines(output).with_filter(filter));
        let traces = traces::start(registry);
        Telemetry { traces }
    }
    #[cfg(not(feature = "opentelemetry"))]
    {
        registry.with(filter).with(lines(output)).init();
        Telemetry {}
    }
}

/// The layer that writes lines.
fn lines<S>(output: Lines) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    if cfg!(debug_assertions) {
        fmt::layer().with_writer(output).boxed()
    } else {
        fmt::layer()
            .json()
            .with_current_span(false)
            .with_writer(output)
            .boxed()
    }
}
