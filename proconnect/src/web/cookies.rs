//! The sealed cookies of the journey. They are read byte by byte, sealed with the current key,
//! opened with the current or the previous one, and always set with the same attributes.
//!
//! [`keep_own_cookies`](super::keep_own_cookies) has cleaned the header before.

use super::CookieKeys;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponseParts, ResponseParts},
};
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use chrono::TimeDelta;
use cookie::CookieJar;
use std::convert::Infallible;

/// Binds a cookie to this host: Secure, `Path=/`, no Domain (RFC 6265bis 4.1.3.2).
pub(super) const HOST_PREFIX: &str = "__Host-";

/// The cookies of one request, and those that the response is to set.
#[derive(Clone)]
pub(super) struct SealedCookies {
    received: Vec<(String, String)>,
    keys: CookieKeys,
    set: Vec<Cookie<'static>>,
}

impl SealedCookies {
    pub fn of(headers: &HeaderMap, keys: &CookieKeys) -> Self {
        let lines = headers.get_all(header::COOKIE).iter();
        let pairs = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split("; "))
            .filter_map(|pair| pair.split_once('='));
        Self {
            received: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            keys: keys.clone(),
            set: Vec::new(),
        }
    }

    /// The names and values of the request's cookies, still sealed.
    pub fn received(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.received.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Opens the cookie of that name.
    pub fn get(&self, name: &str) -> Option<String> {
        let (_, sealed) = self.received().find(|(received, _)| *received == name)?;
        self.open(name, sealed)
    }

    /// Opens a value that was sealed for `purpose`: a cookie's name, or more.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<String> {
        let keys = [Some(&self.keys.current), self.keys.previous.as_ref()];
        let open = |key: &Key| {
            let cookie = Cookie::new(purpose.to_owned(), sealed.to_owned());
            let opened = CookieJar::new().private(key).decrypt(cookie)?;
            Some(opened.value().to_owned())
        };
        keys.into_iter().flatten().find_map(open)
    }

    /// Seals the text for `purpose`.
    pub fn seal(&self, purpose: &str, text: String) -> String {
        let mut jar = CookieJar::new();
        let cookie = Cookie::new(purpose.to_owned(), text);
        jar.private_mut(&self.keys.current).add(cookie);
        let sealed = jar.get(purpose).map(Cookie::value);
        sealed.unwrap_or_default().to_owned()
    }

    /// Sets the cookie of that name to the sealed text. Without a lifetime it lasts until the
    /// browser is closed.
    pub fn add(self, name: &str, text: String, lifetime: Option<TimeDelta>) -> Self {
        let sealed = self.seal(name, text);
        self.set(name, sealed, lifetime)
    }

    /// Sets the cookie of that name to `value`, unsealed.
    pub fn set(mut self, name: &str, value: String, lifetime: Option<TimeDelta>) -> Self {
        let mut cookie = host_cookie(name.to_owned(), value);
        let seconds = |lifetime: TimeDelta| time::Duration::seconds(lifetime.num_seconds());
        cookie.set_max_age(lifetime.map(seconds));
        self.set.retain(|other| other.name() != name);
        self.set.push(cookie);
        self
    }

    /// Removes the cookie of that name, if the browser has one.
    pub fn remove(self, name: &str) -> Self {
        if self.received().any(|(received, _)| received == name) {
            self.set(name, String::new(), Some(TimeDelta::zero()))
        } else {
            self
        }
    }
}

impl IntoResponseParts for SealedCookies {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        for cookie in self.set {
            if let Ok(value) = HeaderValue::try_from(cookie.to_string()) {
                parts.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        Ok(parts)
    }
}

/// The length of a pair in the `Cookie` header, in bytes.
pub(super) fn pair_length(name: &str, value: &str) -> usize {
    name.len() + "=".len() + value.len() + "; ".len()
}

/// `HttpOnly`, against scripts. `SameSite=Lax` rather than `Strict`, because the return from the
/// issuer is a navigation from another site.
fn host_cookie(name: String, value: String) -> Cookie<'static> {
    debug_assert!(name.starts_with(HOST_PREFIX));
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(line: &str, keys: &CookieKeys) -> SealedCookies {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, line.parse().unwrap());
        SealedCookies::of(&headers, keys)
    }

    #[test]
    fn f13_a_cookie_sealed_before_a_rotation_opens_after_it() {
        let (old, new) = (Key::generate(), Key::generate());
        let none = SealedCookies::of(&HeaderMap::new(), &old.clone().into());
        let line = format!("a={}", none.seal("a", "text".to_owned()));
        let rotated = CookieKeys {
            current: new.clone(),
            previous: Some(old),
        };
        let opened = received(&line, &rotated).get("a");
        assert_eq!(opened.as_deref(), Some("text"));
        assert_eq!(received(&line, &new.into()).get("a"), None);
    }

    #[test]
    fn a_text_opens_only_for_its_purpose() {
        let cookies = SealedCookies::of(&HeaderMap::new(), &Key::generate().into());
        let sealed = cookies.seal("a", "text".to_owned());
        assert_eq!(cookies.open("a", &sealed).as_deref(), Some("text"));
        assert_eq!(cookies.open("b", &sealed), None);
    }
}
