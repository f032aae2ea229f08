//! The request's id. It is in every log line of the request, in the audit trail, in the response, and on the
//! page of a refusal, as the reference to quote.

use crate::client_address::ClientAddress;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use proconnect::web::{AuditedRequest, PlainText};
use std::{fmt::Write, sync::Arc, time::Instant};
use tracing::{Instrument, info, info_span};

/// Contains the id, in the request for the inner layers and in the response.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Greatest number of characters of a path in a log line. Every page of the site has a shorter path.
const LOGGED: usize = 256;

/// Gives the request an id, and logs its response. The query is not logged: it may hold a code or a token.
/// An id of the client's or of the platform is replaced. It stays in the logs as `platform_id`, to find the
/// request in the logs of the proxy.
pub async fn assign_request_id(mut request: Request, next: Next) -> Response {
    let id = format!("{:012x}", rand::random::<u64>() >> 16);
    let platform_id = platform_id(request.headers());
    let audited = AuditedRequest {
        client: request
            .extensions()
            .get()
            .map(|ClientAddress(address)| *address),
        id: Some(PlainText::new(&id)),
        platform_id: platform_id.as_deref().map(PlainText::new),
        ..AuditedRequest::with_headers(request.headers())
    };
    request.extensions_mut().insert(Arc::new(audited));
    let value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("unknown"));
    request.headers_mut().insert(REQUEST_ID, value.clone());
    let path = loggable(request.uri().path());
    let span = info_span!("request", id, method = %request.method(), %path, platform_id);
    let started = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let (status, elapsed_us) = (response.status().as_u16(), started.elapsed().as_micros());
        info!(status, elapsed_us, "answered");
        #[cfg(feature = "opentelemetry")]
        crate::telemetry::traces::answered(&tracing::Span::current(), status);
        response.headers_mut().insert(REQUEST_ID, value);
        response
    }
    .instrument(span)
    .await
}

/// The id that the platform's proxy has given the request. A client may send one too, so that a text of
/// another form is dropped.
fn platform_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || b"+=/-".contains(&byte);
    let has_form = (20..=128).contains(&id.len()) && id.bytes().all(is_id);
    has_form.then(|| id.to_owned())
}

/// The path with every special character escaped, so that a terminal does not interpret it; cut where it is
/// long.
fn loggable(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._".contains(&byte);
    if path.len() <= LOGGED && path.bytes().all(is_plain) {
        return path.to_owned();
    }
    let mut logged = String::new();
    for escaped in path.chars().map(char::escape_default) {
        if logged.len() + escaped.len() > LOGGED {
            logged.push('…');
            break;
        }
        // Writing into a string does not fail.
        let _ = write!(logged, "{escaped}");
    }
    logged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f8_only_a_text_of_the_form_of_an_id_is_taken_from_the_platform() {
        let taken = |text: &str| {
            let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
            platform_id(&[(REQUEST_ID, value)].into_iter().collect())
        };
        let (longest, longer, accents) = ("a".repeat(128), "a".repeat(129), "é".repeat(12));
        for good in [
            "7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b",
            "Root=1-67891233-abcdef012345678912345678",
            &longest,
        ] {
            assert_eq!(taken(good).as_deref(), Some(good));
        }
        for wrong in [
            "",
            "forged",
            "0123456789abcdef 0123",
            "a_b.c:d;e,f\"g'h{i}j<k>l",
            &longer,
            &accents,
        ] {
            assert_eq!(taken(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn l2_a_long_path_is_cut_in_the_logs_whatever_it_is_made_of() {
        assert_eq!(loggable("/mon-compte"), "/mon-compte");
        assert_eq!(loggable("/é\u{1b}[1m"), "/\\u{e9}\\u{1b}[1m");
        for letter in ["a", "é", "\u{10ffff}", "\\"] {
            let logged = loggable(&letter.repeat(40_000));
            assert!(logged.len() <= LOGGED + 3, "{letter}: {}", logged.len());
            assert!(logged.ends_with('…'), "{letter}");
        }
        let just = "a".repeat(LOGGED);
        assert_eq!(loggable(&just), just);
    }
}
