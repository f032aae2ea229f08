//! The cookies of a browser, with the rules of `SameSite`.

use cookie_store::{CookieStore, RawCookie};
use reqwest::header::{HeaderMap, SET_COOKIE};
use url::Url;

use super::site::is_same_site;

/// How a request comes about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Initiator {
    /// The address bar, or a page of the same site.
    SameSite,
    /// A page of another site, or a redirect that passed through one.
    CrossSite,
}

#[derive(Default)]
pub struct Cookies(CookieStore);

impl Cookies {
    pub fn keep(&mut self, url: &Url, headers: &HeaderMap) {
        let received = headers.get_all(SET_COOKIE).iter();
        let received =
            received.filter_map(|value| RawCookie::parse(value.to_str().ok()?.to_owned()).ok());
        self.0.store_response_cookies(received, url);
    }

    /// The cookies of a navigation to `url`. `Strict` cookies stay behind when another site began the
    /// navigation; `Lax` ones, and those without the attribute, when it is a `POST` too.
    pub fn of(&self, url: &Url, initiator: Initiator, is_get: bool) -> Vec<(String, String)> {
        let is_sent = |cookie: &&cookie_store::Cookie| {
            initiator == Initiator::SameSite
                || match cookie
                    .same_site()
                    .map(|same_site| same_site.to_string())
                    .as_deref()
                {
                    Some("None") => true,
                    Some("Strict") => false,
                    _ => is_get,
                }
        };
        let cookies = self.0.matches(url).into_iter().filter(is_sent);
        cookies
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect()
    }

    pub fn set(&mut self, url: &Url, name: &str, value: &str) {
        let cookie = RawCookie::build((name.to_owned(), value.to_owned()))
            .path("/")
            .secure(name.starts_with("__"));
        self.0
            .store_response_cookies(std::iter::once(cookie.build()), url);
    }
}

impl Initiator {
    /// A request from a page at `from` to `to`.
    pub fn between(from: &Url, to: &Url) -> Self {
        if is_same_site(from, to) {
            Self::SameSite
        } else {
            Self::CrossSite
        }
    }
}
