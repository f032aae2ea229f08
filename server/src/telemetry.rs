//! Logs on the standard output: one JSON object a line in a release build, readable lines in
//! development. `RUST_LOG` filters them, and does not filter the [audit trail](crate::audit).

use crate::settings;
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Starts logging. Called once. An invalid filter is reported later, with the other mistakes of the
/// settings.
pub fn start() {
    let registry = tracing_subscriber::registry().with(EnvFilter::new(settings::log_filter()));
    if cfg!(debug_assertions) {
        registry.with(fmt::layer()).init();
    } else {
        registry
            .with(fmt::layer().json().with_current_span(false))
            .init();
    }
}
