use axum::extract::FromRequestParts;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};

use crate::error_page::ErrorPage;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A form that a page of the mock has sent. A page of another site, or a program, is refused: a
/// program uses the JSON of `/mock`.
pub struct SameOrigin;

impl<S: Send + Sync> FromRequestParts<S> for SameOrigin {
    type Rejection = ErrorPage;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ErrorPage> {
        if is_of_this_origin(&parts.headers) {
            return Ok(Self);
        }
        Err(ErrorPage {
            title: "Demande refusée",
            description: "Cette demande vient d’un autre site.",
            ..ErrorPage::new(
                StatusCode::FORBIDDEN,
                "mock:cross-site-request",
                "neither Sec-Fetch-Site nor Origin shows a page of the mock",
            )
        })
    }
}

/// By `Sec-Fetch-Site`, then by `Origin`, for browsers older than that header.
fn is_of_this_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin";
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(ORIGIN).and_then(|origin| {
        let host = origin.strip_prefix("https://");
        host.or_else(|| origin.strip_prefix("http://"))
    });
    origin.is_some() && origin == text(HOST)
}
