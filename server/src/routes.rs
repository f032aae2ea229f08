//! The routes of the pages, of the platform, and the answer where there is no route.

use crate::{health, layers::agent::Replaced, state::AppState};
use app::{
    error_document,
    pages::{self, PAGES},
};
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header::CACHE_CONTROL},
    response::IntoResponse,
    routing::get,
};

/// RFC 9116 3.
const SECURITY_TXT: &str = "/.well-known/security.txt";

/// RFC 9309 2.3.
const ROBOTS_TXT: &str = "/robots.txt";

/// The routes of the platform, of security researchers and of search engines. They need no session.
pub fn outside_the_site(state: &AppState) -> Router {
    let security_txt = state.security_txt.clone();
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(state.clone())
        .route(
            SECURITY_TXT,
            get(move || async move { security_txt.text() }),
        )
        .route(ROBOTS_TXT, get(robots_txt))
}

/// A route for each row of the table of pages.
pub fn pages(state: &AppState) -> Router {
    PAGES.iter().fold(Router::new(), |router, page| {
        let state = state.clone();
        let show = async move |request: Request| {
            let options = state.options.clone();
            app::render_page(|| state.provide_contexts(), options, page, request).await
        };
        router.route(page.path, get(show))
    })
}

/// The table of pages in the form that search engines read.
async fn robots_txt() -> impl IntoResponse {
    let kept = [(CACHE_CONTROL, "public, max-age=3600")];
    (kept, pages::robots_txt())
}

/// The answer where no route and no file matches. No page is shown at an address that only resembles its
/// own.
pub fn not_found(state: AppState) -> Router {
    let page = move |request: Request| {
        let state = state.clone();
        async move {
            let options = state.options.clone();
            let document = move || error_document(options, StatusCode::NOT_FOUND);
            let replaced = Replaced::of(&request);
            let mut response = replaced.render(&state.proconnect, document).await;
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    Router::new().fallback(page)
}
