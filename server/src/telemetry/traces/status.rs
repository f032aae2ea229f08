//! The attribute of the response's status.

/// `http.response.status_code`, of the semantic conventions.
pub const STATUS: &str = "http.response.status_code";
