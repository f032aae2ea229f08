//! Cleans the `Cookie` header before any other code reads it.
//!
//! A sibling host may set cookies for the whole domain. The libraries that read cookies
//! percent-decode names and trim them by Unicode rules: they would read `__Host%2Dsession` as
//! `__Host-session`, whose prefix then protects nothing (RFC 6265bis 4.1.3.2). One non-ASCII byte
//! in a foreign cookie makes them drop the whole header. This middleware therefore stands in front
//! of every reader of cookies, works on bytes, and passes only this application's cookies.

use super::{cookies::HOST_PREFIX, kept_refusal, log_out, login_attempts, signed_out_notice};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue,
        header::{COOKIE, SET_COOKIE},
    },
    middleware::Next,
    response::Response,
};
use std::collections::BTreeMap;

/// Replaces `__Host-` over plain http, which only a developer's own machine uses: `__Host-`
/// requires `Secure`, and some browsers keep no `Secure` cookie over http.
pub const LOCAL_PREFIX: &str = "local-";

/// Longest value that a browser sends back, in bytes (RFC 6265bis 5.6).
const MAX_VALUE_LENGTH: usize = 4096;

/// The journey's cookies that have a fixed name.
const NAMES: [&str; 4] = [
    kept_refusal::COOKIE,
    log_out::COOKIE,
    login_attempts::DROPPED,
    signed_out_notice::COOKIE,
];

/// Whether a cookie of that name is one of this library's.
fn is_of_this_library(name: &[u8]) -> bool {
    NAMES.iter().any(|own| own.as_bytes() == name) || login_attempts::is_name(name)
}

/// The application's cookies.
#[derive(Debug, Clone, Copy)]
pub struct OwnCookies {
    /// Whether agents come by https.
    pub https: bool,
    /// The names of the application's own cookies, with `__Host-`. This library's cookies are added
    /// to them.
    pub names: &'static [&'static str],
}

/// The middleware. Inner layers and handlers use the `__Host-` names. Over plain http, cookies
/// travel under [`LOCAL_PREFIX`] and without `Secure`.
pub async fn keep_own_cookies(
    State(own): State<OwnCookies>,
    mut request: Request,
    next: Next,
) -> Response {
    own.clean(request.headers_mut());
    let mut response = next.run(request).await;
    if !own.https {
        loosen(response.headers_mut());
    }
    response
}

impl OwnCookies {
    /// Replaces all `Cookie` headers by one with this application's cookies. A name that occurs
    /// twice is dropped: the application cannot know which of the two it has set.
    fn clean(&self, headers: &mut HeaderMap) {
        let mut found: BTreeMap<Vec<u8>, Option<&[u8]>> = BTreeMap::new();
        let lines = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes);
        for pair in lines.flat_map(|line| line.split(|byte| *byte == b';')) {
            let pair = trim(pair);
            let Some(equals) = pair.iter().position(|byte| *byte == b'=') else {
                continue;
            };
            let (name, value) = (&pair[..equals], &pair[equals + 1..]);
            if let Some(name) = self.own_name(name) {
                let once = is_cookie_value(value).then_some(value);
                found
                    .entry(name)
                    .and_modify(|twice| *twice = None)
                    .or_insert(once);
            }
        }
        let pairs = found
            .into_iter()
            .filter_map(|(name, value)| Some([name.as_slice(), b"=", value?].concat()));
        let clean = pairs.collect::<Vec<_>>().join(&b"; "[..]);
        headers.remove(COOKIE);
        if let Ok(clean) = HeaderValue::from_bytes(&clean)
            && !clean.is_empty()
        {
            headers.insert(COOKIE, clean);
        }
    }

    /// Returns the `__Host-` name of the cookie that arrived as `name`, if it is exactly one of
    /// ours.
    fn own_name(&self, name: &[u8]) -> Option<Vec<u8>> {
        let prefix = if self.https {
            HOST_PREFIX
        } else {
            LOCAL_PREFIX
        };
        let bare = name.strip_prefix(prefix.as_bytes())?;
        let name = [HOST_PREFIX.as_bytes(), bare].concat();
        let is_applications = self.names.iter().any(|own| own.as_bytes() == name);
        let is_ours = is_applications || is_of_this_library(&name);
        is_ours.then_some(name)
    }
}

/// Trims only HTTP's white space (RFC 9110 5.6.3).
fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// RFC 6265 4.1.1, `cookie-octet`.
fn is_cookie_value(value: &[u8]) -> bool {
    let is_octet = |byte: &u8| byte.is_ascii_graphic() && !b"\",;\\".contains(byte);
    value.len() <= MAX_VALUE_LENGTH && value.iter().all(is_octet)
}

/// Renames the response's cookies for plain http.
fn loosen(headers: &mut HeaderMap) {
    if !headers.contains_key(SET_COOKIE) {
        return;
    }
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let renamed = cookie
            .to_str()
            .ok()
            .and_then(|text| text.strip_prefix(HOST_PREFIX))
            .map(|rest| format!("{LOCAL_PREFIX}{}", rest.replacen("; Secure", "", 1)))
            .and_then(|text| HeaderValue::try_from(text).ok());
        headers.append(SET_COOKIE, renamed.unwrap_or(cookie));
    }
}

#[cfg(test)]
mod tests;
