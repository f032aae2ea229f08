//! Every refusal and every error, as an agent would see it: `/developpement/refus`. A team sees what its agents
//! read without causing the faults.

mod list;
mod sample;

use crate::{
    development::GALLERY,
    layers::{agent::Replaced, refusal_page},
    state::AppState,
};
use app::error_document;
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
    routing::get,
};
use list::STATUSES;
use proconnect::{error::Refusal, web::KeptRefusal};

/// The page of one refusal.
const REFUSAL: &str = "/developpement/refus/{code}";

/// The page of one error.
const ERROR: &str = "/developpement/erreur/{status}";

/// The routes of the gallery.
pub fn routes(state: &AppState) -> Router {
    Router::new()
        .route(GALLERY, get(list))
        .route(REFUSAL, get(show_refusal))
        .route(ERROR, get(show_error))
        .with_state(state.clone())
}

async fn list(State(state): State<AppState>, request: Request) -> Response {
    let options = state.options.clone();
    let document = move || list::document(options);
    Replaced::of(&request)
        .render(&state.proconnect, document)
        .await
}

/// Shows a refusal to the agent who is signed in, if any. The refusal of a page that a session does not open is shown
/// to an agent of such a session.
async fn show_refusal(
    State(state): State<AppState>,
    Path(code): Path<String>,
    request: Request,
) -> Response {
    let Ok(refusal) = code.parse::<Refusal>() else {
        return show(&state, Replaced::of(&request), StatusCode::NOT_FOUND).await;
    };
    let refused = sample::refused(refusal);
    let bare = refused.clone().into_response();
    let retry_after = bare
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let kept = KeptRefusal {
        refused,
        reference: sample::REFERENCE.to_owned(),
        at: state.proconnect.relying_party.clock().now(),
        retry_after: retry_after.map(str::to_owned),
    };
    if let Some(agent) = sample::agent(refusal) {
        let replaced = Replaced::shown_to(&request, agent);
        sample::without_scripts(refusal_page::render(kept, replaced, &state).await).await
    } else {
        refusal_page::render(kept, Replaced::of(&request), &state).await
    }
}

async fn show_error(
    State(state): State<AppState>,
    Path(status): Path<u16>,
    request: Request,
) -> Response {
    let status = STATUSES.contains(&status).then_some(status);
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::NOT_FOUND);
    show(&state, Replaced::of(&request), status).await
}

async fn show(state: &AppState, replaced: Replaced, status: StatusCode) -> Response {
    let options = state.options.clone();
    let document = move || error_document(options, status);
    let mut page = replaced.render(&state.proconnect, document).await;
    *page.status_mut() = status;
    page
}
