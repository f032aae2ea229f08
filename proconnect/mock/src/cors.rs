use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::client::Client;
use crate::oauth_error::OAuthError;

/// The metadata and the keys are for any page.
pub async fn open(request: Request, next: Next) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// The other endpoints are for servers: ProConnect refuses a request with an `Origin` once it knows
/// the client.
///
/// # Errors
/// `invalid_request`, with any `Origin`.
pub fn refuse_origin(headers: &HeaderMap, client: &Client) -> Result<(), OAuthError> {
    let Some(origin) = headers.get(ORIGIN) else {
        return Ok(());
    };
    let origin = String::from_utf8_lossy(origin.as_bytes());
    Err(OAuthError::invalid_request(format!(
        "origin {origin} not allowed for client: {}",
        client.client_id
    )))
}
