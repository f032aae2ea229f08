//! Accepts changes only from this site's own pages (RFC 9700 4.7; Fetch Metadata).

use crate::error::{Refusal, RequestError};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses any request except GET and HEAD that does not come from `origin`. `Sec-Fetch-Site`
/// decides, or `Origin` if the browser does not send it. A request with neither is refused: every
/// browser of this decade sends one.
pub async fn same_origin(State(origin): State<Arc<str>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_same_origin(request.headers(), &origin) {
        next.run(request).await
    } else {
        Refusal::from(RequestError::CrossOrigin).into_response()
    }
}

fn is_same_origin(headers: &HeaderMap, origin: &str) -> bool {
    match (headers.get(SEC_FETCH_SITE), headers.get(header::ORIGIN)) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        is_same_origin(&headers, "https://app.example.fr")
    }

    #[test]
    fn the_sites_own_pages_are_let_through() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("origin", "https://app.example.fr")]));
    }

    #[test]
    fn all_others_are_refused() {
        for site in ["cross-site", "same-site", "none", ""] {
            let origin = ("origin", "https://app.example.fr");
            assert!(!allowed(&[("sec-fetch-site", site), origin]), "{site}");
        }
        for origin in ["https://evil.example", "null", "http://app.example.fr", ""] {
            assert!(!allowed(&[("origin", origin)]), "{origin}");
        }
        assert!(!allowed(&[]));
    }
}
