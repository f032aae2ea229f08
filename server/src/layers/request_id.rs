//! The request's id. It is in every log line of the request, in the response, and on the page of a refusal,
//! as the reference to quote.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::{fmt::Write, time::Instant};
use tracing::{Instrument, info, info_span};

/// Contains the id, in the request for the inner layers and in the response.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Greatest number of characters of a path in a log line. Every page of the site has a shorter path.
const LOGGED: usize = 256;

/// Gives the request an id, and logs its response. The query is not logged: it may hold a code or a token.
/// An id of the client's is replaced, since a stranger must not choose the texts of the logs.
pub async fn assign_request_id(mut request: Request, next: Next) -> Response {
    let id = format!("{:012x}", rand::random::<u64>() >> 16);
    let value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("unknown"));
    request.headers_mut().insert(REQUEST_ID, value.clone());
    let path = loggable(request.uri().path());
    let span = info_span!("request", id, method = %request.method(), %path);
    let started = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let (status, elapsed_us) = (response.status().as_u16(), started.elapsed().as_micros());
        info!(status, elapsed_us, "answered");
        response.headers_mut().insert(REQUEST_ID, value);
        response
    }
    .instrument(span)
    .await
}

/// The path with every special character escaped, so that a terminal does not interpret it; cut where it is
/// long.
fn loggable(path: &str) -> String {
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
