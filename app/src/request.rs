//! What a document goes by in the request it answers.

use http::{HeaderMap, header, request::Parts, uri::Authority};
use leptos::prelude::*;

/// The `x-request-id`, which the logs bear too; empty outside a request.
pub fn id() -> String {
    use_context::<Parts>()
        .and_then(|parts| Some(parts.headers.get("x-request-id")?.to_str().ok()?.to_owned()))
        .unwrap_or_default()
}

/// The name of the host that was asked, without the port; where it is nothing but a name.
pub fn host_name() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let host = parts.headers.get(header::HOST)?.to_str().ok()?;
    let authority: Authority = host.parse().ok()?;
    let name = authority.host();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.[]:".contains(&byte);
    name.bytes().all(plain).then(|| name.to_owned())
}

/// The path, without the query.
pub fn path() -> String {
    use_context::<Parts>().map_or_else(|| "/".to_owned(), |parts| parts.uri.path().to_owned())
}

/// Where a form may lead back to: the page, without a query that anybody may have written, or the
/// home page from an address of the journey, which only its own step answers.
pub fn way_back() -> String {
    let path = path();
    if path.starts_with("/auth/") {
        "/".to_owned()
    } else {
        path
    }
}

/// The value of a cookie, as it came.
pub fn cookie(name: &str) -> Option<String> {
    cookie_of(&use_context::<Parts>()?.headers, name)
}

fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then(|| value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn a_cookie_is_found_by_its_whole_name_in_any_header() {
        let mut headers = HeaderMap::new();
        for value in ["a=1; xtheme=no", "theme=dark;b=2"] {
            headers.append(header::COOKIE, HeaderValue::from_static(value));
        }
        assert_eq!(cookie_of(&headers, "theme").as_deref(), Some("dark"));
        assert_eq!(cookie_of(&headers, "b").as_deref(), Some("2"));
        assert_eq!(cookie_of(&headers, "them"), None);
    }
}
