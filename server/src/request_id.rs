//! The request's id: made here, in every log line of the request, in the response, and on the
//! page of a refusal as the reference to quote.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::{Instrument, info, info_span};

/// Bears the id, in the request that goes on and in the response.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request and logs its answer. The query is left out: it may hold a code or a token.
/// An id that came with the request is replaced: the logs must not hold what a stranger chose.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let id = format!("{:012x}", rand::random::<u64>() >> 16);
    let value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("unknown"));
    request.headers_mut().insert(REQUEST_ID, value.clone());
    // Nothing that a terminal or a reader of the logs would take for something else.
    let path = request.uri().path().escape_default();
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
