//! The headers of [`common_headers`](crate::common_headers), added to every response.

use crate::common_headers;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

/// Adds the headers that a response does not set itself. With `https`, also the header by which browsers use
/// https only (RFC 6797).
pub async fn set_security_headers(
    State(https): State<bool>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    common_headers::complete(response.headers_mut(), https);
    response
}
