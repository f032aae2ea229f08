//! The page of a refusal replaces its bare code. It explains the event and the next step, and shows the
//! reference to quote.

use super::{agent::Replaced, request_id::REQUEST_ID};
use crate::state::AppState;
use app::refusals::page::PATH;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use proconnect::{
    error::{Refusal, RequestError, SessionError},
    web::{CLEAR_SITE_DATA, KeptRefusal, REFUSAL_HEADER, Refused},
};

/// The paths of a login and of a logout.
const JOURNEY: &str = "/auth/";

/// The cookie of a refusal whose browser is to be redirected, in the extensions of its bare answer.
#[derive(Clone)]
struct Left(HeaderValue);

/// Replaces a response that has a refusal in its extensions by the page of that refusal. Keeps `Set-Cookie`
/// and `Clear-Site-Data`. On the way of a login or a logout the bare code stays, for
/// [`lead_to_refusals`]. A client that does not accept HTML gets the bare code.
pub async fn render_refusals(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let wants_page = accepts_html(request.headers());
    let is_journey = request.uri().path().starts_with(JOURNEY);
    let reads = request.method().is_safe();
    let reference = text(request.headers(), &REQUEST_ID);
    let replaced = Replaced::of(&request);

    let mut answer = next.run(request).await;
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
    // A browser that comes back from the issuer brings its attempt. One without any cookie may keep none, and
    // would read nothing at the page of the refusal.
    let keeps_cookies = !reads || replaced.headers().contains_key(header::COOKIE);
    let leads = is_journey && is_ours && keeps_cookies;
    let cookie = leads.then(|| kept.clone().leave(replaced.headers(), &state.proconnect));
    let set = (cookie.flatten(), ()).into_response();
    if let Some(cookie) = set.headers().get(header::SET_COOKIE) {
        answer.extensions_mut().insert(Left(cookie.clone()));
        return answer;
    }
    let is_outage = kept.refused.refusal == Refusal::Session(SessionError::Unavailable);
    let replaced = if is_outage {
        replaced.for_a_visitor()
    } else {
        replaced
    };
    let page = render(kept, replaced, &state).await;
    with_instructions_of(&answer, page)
}

/// Redirects the browser of a refusal on the way of a login or a logout to the page of that refusal, whose
/// address holds no code and no error, and which a reload does not change.
///
/// It is outside the layer of the session, which saves a session unless the answer is a server's error: in an
/// outage, a redirect from inside would save a session that has just been refused.
pub async fn lead_to_refusals(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let Some(Left(cookie)) = answer.extensions().get::<Left>() else {
        return answer;
    };
    let redirect = ([(header::SET_COOKIE, cookie.clone())], Redirect::to(PATH));
    with_instructions_of(&answer, redirect.into_response())
}

/// Copies the headers that ask something of the browser, whatever it is shown.
fn with_instructions_of(answer: &Response, mut page: Response) -> Response {
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
