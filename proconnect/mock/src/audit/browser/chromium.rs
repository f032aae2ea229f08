//! A browser with JavaScript: a profile of its own in the one Chromium of the run.

mod connection;
mod launch;
mod navigation;
mod paused;
mod program;
mod tab;

use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

use super::element::{BUTTONS, Element, Fields};
use super::{BrowserError, Hold, Hop, Landing, NOTHING, Page};
use tab::Tab;

pub use launch::Chromium;

/// `(selector, place, fields)`: presses an element. Returns false when the page has none there.
const PRESS: &str = include_str!("chromium/press.js");

/// `(url)`: follows a link to `url`.
const FOLLOW: &str = "(url) => { const link = document.createElement('a'); link.href = url; \
                      document.body.append(link); link.click(); return true; }";

/// `(action, fields)`: submits a form.
const POST: &str = include_str!("chromium/post.js");

pub struct ChromiumBrowser {
    chromium: Arc<Chromium>,
    /// Opened by the first gesture.
    tab: Option<Tab>,
    /// The page that is shown, as it was returned.
    shown: Option<Page>,
}

impl ChromiumBrowser {
    pub fn new(chromium: Arc<Chromium>) -> Self {
        Self {
            chromium,
            tab: None,
            shown: None,
        }
    }

    pub async fn open(&mut self, url: &Url, hold: Hold<'_>) -> Result<Landing, BrowserError> {
        self.tab().await?;
        self.act("Page.navigate", json!({ "url": url }), hold).await
    }

    pub async fn press(
        &mut self,
        page: &Page,
        element: &Element,
        fields: Fields<'_>,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        let is_shown = |shown: &Page| shown.url == page.url && shown.body == page.body;
        if !self.shown.as_ref().is_some_and(is_shown) {
            self.open(&page.url, NOTHING).await?;
        }
        let (selector, place) = match element {
            Element::Link(place) => ("a[href]", *place),
            Element::Form(place) => ("form", *place),
            Element::Button(place) => (BUTTONS, *place),
            Element::Selector(selector) => (selector.as_str(), 0),
        };
        let landing = self
            .run(PRESS, &json!([selector, place, fields]), hold)
            .await?;
        landing.ok_or_else(|| BrowserError::NoElement(page.url.clone(), element.to_string()))
    }

    pub async fn follow(
        &mut self,
        page: &Url,
        url: &Url,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        self.stand_at(page).await?;
        let landing = self.run(FOLLOW, &json!([url]), hold).await?;
        landing.ok_or_else(|| BrowserError::NoElement(page.clone(), "link".into()))
    }

    pub async fn post_from(
        &mut self,
        page: &Url,
        action: &Url,
        fields: Fields<'_>,
    ) -> Result<Landing, BrowserError> {
        self.stand_at(page).await?;
        let landing = self.run(POST, &json!([action, fields]), NOTHING).await?;
        landing.ok_or_else(|| BrowserError::NoElement(page.clone(), "form".into()))
    }

    pub fn take_hops(&mut self) -> Vec<Hop> {
        self.tab.as_mut().map(Tab::take_hops).unwrap_or_default()
    }

    pub async fn set_cookies(&mut self, url: &Url) -> Result<Vec<String>, BrowserError> {
        let answer = self.jar(url).await?;
        let cookies = answer["cookies"].as_array().into_iter().flatten();
        let text = |cookie: &Value, name| cookie[name].as_str().unwrap_or_default().to_owned();
        let line = |cookie| {
            let mut line = format!("{}={}", text(cookie, "name"), text(cookie, "value"));
            for (member, attribute) in [("httpOnly", "; HttpOnly"), ("secure", "; Secure")] {
                if cookie[member] == true {
                    line.push_str(attribute);
                }
            }
            if let Some(same_site) = cookie["sameSite"].as_str() {
                line.push_str("; SameSite=");
                line.push_str(same_site);
            }
            line
        };
        Ok(cookies.map(line).collect())
    }

    async fn jar(&mut self, url: &Url) -> Result<Value, BrowserError> {
        let tab = self.tab().await?;
        tab.call("Network.getCookies", json!({ "urls": [url] }))
            .await
    }

    pub async fn cookies(&mut self, url: &Url) -> Result<Vec<(String, String)>, BrowserError> {
        let answer = self.jar(url).await?;
        let text = |cookie: &Value, name| Some(cookie[name].as_str()?.to_owned());
        let cookies = answer["cookies"].as_array().into_iter().flatten();
        Ok(cookies
            .filter_map(|cookie| Some((text(cookie, "name")?, text(cookie, "value")?)))
            .collect())
    }

    pub async fn set_cookie(
        &mut self,
        url: &Url,
        name: &str,
        value: &str,
    ) -> Result<(), BrowserError> {
        let is_secure = name.starts_with("__");
        let cookie =
            json!({ "url": url, "name": name, "value": value, "path": "/", "secure": is_secure });
        self.tab().await?.call("Network.setCookie", cookie).await?;
        Ok(())
    }

    async fn tab(&mut self) -> Result<&mut Tab, BrowserError> {
        if self.tab.is_none() {
            self.tab = Some(Tab::open(Arc::clone(&self.chromium)).await?);
        }
        self.tab.as_mut().ok_or_else(BrowserError::ended)
    }

    /// Shows an empty document at `page`, without a request: the next gesture comes from its origin.
    async fn stand_at(&mut self, page: &Url) -> Result<(), BrowserError> {
        self.tab().await?.answer_next_with_an_empty_page();
        self.act("Page.navigate", json!({ "url": page }), NOTHING)
            .await?;
        self.shown = None;
        Ok(())
    }

    /// Runs `script` in the page. Returns `None` when the script returns false.
    async fn run(
        &mut self,
        script: &str,
        arguments: &Value,
        hold: Hold<'_>,
    ) -> Result<Option<Landing>, BrowserError> {
        // JSON is JavaScript: ECMAScript 2019.
        let expression = format!("({script})(...{arguments})");
        // Without the gesture of a person, Chromium withholds `Sec-Fetch-User` and blocks some navigations.
        let command =
            json!({ "expression": expression, "returnByValue": true, "userGesture": true });
        match self.act("Runtime.evaluate", command, hold).await {
            Err(BrowserError::NoElement(..)) => Ok(None),
            landing => landing.map(Some),
        }
    }

    /// Sends a command that may begin a navigation, and waits for its end.
    async fn act(
        &mut self,
        method: &str,
        command: Value,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        let tab = self.tab().await?;
        let landing = tab.navigate(method, command, hold).await;
        match &landing {
            Ok(Landing::Page(page)) => self.shown = Some(page.clone()),
            Ok(Landing::Held(_)) if !tab.has_left_its_page() => {}
            _ => self.shown = None,
        }
        landing
    }
}
