//! A refusal as a response: its status, and its code in a header from which the application
//! makes a page.

use super::audit;
use crate::{acr_policy::AcrLevel, error::Refusal, return_to::ReturnTo};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Bears the stable code of the refusal.
pub const REFUSAL_HEADER: HeaderName = HeaderName::from_static("proconnect-refusal");

/// Bears the path that the agent was going to, so that the page can begin again from there.
pub const RETURN_TO_HEADER: HeaderName = HeaderName::from_static("proconnect-return-to");

/// Bears what the login was for, when that was a second factor: [`AcrLevel::as_field`].
pub const LEVEL_HEADER: HeaderName = HeaderName::from_static("proconnect-level");

/// When to try again, in seconds, where something is missing here for the moment (RFC 9110 10.2.3).
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// The refusal of a login of this level that was to lead to `return_to`.
pub(super) fn refuse_login(refusal: Refusal, return_to: &ReturnTo, level: AcrLevel) -> Response {
    let mut response = refusal.into_response();
    let headers = response.headers_mut();
    if let Ok(path) = HeaderValue::try_from(return_to.as_str()) {
        headers.insert(RETURN_TO_HEADER, path);
    }
    if let Some(level) = level.as_field() {
        headers.insert(LEVEL_HEADER, HeaderValue::from_static(level));
    }
    response
}

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
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m2_an_outage_says_when_to_try_again_and_nothing_else_does() {
        for refusal in Refusal::all() {
            let outage = refusal.status() == StatusCode::SERVICE_UNAVAILABLE;
            let told = refusal
                .into_response()
                .headers()
                .contains_key("retry-after");
            assert_eq!(told, outage, "{refusal}");
        }
    }
}
