//! Metrics for Prometheus, at an address of their own: `METRICS_ADDR`. Without it nothing is counted.
//!
//! No metric names an agent, a session or an address. The number of series is bounded: a route is a pattern
//! of the router, a code is one of a closed list, and the identity providers and levels that are told apart
//! are limited (`names`).

mod calls;
mod events;
mod families;
mod names;
mod requests;

pub use calls::{IssuerCalls, observe_store};
pub use events::{count, count_lost_line};
pub use requests::{count_request, note_route};

use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};
use chrono::{DateTime, Utc};
use families::Families;
use std::{io, net::SocketAddr, sync::OnceLock};
use tokio::net::TcpListener;

/// The metrics of this process, once they are served.
static FAMILIES: OnceLock<Families> = OnceLock::new();

/// The format of the text.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves `GET /metrics` at this address, in the background, and counts from now on.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(address: SocketAddr, started_at: DateTime<Utc>) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    FAMILIES.get_or_init(|| Families::new(started_at));
    tokio::spawn(async move {
        let router = Router::new().route("/metrics", get(async || text()));
        let Err(error) = axum::serve(listener, router).await else {
            return;
        };
        tracing::error!(%error, "the metrics are not served any more");
    });
    tracing::info!(%address, "metrics are served");
    Ok(())
}

fn text() -> impl IntoResponse {
    let text = FAMILIES.get().map(Families::text).unwrap_or_default();
    ([(CONTENT_TYPE, OPEN_METRICS)], text)
}

#[cfg(test)]
mod tests;
