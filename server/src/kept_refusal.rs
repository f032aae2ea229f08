//! The page of a refusal on the way of a login or a logout, at an address that a reload does not change.

use crate::{
    layers::{agent::Replaced, refusal_page},
    state::AppState,
};
use app::{page::LOG_IN, refusals::page::PATH};
use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use proconnect::web::KeptRefusal;

/// The route of the page. It reads no session before the page does, so that it also explains that sessions
/// cannot be read.
pub fn route(state: &AppState) -> Router {
    Router::new()
        .route(PATH, get(show))
        .with_state(state.clone())
}

/// Shows the refusal that the browser brings, under the status and the code that it had. A browser without
/// one is redirected to the login page. No audit event is logged: the refusal was.
async fn show(State(state): State<AppState>, request: Request) -> Response {
    match KeptRefusal::read(request.headers(), &state.proconnect) {
        Some(kept) => refusal_page::render(kept, Replaced::of(&request), &state).await,
        None => Redirect::to(LOG_IN).into_response(),
    }
}
