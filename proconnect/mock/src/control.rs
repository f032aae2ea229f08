mod faults;
mod settings;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::ORIGIN;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

use crate::end_session::identity_provider;
use crate::issuer::Issuer;
use crate::logout_token;

/// A mistake in a request, explained to the developer.
struct Mistake(StatusCode, String);

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// The routes under `/mock`. Those that change something are for programs: they refuse an `Origin`, which every
/// browser sends with them, also where a name of the page's own resolves to this machine (DNS rebinding).
pub fn router() -> Router<Arc<Issuer>> {
    Router::new()
        .route(
            "/faults",
            get(faults::list).post(faults::plan).delete(faults::clear),
        )
        .route("/settings", get(settings::get).patch(settings::change))
        .route("/settings/{preset}", post(settings::preset))
        .route("/clock", get(clock).post(advance_clock))
        .route("/keys", post(rotate_keys))
        .route("/sessions", delete(end_sessions))
        .route("/sessions/{persona}", delete(end_sessions_of))
        .route("/identity-provider/logout", get(identity_provider::log_out))
        .route_layer(from_fn(refuse_pages))
}

async fn refuse_pages(request: Request, next: Next) -> Response {
    if request.headers().contains_key(ORIGIN) {
        let why = "a request with an Origin comes from a page: /mock is for programs";
        return Mistake(StatusCode::FORBIDDEN, why.to_owned()).into_response();
    }
    next.run(request).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// In seconds.
    advance: u32,
}

async fn clock(State(issuer): State<Arc<Issuer>>) -> Response {
    Json(json!({ "now": issuer.clock.now() })).into_response()
}

async fn advance_clock(
    State(issuer): State<Arc<Issuer>>,
    Json(Advance { advance }): Json<Advance>,
) -> Response {
    issuer.clock.advance(Duration::from_secs(advance.into()));
    clock(State(issuer)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    keep_old: bool,
}

async fn rotate_keys(
    State(issuer): State<Arc<Issuer>>,
    Json(Rotation { keep_old }): Json<Rotation>,
) -> Result<Response, Mistake> {
    let failed = |error: String| Mistake(StatusCode::INTERNAL_SERVER_ERROR, error);
    let rotated = Arc::clone(&issuer);
    tokio::task::spawn_blocking(move || rotated.keys.rotate(keep_old))
        .await
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    Ok(Json(json!({ "current": issuer.keys.current_kids() })).into_response())
}

async fn end_sessions(State(issuer): State<Arc<Issuer>>) -> StatusCode {
    let notices = issuer.end_sessions();
    logout_token::send(&issuer, notices).await;
    StatusCode::NO_CONTENT
}

/// The answers of the relying parties that were informed.
async fn end_sessions_of(
    State(issuer): State<Arc<Issuer>>,
    Path(persona): Path<String>,
) -> Result<Response, Mistake> {
    if issuer.persona(&persona).is_none() {
        return Err(Mistake(StatusCode::NOT_FOUND, "no such agent".into()));
    }
    let notices = issuer.end_sessions_of(&persona);
    Ok(Json(logout_token::send(&issuer, notices).await).into_response())
}
