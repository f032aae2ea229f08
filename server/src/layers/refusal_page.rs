//! A refusal as a page, in place of its bare code: what happened, what to do, and the reference
//! to quote.

use super::{
    agent::{Documents, Replaced},
    request_id::REQUEST_ID,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use proconnect::{
    acr_policy::AcrLevel,
    error::Refusal,
    return_to::ReturnTo,
    web::{CLEAR_SITE_DATA, LEVEL_HEADER, REFUSAL_HEADER, RETURN_TO_HEADER},
};

/// Whatever bears a refusal's code, from a route or from a server function, becomes the page of
/// that refusal, with its status and what the answer told the browser to keep and to forget; unless
/// it is a page already. The frame shows the agent who is signed in after the request. A client that
/// does not ask for HTML gets the code alone.
pub async fn render_refusals(
    State(documents): State<Documents>,
    request: Request,
    next: Next,
) -> Response {
    let wants_page = accepts_html(request.headers());
    let reference = text(request.headers(), &REQUEST_ID);
    let replaced = Replaced::of(&request);

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
        let options = documents.options.clone();
        let document = move || app::refusal_document(options, refusal, reference, return_to, level);
        replaced.render(&documents, document).await
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
