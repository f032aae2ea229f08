//! A refusal as a response: its status, and its code in a header from which the application
//! makes a page.

use super::audit;
use crate::error::Refusal;
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};

/// Bears the stable code of the refusal.
pub const REFUSAL_HEADER: HeaderName = HeaderName::from_static("proconnect-refusal");

impl IntoResponse for Refusal {
    /// Writes the audit event: a refusal becomes a response once.
    fn into_response(self) -> Response {
        audit::refused(self);
        let code = self.code();
        let mut response = (self.status(), format!("{code}\n")).into_response();
        let headers = response.headers_mut();
        if let Ok(code) = HeaderValue::try_from(code) {
            headers.insert(REFUSAL_HEADER, code);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
