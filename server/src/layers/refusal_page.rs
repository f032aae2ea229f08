//! The page of a refusal replaces its bare code. It explains the event and the next step, and shows the
//! reference to quote.

use super::{agent::Replaced, request_id::REQUEST_ID};
use crate::state::AppState;
use app::refusals::page::PATH;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use proconnect::{
    error::{Refusal, RequestError},
    web::{CLEAR_SITE_DATA, KeptRefusal, REFUSAL_HEADER, Refused},
};

/// The paths of a login and of a logout.
const JOURNEY: &str = "/auth/";

/// Replaces a response that has a refusal in its extensions by the page of that refusal. On the way of a
/// login or a logout it redirects to that page instead, whose address holds no code and no error, and
/// which a reload does not change. Keeps `Set-Cookie` and `Clear-Site-Data`. A client that does not accept
/// HTML gets the bare code.
pub async fn render_refusals(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let wants_page = accepts_html(request.headers());
    let is_journey = request.uri().path().starts_with(JOURNEY);
    let reference = text(request.headers(), &REQUEST_ID);
    let replaced = Replaced::of(&request);

    let answer = next.run(request).await;
    let refused = answer.extensions().get::<Refused>().cloned();
    let Some(refused) = refused.filter(|_| wants_page) else {
        return answer;
    };
    let retry_after = text(answer.headers(), &header::RETRY_AFTER);
    let kept = KeptRefusal {
        refused,
        reference,
        at: state.proconnect.relying_party.clock().now(),
        retry_after: (!retry_after.is_empty()).then_some(retry_after),
    };
    // A request of another site sets no cookie.
    let is_ours = kept.refused.refusal != Refusal::Request(RequestError::CrossOrigin);
    let left = (is_journey && is_ours)
        .then(|| kept.clone().leave(replaced.headers(), &state.proconnect))
        .flatten();
    let mut page = match left {
        Some(cookie) => (cookie, Redirect::to(PATH)).into_response(),
        None => render(kept, replaced, &state).await,
    };
    for name in [header::SET_COOKIE, CLEAR_SITE_DATA] {
        for value in answer.headers().get_all(&name) {
            page.headers_mut().append(name.clone(), value.clone());
        }
    }
    page
}

/// Renders the page of a refusal, with its status, its code and the time to wait.
pub async fn render(kept: KeptRefusal, replaced: Replaced, state: &AppState) -> Response {
    let KeptRefusal {
        refused,
        reference,
        at,
        retry_after,
    } = kept;
    let (options, refusal) = (state.options.clone(), refused.refusal);
    let document = move || app::refusal_document(options, refused, reference, Some(at));
    let mut page = replaced.render(&state.proconnect, document).await;
    *page.status_mut() = refusal.status();
    let headers = [
        (REFUSAL_HEADER, Some(refusal.code())),
        (header::RETRY_AFTER, retry_after),
    ];
    for (name, value) in headers {
        if let Some(value) = value.and_then(|value| value.parse().ok()) {
            page.headers_mut().insert(name, value);
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

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}
