//! Logs on the standard error: one JSON object a line in a release build, readable lines in
//! development. `RUST_LOG` chooses what is told (`info` by default).

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

/// Starts logging, once.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    if cfg!(debug_assertions) {
        registry
            .with(fmt::layer().with_writer(std::io::stderr))
            .init();
    } else {
        registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .init();
    }
}
