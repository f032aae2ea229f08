//! A refusal as a page, in place of its bare code: what happened, what to do, and the reference
//! to quote.

use crate::layers::request_id::REQUEST_ID;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use leptos::config::LeptosOptions;
use proconnect::{
    acr_policy::AcrLevel,
    error::Refusal,
    return_to::ReturnTo,
    web::{CLEAR_SITE_DATA, LEVEL_HEADER, REFUSAL_HEADER, RETURN_TO_HEADER},
};

/// Whatever bears a refusal's code, from a route or from a server function, becomes the page of
/// that refusal, with its status and what the answer told the browser to keep and to forget; unless
/// it is a page already, in the frame of the signed-in agent. A client that does not ask for HTML
/// gets the code alone.
pub async fn show(State(options): State<LeptosOptions>, request: Request, next: Next) -> Response {
    let wants_page = accepts_html(request.headers());
    let reference = text(request.headers(), &REQUEST_ID);
    let mut page_request = Request::new(Body::empty());
    *page_request.uri_mut() = request.uri().path().parse().unwrap_or_default();
    *page_request.headers_mut() = request.headers().clone();

    let answer = next.run(request).await;
    let refusal = text(answer.headers(), &REFUSAL_HEADER).parse::<Refusal>();
    let Ok(refusal) = refusal else { return answer };
    if wants_page && is_html(answer.headers()) {
        return answer;
    }
    let return_to = text(answer.headers(), &RETURN_TO_HEADER)
        .parse::<ReturnTo>()
        .ok();
    let level = AcrLevel::from_field(Some(&text(answer.headers(), &LEVEL_HEADER)));
    let document = move || app::refusal_document(options, refusal, reference, return_to, level);
    let mut page = if wants_page {
        app::render(|| {}, document, page_request).await
    } else {
        Response::new(Body::from(format!("{refusal}\n")))
    };
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

/// Whether the client asks for a page.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    text(headers, &header::ACCEPT).contains("text/html")
}

/// Whether the answer is a page.
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
