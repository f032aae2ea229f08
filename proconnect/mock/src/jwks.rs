use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;

/// `GET /jwks`: RFC 7517, section 5.
pub async fn get(State(issuer): State<Arc<Issuer>>) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/jwk-set+json; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=600"),
    ];
    match serde_json::to_vec(&issuer.keys.public()) {
        Ok(body) => (headers, body).into_response(),
        Err(_) => OAuthError::server_error().into_response(),
    }
}
