use axum::extract::State;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_DNS_PREFETCH_CONTROL, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::page;

/// The headers of every response. Those of ProConnect come from the library helmet 8.
const HEADERS: [(HeaderName, &str); 11] = [
    (CONTENT_SECURITY_POLICY, page::CONTENT_SECURITY_POLICY),
    // A window that another site opened loses its opener here.
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    // With `no-referrer`, which ProConnect has, the `Origin` of the mock's own forms would be `null`.
    // Other sites see no difference.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_DNS_PREFETCH_CONTROL, "off"),
    (HeaderName::from_static("x-download-options"), "noopen"),
    (X_FRAME_OPTIONS, "SAMEORIGIN"),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
    (X_XSS_PROTECTION, "0"),
];

const A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The headers that depend on the address of the mock.
#[derive(Clone, Copy)]
pub struct Headers {
    is_https: bool,
    has_hsts: bool,
}

impl Headers {
    /// A browser that trusts the certificate would never again open `http://localhost`, at any
    /// port: HSTS (RFC 6797) is left out there. Over plain http, browsers ignore it.
    pub fn new(is_https: bool, host: &str) -> Self {
        Self {
            is_https,
            has_hsts: !is_https || host != "localhost",
        }
    }
}

pub async fn add(State(own): State<Headers>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if own.has_hsts {
        headers.insert(STRICT_TRANSPORT_SECURITY, A_YEAR);
    }
    if own.is_https {
        secure_cookies(headers);
    }
    response
}

/// Over https, cookies are `Secure`, as ProConnect's are. Over plain http, a browser would drop them.
fn secure_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let secure = [cookie.as_bytes(), b"; Secure"].concat();
        headers.append(
            SET_COOKIE,
            HeaderValue::from_bytes(&secure).unwrap_or(cookie),
        );
    }
}
