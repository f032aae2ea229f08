//! A refusal as a page, in place of its bare code: what happened, what to do, and the reference
//! to quote.

use crate::{frame::Frame, layers::request_id::REQUEST_ID};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use proconnect::{
    acr_policy::AcrLevel,
    error::{Refusal, SessionError},
    return_to::ReturnTo,
    web::{CLEAR_SITE_DATA, LEVEL_HEADER, REFUSAL_HEADER, RETURN_TO_HEADER},
};

/// Whatever bears a refusal's code, from a route or from a server function, becomes the page of
/// that refusal, with its status and what the answer told the browser to keep and to forget; unless
/// it is a page already. The frame shows the agent who is signed in after the request. A client that
/// does not ask for HTML gets the code alone.
pub async fn show(State(frame): State<Frame>, request: Request, next: Next) -> Response {
    let wants_page = accepts_html(request.headers());
    let reference = text(request.headers(), &REQUEST_ID);
    let page_request = page_request(&request);

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
    let mut page = if wants_page {
        let user = match refusal {
            // The store would not answer a second time either.
            Refusal::Session(SessionError::Unavailable) => None,
            _ => frame.user(page_request.headers()).await,
        };
        let options = frame.options;
        let document =
            move || app::refusal_document(options, user, refusal, reference, return_to, level);
        app::render(|| {}, document, page_request).await
    } else {
        format!("{refusal}\n").into_response()
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

/// The request of a document that stands in place of the answer to `request`: its path, without the
/// query, and its headers.
pub fn page_request(request: &Request) -> Request {
    let mut page_request = Request::new(Body::empty());
    *page_request.uri_mut() = request.uri().path().parse().unwrap_or_default();
    *page_request.headers_mut() = request.headers().clone();
    page_request
}

/// Whether the client asks for a page: a browser that navigates, not a script that fetches (Fetch
/// Metadata).
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode");
    text(headers, &header::ACCEPT).contains("text/html")
        && mode.is_none_or(|mode| mode == "navigate")
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
