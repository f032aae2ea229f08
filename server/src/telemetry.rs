//! Logs on the standard output: one JSON object a line in a release build, readable lines in
//! development. `RUST_LOG` filters them, and does not filter the [audit trail](crate::audit).
//!
//! A build with the feature `opentelemetry` also exports traces, which `RUST_LOG` does not filter either.

#[cfg(feature = "opentelemetry")]
pub mod traces;

use crate::settings;
use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, Layer, fmt, prelude::*, registry::LookupSpan};

/// The telemetry of this process, once it has started.
pub struct Telemetry {
    #[cfg(feature = "opentelemetry")]
    traces: Option<traces::Traces>,
}

impl Telemetry {
    /// Sends what is not yet sent. Logs are written at once; traces wait for a batch.
    pub fn stop(self) {
        #[cfg(feature = "opentelemetry")]
        if let Some(traces) = self.traces {
            traces.stop();
        }
    }
}

/// Starts logging, and the traces that the settings ask for. Called once, in the runtime of the server. An
/// invalid setting is reported later, with the other mistakes.
pub fn start() -> Telemetry {
    let filter = EnvFilter::new(settings::log_filter());
    let registry = tracing_subscriber::registry();
    #[cfg(feature = "opentelemetry")]
    {
        // Each layer has a filter of its own: that of the logs must not keep spans from the traces.
        let registry = registry.with(lines().with_filter(filter));
        let traces = traces::start(registry);
        Telemetry { traces }
    }
    #[cfg(not(feature = "opentelemetry"))]
    {
        registry.with(filter).with(lines()).init();
        Telemetry {}
    }
}

/// The layer that writes lines.
fn lines<S>() -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    if cfg!(debug_assertions) {
        fmt::layer().boxed()
    } else {
        fmt::layer().json().with_current_span(false).boxed()
    }
}
