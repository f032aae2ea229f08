//! The routes of the pages, of the platform, and the answer where there is no route.

use crate::{health, layers::agent::Replaced, state::AppState};
use app::{
    error_document,
    pages::{self, PAGES},
    site_files,
};
use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Redirect},
    routing::get,
};
use std::sync::Arc;

/// RFC 9116 3.
const SECURITY_TXT: &str = "/.well-known/security.txt";

/// The routes of the platform, of security researchers, of search engines and of browsers. They need no session.
pub fn outside_the_site(state: &AppState) -> Router {
    let security_txt = state.security_txt.clone();
    let origin = state.proconnect.relying_party.config().origin();
    let robots = cacheable("text/plain; charset=utf-8", site_files::robots_txt(&origin));
    let sitemap = cacheable(
        "application/xml; charset=utf-8",
        site_files::sitemap_xml(&origin),
    );
    let manifest = cacheable("application/manifest+json", site_files::manifest());
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .with_state(state.clone())
        .route(
            SECURITY_TXT,
            get(move || async move { security_txt.text() }),
        )
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/manifest.webmanifest", get(manifest))
}

/// A handler that answers with this text, which caches may keep for an hour.
fn cacheable(content_type: &'static str, text: String) -> impl Handler<((),), ()> {
    let headers = [
        (CACHE_CONTROL, "public, max-age=3600"),
        (CONTENT_TYPE, content_type),
    ];
    let text: Arc<str> = text.into();
    move || async move { (headers, text.to_string()) }
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

/// The answer where no route and no file matches. No page is shown at an address that only resembles its
/// own: a browser is redirected to the page's address.
pub fn not_found(state: AppState) -> Router {
    let page = move |request: Request| {
        let state = state.clone();
        async move {
            if let Some(redirect) = redirect_to_page(&request) {
                return redirect.into_response();
            }
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

/// Redirects (308) from `/Contact/` to `/contact`, with the query. Mail programs add slashes and capitals.
fn redirect_to_page(request: &Request) -> Option<Redirect> {
    let uri = request.uri();
    let page = pages::resembling(uri.path()).filter(|page| page.path != uri.path())?;
    let query = uri.query().map(|query| format!("?{query}"));
    let to = format!("{}{}", page.path, query.unwrap_or_default());
    Some(Redirect::permanent(&to))
}
