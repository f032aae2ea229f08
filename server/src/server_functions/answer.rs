//! The outcome of a server function, as an answer to the client.

use crate::layers::refusal_page::accepts_html;
use app::functions::Function;
use axum::{
    body::{Body, to_bytes},
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

/// Bytes of an error that are logged.
const LOGGED: usize = 200;

/// Where a form leads whose function sets no `Location`: `None` where the client is a script, which
/// takes the value that the function returned.
pub struct WayOn(Option<ReturnTo>);

impl WayOn {
    /// Back to the page that the form was sent from, which the browser names, if it is one of ours; else
    /// to the page in the function's row; else home.
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
        let listed = || function.form?.page.parse().ok();
        let way = from.or_else(listed).unwrap_or_default();
        Self(accepts_html(headers).then_some(way))
    }
}

/// An address of the journey, or of a function that answered by a page, is none to come back to.
fn is_page(path: &str) -> bool {
    !path.starts_with("/auth/") && server_fn_paths().all(|(function, _)| function != path)
}

/// How a server function ended.
pub enum Outcome {
    /// The function answered: a value, or a status and a way on that it chose.
    Answer(Response),
    /// The function refused. The headers that it set are kept.
    Refused(Refused, Parts),
    /// The form could not be read.
    Malformed,
    /// The function failed. What the response was to set is kept.
    Failed(Parts),
}

impl Outcome {
    /// Reads what Leptos made of it. The words of an error go to the log, and no further: they may name
    /// types and quote values.
    pub async fn of(response: Response, path: &'static str) -> Self {
        if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
            return Self::Answer(response);
        }
        let (head, body) = response.into_parts();
        let error = to_bytes(body, LOGGED * 16).await.unwrap_or_default();
        let error = String::from_utf8_lossy(&error);
        // The names that `ServerFnError` gives to a form it could not read. Their words quote the form.
        let (kind, _) = error.split_once('|').unwrap_or_default();
        if matches!(kind, "Args" | "MissingArg" | "Deserialization") {
            tracing::warn!(path, kind, "a form could not be read");
            return Self::Malformed;
        }
        let error: String = error.chars().take(LOGGED).collect();
        tracing::error!(path, ?error, "a server function failed");
        Self::Failed(head)
    }

    /// The answer to the client. A success of a plain form leads on; a refusal and an error have a short
    /// text, of which the outer layers make a page for a browser.
    pub fn answer(self, way_on: WayOn) -> Response {
        match self {
            Self::Answer(response) => succeed(response, way_on),
            Self::Refused(refused, head) => with_head(refused, head.headers),
            Self::Malformed => Refusal::from(RequestError::MalformedForm).into_response(),
            Self::Failed(head) => {
                let is_error = head.status.is_client_error() || head.status.is_server_error();
                let status = if is_error {
                    head.status
                } else {
                    StatusCode::INTERNAL_SERVER_ERROR
                };
                with_head((status, "the server function failed\n"), head.headers)
            }
        }
    }
}

fn succeed(mut response: Response, WayOn(way_on): WayOn) -> Response {
    let leads_on = response.headers().contains_key(LOCATION);
    match way_on {
        // `leptos_axum::redirect` leaves the status to the client.
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
    // The value that the function returned is no part of a redirect.
    let (head, _) = response.into_parts();
    with_head((head.status, Body::empty()), head.headers)
}

/// Adds the headers that a function set, but for those of a body that is replaced.
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
