//! Headers that every response has. A document brings its own Content-Security-Policy and a
//! static file its own Cache-Control; these stand in for all the rest.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const COMMON: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Two years, as the preload lists ask.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers that are not set.
pub fn complete(headers: &mut HeaderMap, https: bool) {
    headers.reserve(COMMON.len() + 1);
    for (name, value) in COMMON {
        insert_if_absent(headers, name, value);
    }
    if https {
        insert_if_absent(headers, header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
}

/// The headers as they are written, for a response that no layer sees.
pub fn lines() -> String {
    let lines = COMMON.map(|(name, value)| format!("{name}: {value}\r\n"));
    lines.concat()
}

fn insert_if_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
