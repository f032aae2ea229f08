//! The request that the document being rendered answers.

use crate::page::{Page, Pages};
use chrono::{DateTime, Utc};
use http::{HeaderMap, header, request::Parts, uri::Authority};
use leptos::{prelude::*, server_fn::error::ServerFnErrorErr};
use proconnect::{ReturnTo, web::ProConnect};
use std::str::FromStr;
use url::{Position, Url, form_urlencoded};

/// The time of a document in place of an answer, which the server inserts into the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredAt(pub DateTime<Utc>);

/// The server's time; `None` where neither the server nor the page has a clock.
pub fn time() -> Option<DateTime<Utc>> {
    let clock = || Some(use_context::<ProConnect>()?.relying_party.clock().now());
    extension::<AnsweredAt>()
        .map(|AnsweredAt(at)| at)
        .or_else(clock)
}

/// The server's time, for a server function that writes it.
///
/// # Errors
/// Where the server has no clock.
pub fn now() -> Result<DateTime<Utc>, ServerFnErrorErr> {
    time().ok_or_else(|| ServerFnErrorErr::ServerError("no clock".to_owned()))
}

/// Reads the request's head without cloning its headers.
fn head<T>(read: impl FnOnce(&Parts) -> Option<T>) -> Option<T> {
    with_context(read).flatten()
}

/// The `x-request-id`, which the logs show too; empty outside a request.
pub fn id() -> String {
    head(|parts| Some(parts.headers.get("x-request-id")?.to_str().ok()?.to_owned()))
        .unwrap_or_default()
}

/// Returns a value that a layer of the server has inserted into the request's extensions.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    head(|parts| parts.extensions.get::<T>().cloned())
}

/// The host name of the request, without the port. `None` when it has other characters than a host
/// name.
pub fn host_name() -> Option<String> {
    let host = |parts: &Parts| parts.headers.get(header::HOST)?.to_str().ok()?.parse().ok();
    let authority: Authority = head(host)?;
    let name = authority.host();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.[]:".contains(&byte);
    name.bytes().all(plain).then(|| name.to_owned())
}

/// The path, without the query.
pub fn path() -> String {
    head(|parts| Some(parts.uri.path().to_owned())).unwrap_or_else(|| "/".to_owned())
}

/// Returns the first value of that name in the query. The router's query map is not used: it
/// decodes a value twice, which turns `%2526` into `&`.
pub fn query(name: &str) -> Option<String> {
    head(|parts| query_of(parts.uri.query()?, name))
}

/// The address of a page with these values in its query. An empty value is left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let query = query.iter().filter(|(_, value)| !value.is_empty());
    let mut written = form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(query);
    match written.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The value of the parameter at the end of the path of the page; `None` where it cannot be read.
pub fn parameter<T: FromStr>() -> Option<T> {
    path().rsplit('/').next()?.parse().ok()
}

/// The page of this site that the request came from: the path and the query of the `Referer`. `None` where no
/// page is there, and for the home page, to which a login returns anyway. The host is not compared, since
/// only the path is kept.
pub fn page_before() -> Option<ReturnTo> {
    let referer =
        head(|parts| Url::parse(parts.headers.get(header::REFERER)?.to_str().ok()?).ok())?;
    let page = Pages::current().of(referer.path())?;
    let is_home = page.path == "/";
    let path = &referer[Position::BeforePath..Position::AfterQuery];
    path.parse().ok().filter(|_| !is_home)
}

fn query_of(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find_map(|(found, value)| (found == name).then(|| value.into_owned()))
}

/// The path that a form on this document returns to: that of the page, without its query, which a
/// link may have forged. If the document is no page of the site, the home page.
pub fn way_back() -> String {
    if is_page(&path()) {
        path()
    } else {
        "/".to_owned()
    }
}

/// The page of the site that this document is in the place of, without its query.
pub fn this_page() -> Option<ReturnTo> {
    let path = path();
    path.parse().ok().filter(|_| is_page(&path))
}

fn is_page(path: &str) -> bool {
    Page::current().is_some() || Pages::current().at(path).is_some()
}

/// Returns the raw value of a cookie.
pub fn cookie(name: &str) -> Option<String> {
    head(|parts| cookie_of(&parts.headers, name))
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
    fn r01_a_value_of_the_query_is_decoded_once() {
        for (query, value) in [
            ("siret=130+025%20265", "130 025 265"),
            ("siret=R%2526D", "R%26D"),
            ("siret=a%2523b", "a%23b"),
            ("siret=%2B%252B+", "+%2B "),
            ("siret=%C3%A9%25C3%25A9", "é%C3%A9"),
            ("siret=100%25&siret=2", "100%"),
            ("x=siret&%73iret=1", "1"),
            ("siret", ""),
        ] {
            assert_eq!(query_of(query, "siret").as_deref(), Some(value), "{query}");
        }
        for query in ["", "sire=1", "siret2=1", "SIRET=1"] {
            assert_eq!(query_of(query, "siret"), None, "{query}");
        }
    }

    #[test]
    fn an_address_has_the_values_that_are_not_empty() {
        assert_eq!(address("/a", &[("b", ""), ("c", "")]), "/a");
        assert_eq!(
            address("/a", &[("b", "1 & é"), ("c", ""), ("d", "2")]),
            "/a?b=1+%26+%C3%A9&d=2"
        );
    }

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
