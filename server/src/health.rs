//! What the platform asks: whether the process lives, and whether it can do its work.

use crate::session_store::SqliteSessionStore;
use axum::{extract::State, http::StatusCode};
use proconnect::web::ProConnect;
use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The last answer, so that the log has each change of it once.
static LAST: Mutex<Option<String>> = Mutex::new(None);

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
    /// The file without which pages come bare; `None` where nobody looks at them.
    pub stylesheet: Option<PathBuf>,
}

/// `GET /readyz`: 200 when agents can log in, else 503 and what is missing, a line each. It writes
/// to the store, looks for the stylesheet, and only remembers whether the issuer is known.
pub async fn readyz(State(dependencies): State<Dependencies>) -> (StatusCode, String) {
    let store = dependencies.session_store.check().await;
    let provider = dependencies.proconnect.relying_party.provider().known();
    let store = match &store {
        Ok(()) => "ok".to_owned(),
        Err(error) => format!("missing: {}", error.reason()),
    };
    let provider = if provider.is_some() { "ok" } else { "missing" };
    let style = stylesheet(dependencies.stylesheet).await;
    let ready = is_ready(&store, provider, style);
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let style = style.map_or_else(String::new, |style| format!("stylesheet: {style}\n"));
    let text = format!("session store: {store}\nprovider metadata: {provider}\n{style}");
    log_change(ready, &text);
    (status, text)
}

/// Whether nothing is missing; a stylesheet that nobody looks at is not.
fn is_ready(store: &str, provider: &str, style: Option<&str>) -> bool {
    [store, provider, style.unwrap_or("ok")]
        .iter()
        .all(|line| *line == "ok")
}

async fn stylesheet(file: Option<PathBuf>) -> Option<&'static str> {
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
        assert!(is_ready("ok", "ok", None) && is_ready("ok", "ok", Some("ok")));
        assert!(!is_ready("ok", "ok", Some("missing")));
        assert!(!is_ready("missing: full", "ok", Some("ok")));
        assert!(!is_ready("ok", "missing", None));
    }
}
