//! A browser, as the suite drives it: the cookies, redirects and forms of a person's browser.

mod body;
mod browsers;
mod chromium;
mod cookies;
mod document;
mod element;
mod http;
mod site;

use std::fmt;
use std::time::Duration;
use url::Url;

pub use browsers::Browsers;
use chromium::ChromiumBrowser;
pub use document::parse;
pub use element::{Element, Fields, Found};
pub use http::HttpBrowser;

/// Selects the request before which a navigation stops.
pub type Hold<'a> = &'a (dyn Fn(&Url) -> bool + Send + Sync);

/// Holds nothing back.
pub const NOTHING: Hold<'static> = &|_| false;

/// The end of a navigation.
#[derive(Clone, Debug)]
pub enum Landing {
    Page(Page),
    /// The request that was not sent.
    Held(Url),
}

/// A page that the browser shows.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: Url,
    pub status: u16,
    /// HTML, or another body. In a browser with JavaScript, the document as it is now.
    pub body: String,
}

/// A response on the way, redirects included.
#[derive(Clone, Debug)]
pub struct Hop {
    pub url: Url,
    /// `None` when there was no response.
    pub status: Option<u16>,
    pub elapsed: Duration,
    pub body: String,
    /// The values of its `Set-Cookie` headers, in their order. None from Chromium: see [`Browser::set_cookies`].
    pub set_cookies: Vec<String>,
}

/// The reason why a navigation ended without a page.
#[derive(Debug, PartialEq, Eq)]
pub enum BrowserError {
    TimedOut(Url),
    /// No connection, or a connection that was closed before the response.
    Closed(Url, String),
    TooManyRedirects(Url),
    /// The body of the response is above 8 MiB.
    TooLong(Url),
    /// The page has no such element.
    NoElement(Url, String),
    /// The browser itself failed.
    Broken(String),
}

/// A browser with a profile of its own, without cookies at first.
pub enum Browser {
    Http(HttpBrowser),
    Chromium(Box<ChromiumBrowser>),
}

impl Browser {
    /// Types `url` into the address bar.
    pub async fn open(&mut self, url: &Url, hold: Hold<'_>) -> Result<Landing, BrowserError> {
        match self {
            Self::Http(browser) => browser.open(url, hold).await,
            Self::Chromium(browser) => browser.open(url, hold).await,
        }
    }

    /// Follows the link, or submits the form, that `element` is on `page`. `fields` replace the values of
    /// the form's controls, or are added to them.
    pub async fn press(
        &mut self,
        page: &Page,
        element: &Element,
        fields: Fields<'_>,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        match self {
            Self::Http(browser) => browser.press(page, element, fields, hold).await,
            Self::Chromium(browser) => browser.press(page, element, fields, hold).await,
        }
    }

    /// Follows a link, or a redirect by script, of the page at `page`.
    pub async fn follow(
        &mut self,
        page: &Url,
        url: &Url,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        match self {
            Self::Http(browser) => browser.follow(page, url, hold).await,
            Self::Chromium(browser) => browser.follow(page, url, hold).await,
        }
    }

    /// Submits a form that another site shows: `page` is the address of that site's page.
    pub async fn post_from(
        &mut self,
        page: &Url,
        action: &Url,
        fields: Fields<'_>,
    ) -> Result<Landing, BrowserError> {
        match self {
            Self::Http(browser) => browser.post_from(page, action, fields).await,
            Self::Chromium(browser) => browser.post_from(page, action, fields).await,
        }
    }

    /// The responses since the last call, in their order.
    pub fn take_hops(&mut self) -> Vec<Hop> {
        match self {
            Self::Http(browser) => browser.take_hops(),
            Self::Chromium(browser) => browser.take_hops(),
        }
    }

    /// The cookies that a request to `url` would have: names and values.
    pub async fn cookies(&mut self, url: &Url) -> Result<Vec<(String, String)>, BrowserError> {
        match self {
            Self::Http(browser) => Ok(browser.cookies(url)),
            Self::Chromium(browser) => browser.cookies(url).await,
        }
    }

    /// The cookies that a request to `url` would have, as `Set-Cookie` headers: Chromium shows those of no response.
    /// None from a browser whose [`Hop`]s have them.
    pub async fn set_cookies(&mut self, url: &Url) -> Result<Vec<String>, BrowserError> {
        match self {
            Self::Http(_) => Ok(Vec::new()),
            Self::Chromium(browser) => browser.set_cookies(url).await,
        }
    }

    /// Sets a cookie for the host of `url` and its root path.
    pub async fn set_cookie(
        &mut self,
        url: &Url,
        name: &str,
        value: &str,
    ) -> Result<(), BrowserError> {
        match self {
            Self::Http(browser) => {
                browser.set_cookie(url, name, value);
                Ok(())
            }
            Self::Chromium(browser) => browser.set_cookie(url, name, value).await,
        }
    }
}

impl Landing {
    /// The page, or `None` when the navigation stopped before it.
    pub fn page(self) -> Option<Page> {
        match self {
            Self::Page(page) => Some(page),
            Self::Held(_) => None,
        }
    }

    pub fn held(self) -> Option<Url> {
        match self {
            Self::Held(url) => Some(url),
            Self::Page(_) => None,
        }
    }
}

impl BrowserError {
    fn ended() -> Self {
        Self::Broken("Chromium has ended".to_owned())
    }

    /// The error of a request to `url`.
    fn of(url: &Url, error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut(url.clone());
        }
        Self::Closed(url.clone(), error.to_string())
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(url) => write!(f, "{url} did not answer in time"),
            Self::Closed(url, reason) => write!(f, "{url}: {reason}"),
            Self::TooManyRedirects(url) => write!(f, "too many redirects, the last to {url}"),
            Self::TooLong(url) => write!(f, "{url}: the response is longer than 8 MiB"),
            Self::NoElement(url, element) => write!(f, "{url} has no {element}"),
            Self::Broken(reason) => write!(f, "the browser failed: {reason}"),
        }
    }
}

impl std::error::Error for BrowserError {}
