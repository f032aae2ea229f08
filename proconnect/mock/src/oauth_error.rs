use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

pub const JSON: &str = "application/json; charset=utf-8";

/// An error of OAuth. The token and userinfo endpoints answer with it as JSON; the authorization
/// endpoint redirects with it.
#[derive(Clone, Debug)]
pub struct OAuthError {
    pub status: StatusCode,
    pub error: &'static str,
    pub description: String,
    /// The scopes at fault.
    pub scope: Option<String>,
    /// The header `WWW-Authenticate`.
    pub challenge: Option<String>,
}

impl OAuthError {
    pub fn new(error: &'static str, description: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error,
            description: description.into(),
            scope: None,
            challenge: None,
        }
    }

    pub fn invalid_request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    /// One text for every reason, so that it reveals nothing.
    pub fn invalid_grant() -> Self {
        Self::new("invalid_grant", "grant request is invalid")
    }

    pub fn invalid_client() -> Self {
        Self::new("invalid_client", "client authentication failed")
            .with_status(StatusCode::UNAUTHORIZED)
    }

    pub fn server_error() -> Self {
        Self::new("server_error", "oops! something went wrong")
            .with_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub fn with_scope(self, scope: impl Into<String>) -> Self {
        Self {
            scope: Some(scope.into()),
            ..self
        }
    }
}

/// As JSON, with the error itself among the extensions: [`accept`](crate::accept) may show it on a
/// page.
impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.error, "error_description": self.description });
        if let Some(scope) = &self.scope {
            body["scope"] = scope.as_str().into();
        }
        let headers = [(CONTENT_TYPE, JSON), (CACHE_CONTROL, "no-store")];
        let challenge = self.challenge.clone();
        let challenge = AppendHeaders(challenge.map(|challenge| (WWW_AUTHENTICATE, challenge)));
        (self.status, headers, challenge, Extension(self), Json(body)).into_response()
    }
}
