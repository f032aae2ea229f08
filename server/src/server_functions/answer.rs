//! The outcome of a server function, as a response.

use crate::layers::refusal_page::accepts_html;
use app::{
    fields::sent::{FAILED, MALFORMED},
    functions::Function,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, REFERER},
        response::Parts,
    },
    response::{IntoResponse, Redirect, Response},
};
use leptos::server_fn::{
    axum::server_fn_paths, error::SERVER_FN_ERROR_HEADER, redirect::REDIRECT_HEADER,
};
use proconnect::{
    ReturnTo,
    error::{Refusal, RequestError},
    web::Refused,
};
use url::{Position, Url};

/// Longest error, or mistakes of a form, in bytes.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Longest error text that is logged, in characters.
const MAX_LOGGED_CHARS: usize = 200;

/// The page to redirect to when the function sets no `Location`. `None` for a script, which reads
/// the value that the function returned.
pub struct WayOn(Option<ReturnTo>);

impl WayOn {
    /// Returns, in this order: the page that the form was sent from (the `Referer`, if it is a page
    /// of this site), the page in the function's row, the home page.
    pub fn of(headers: &HeaderMap, function: &Function, origin: &str) -> Self {
        let referer = headers.get(REFERER).and_then(|value| value.to_str().ok());
        let from = referer.and_then(|referer| Url::parse(referer).ok());
        let from = from
            .filter(|url| url.origin().ascii_serialization() == origin)
            .filter(|url| is_page(url.path()))
            .and_then(|url| {
                let page = &url[Position::BeforePath..Position::AfterQuery];
                page.parse::<ReturnTo>().ok()
            });
        let listed = || function.form?.address(|_| None)?.parse().ok();
        let way = from.or_else(listed).unwrap_or_default();
        Self(accepts_html(headers).then_some(way))
    }

    /// True for a browser, to which a page is shown.
    pub fn is_shown(&self) -> bool {
        self.0.is_some()
    }
}

/// False for an address that must not be returned to: a step of the login, or a function that
/// answered with a page.
fn is_page(path: &str) -> bool {
    !path.starts_with("/auth/") && server_fn_paths().all(|(function, _)| function != path)
}

/// How a server function ended.
pub enum Outcome {
    /// The function returned a value, or set a status and a `Location`.
    Answer(Response),
    /// The function refused. The headers that it set are kept.
    Refused(Refused, Parts),
    /// The function found mistakes, which are the body.
    Rejected(Parts, Bytes),
    /// The form could not be read.
    Malformed,
    /// The function failed. The headers that it set are kept.
    Failed(Parts),
}

impl Outcome {
    /// Reads the outcome from Leptos' response. The text of an error is logged and never sent: it
    /// may name types and quote values.
    pub async fn of(response: Response, path: &'static str) -> Self {
        if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
            return Self::Answer(response);
        }
        let (head, body) = response.into_parts();
        let error = to_bytes(body, MAX_ERROR_BYTES).await.unwrap_or_default();
        if head.status == StatusCode::UNPROCESSABLE_ENTITY {
            return Self::Rejected(head, error);
        }
        if head.status.is_client_error() {
            return Self::Failed(head);
        }
        let error = String::from_utf8_lossy(&error);
        // The kinds of `ServerFnError` for a form that cannot be read. Their text quotes the form
        // and is not logged.
        let (kind, _) = error.split_once('|').unwrap_or_default();
        if matches!(kind, "Args" | "MissingArg" | "Deserialization") || error == MALFORMED {
            tracing::warn!(path, kind, "a form could not be read");
            return Self::Malformed;
        }
        let error: String = error.chars().take(MAX_LOGGED_CHARS).collect();
        tracing::error!(path, ?error, "a server function failed");
        Self::Failed(head)
    }

    /// Returns the response to the client. A success of a plain form redirects. A refusal or an
    /// error has a short text, which the outer layers replace by a page for a browser.
    pub fn answer(self, way_on: WayOn) -> Response {
        match self {
            Self::Answer(response) => succeed(response, way_on),
            Self::Refused(refused, head) => with_head(refused, head.headers),
            Self::Rejected(head, mistakes) => (head, mistakes).into_response(),
            Self::Malformed => Refusal::from(RequestError::MalformedForm).into_response(),
            Self::Failed(head) => {
                let is_error = head.status.is_client_error() || head.status.is_server_error();
                let status = if is_error {
                    head.status
                } else {
                    StatusCode::INTERNAL_SERVER_ERROR
                };
                with_head((status, FAILED), head.headers)
            }
        }
    }
}

fn succeed(mut response: Response, WayOn(way_on): WayOn) -> Response {
    let leads_on = response.headers().contains_key(LOCATION);
    match way_on {
        // `leptos_axum::redirect` does not set the status: its client reads a header instead.
        Some(_) if leads_on && response.status().is_success() => {
            *response.status_mut() = StatusCode::SEE_OTHER;
        }
        Some(way) if response.status().is_success() => {
            let redirect = Redirect::to(way.as_str());
            return with_head(redirect, response.into_parts().0.headers);
        }
        _ => {}
    }
    if !response.status().is_redirection() {
        return response;
    }
    // A redirect must not carry the value that the function returned.
    let (head, _) = response.into_parts();
    with_head((head.status, Body::empty()), head.headers)
}

/// Adds the headers that the function set, except those that describe the replaced body.
fn with_head(response: impl IntoResponse, headers: HeaderMap) -> Response {
    const OF_LEPTOS: [HeaderName; 2] = [
        HeaderName::from_static(SERVER_FN_ERROR_HEADER),
        HeaderName::from_static(REDIRECT_HEADER),
    ];
    let mut response = response.into_response();
    let is_error = !response.status().is_redirection();
    let own: Vec<HeaderName> = response.headers().keys().cloned().collect();
    for (name, value) in &headers {
        let dropped = [CONTENT_TYPE, CONTENT_LENGTH].contains(name)
            || OF_LEPTOS.contains(name)
            || own.contains(name)
            || (is_error && name == LOCATION);
        if !dropped {
            response
                .headers_mut()
                .append(name.clone(), HeaderValue::clone(value));
        }
    }
    response
}
