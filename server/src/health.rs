//! Two routes for the platform: `/healthz` (the process runs) and `/readyz` (agents can log in).

use crate::{session_store::StoreError, state::AppState};
use app::database::DatabaseError;
use axum::{extract::State, http::StatusCode};
use proconnect::web::AuditSink;
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};

/// The last answer of `/readyz`, so that only changes are logged.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// `GET /healthz`: 200 as long as the process runs. It checks nothing else: an outage of the issuer
/// must not restart the server.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: 200 when agents can log in, else 503, with one line per dependency. It writes to
/// the database and to the session store, and looks for the stylesheet. It does not call the issuer: it reports
/// whether the metadata is known. A server that is stopping is not ready.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, String) {
    if state.stopping.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n".to_owned());
    }
    let database = line(state.database_probe.ask().await);
    let store = line(state.sessions_probe.ask().await);
    let provider = state.proconnect.relying_party.provider().known();
    let provider = if provider.is_some() { "ok" } else { "missing" };
    let style = stylesheet(state.stylesheet.as_deref()).await;
    let trail = trail(&*state.proconnect.audit);
    let ready = is_ready(&[&database, &store, provider, trail, style.unwrap_or("ok")]);
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let style = style.map_or_else(String::new, |style| format!("stylesheet: {style}\n"));
    let text = format!(
        "database: {database}\nsession store: {store}\nprovider metadata: {provider}\naudit trail: {trail}\n{style}"
    );
    log_change(ready, &text);
    (status, text)
}

fn line(answer: Result<(), StoreError>) -> String {
    let Err(error) = answer else {
        return "ok".to_owned();
    };
    if does_not_answer(&error) {
        "unreachable: it does not answer".to_owned()
    } else if is_gone(&error) {
        format!("missing: {}", error.reason())
    } else {
        format!("failing: {}", error.reason())
    }
}

/// True when the file or a table is gone.
fn is_gone(error: &StoreError) -> bool {
    let StoreError::Database(error) = error else {
        return false;
    };
    matches!(**error, DatabaseError::Gone | DatabaseError::TableMissing)
}

/// True when nothing listens, or no answer came in time.
fn does_not_answer(error: &StoreError) -> bool {
    match error {
        StoreError::TimedOut => true,
        StoreError::Redis(error) => error.is_io_error() || error.is_timeout(),
        StoreError::Database(error) => matches!(
            **error,
            DatabaseError::TimedOut | DatabaseError::Database(sqlx::Error::Io(_))
        ),
        StoreError::Evicts(_) | StoreError::Record(_) => false,
    }
}

/// The state of the trail. A line that waits is no failure: it waits until there is no room for a login.
fn trail(trail: &dyn AuditSink) -> &'static str {
    if !trail.is_written() {
        "failing: it cannot be written"
    } else if !trail.has_room() {
        "failing: nobody reads it"
    } else {
        "ok"
    }
}

/// True when nothing is missing, and nothing fails.
fn is_ready(lines: &[&str]) -> bool {
    lines.iter().all(|line| *line == "ok")
}

async fn stylesheet(file: Option<&Path>) -> Option<&'static str> {
    let is_there = tokio::fs::try_exists(file?).await.unwrap_or(false);
    Some(if is_there { "ok" } else { "missing" })
}

fn log_change(ready: bool, text: &str) {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if last.as_deref() == Some(text) {
        return;
    }
    let lines = text.trim_end().replace('\n', ", ");
    if !ready {
        tracing::warn!(%lines, "not ready");
    } else if last.is_some() {
        tracing::warn!(%lines, "ready again");
    }
    *last = Some(text.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r12_a_server_is_ready_when_nothing_is_missing() {
        assert!(is_ready(&["ok", "ok", "ok", "ok"]));
        for missing in 0..4 {
            let mut lines = ["ok"; 4];
            lines[missing] = "missing: full";
            assert!(!is_ready(&lines));
        }
    }
}
