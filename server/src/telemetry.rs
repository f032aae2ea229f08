//! Logs on the standard error: one JSON object a line in a release build, readable lines in
//! development. `RUST_LOG` chooses what is told.

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// What is told unless `RUST_LOG` says otherwise. `tower-sessions` warns of every session that is
/// over, which is no news.
const DEFAULT_FILTER: &str = "info,tower_sessions=warn,tower_sessions_core=error";

/// Starts logging, once.
pub fn start() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let registry = tracing_subscriber::registry().with(filter);
    if cfg!(debug_assertions) {
        registry
            .with(fmt::layer().with_writer(std::io::stderr))
            .init();
    } else {
        registry
            .with(
                fmt::layer()
                    .json()
                    .with_current_span(false)
                    .with_writer(std::io::stderr),
            )
            .init();
    }
}
