//! The page of a refusal replaces its bare code. It explains the event and the next step, and shows the
//! reference to quote.

use super::{agent::Replaced, request_id::REQUEST_ID};
use crate::state::AppState;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use proconnect::web::{CLEAR_SITE_DATA, REFUSAL_HEADER, Refused};

/// Replaces a response that has a refusal in its extensions by the page of that refusal. Keeps its
/// status, `Set-Cookie` and `Clear-Site-Data`. A client that does not accept HTML gets the bare code.
pub async fn render_refusals(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let wants_page = accepts_html(request.headers());
    let reference = text(request.headers(), &REQUEST_ID);
    let replaced = Replaced::of(&request);

    let answer = next.run(request).await;
    let refused = answer.extensions().get::<Refused>().cloned();
    let Some(refused) = refused.filter(|_| wants_page) else {
        return answer;
    };
    let Refused {
        refusal,
        return_to,
        level,
    } = refused;
    let options = state.options.clone();
    let document = move || app::refusal_document(options, refusal, reference, return_to, level);
    let mut page = replaced.render(&state.proconnect, document).await;
    *page.status_mut() = refusal.status();
    for name in [
        header::SET_COOKIE,
        header::RETRY_AFTER,
        REFUSAL_HEADER,
        CLEAR_SITE_DATA,
    ] {
        for value in answer.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    page
}

/// True when the client asks for a page: a browser that navigates, not a script that fetches (Fetch
/// Metadata).
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode");
    text(headers, &header::ACCEPT).contains("text/html")
        && mode.is_none_or(|mode| mode == "navigate")
}

/// True when the answer is a page.
pub fn is_html(headers: &HeaderMap) -> bool {
    text(headers, &header::CONTENT_TYPE).starts_with("text/html")
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> String {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
