//! What the platform asks: whether the process lives, and whether it can do its work.

use crate::session_store::SqliteSessionStore;
use axum::{extract::State, http::StatusCode};
use proconnect::web::ProConnect;

/// `GET /healthz`: the process lives. Nothing else is looked at, so that an issuer's outage does
/// not restart the server.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// What readiness depends on.
#[derive(Clone)]
pub struct Dependencies {
    /// Sessions.
    pub session_store: SqliteSessionStore,
    /// The issuer.
    pub proconnect: ProConnect,
}

/// `GET /readyz`: 200 when agents can log in, else 503 and what is missing, a line each. It asks
/// the store, and only remembers whether the issuer is known.
pub async fn readyz(State(dependencies): State<Dependencies>) -> (StatusCode, String) {
    let store = dependencies.session_store.check().await.is_ok();
    let provider = dependencies
        .proconnect
        .relying_party
        .provider()
        .known()
        .is_some();
    let line =
        |name: &str, ready: bool| format!("{name}: {}\n", if ready { "ok" } else { "missing" });
    let status = if store && provider {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        line("session store", store) + &line("provider metadata", provider),
    )
}
