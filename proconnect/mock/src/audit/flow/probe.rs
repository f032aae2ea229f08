//! Requests that no browser makes, and the headers of their responses.

use reqwest::header::{COOKIE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use std::time::Instant;
use url::{Url, form_urlencoded};

use super::play::Play;
use crate::audit::browser::{BrowserError, Hop};

/// A request.
pub struct Request<'a> {
    pub method: Method,
    pub url: &'a Url,
    pub cookies: &'a [(String, String)],
    pub headers: &'a [(&'a str, &'a str)],
    pub form: &'a [(String, String)],
}

pub struct Reply {
    pub headers: HeaderMap,
}

impl Reply {
    /// The values of a header, in their order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect()
    }
}

impl Play<'_> {
    /// Sends `request`, whose redirect is not followed. `None` when the service does not answer.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    #[expect(
        clippy::disallowed_methods,
        reason = "it follows no redirect and waits for a limited time"
    )]
    pub async fn probe(&mut self, request: Request<'_>) -> Result<Option<Reply>, BrowserError> {
        let http = Client::builder()
            .no_proxy()
            .danger_accept_invalid_certs(true)
            .redirect(Policy::none())
            .timeout(self.stage.patience)
            .build();
        let http = http.map_err(|error| BrowserError::Broken(error.to_string()))?;
        let mut sent = http.request(request.method.clone(), request.url.clone());
        if !request.cookies.is_empty() {
            let cookies: Vec<String> = request
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            sent = sent.header(COOKIE, cookies.join("; "));
        }
        for (name, value) in request.headers {
            sent = sent.header(*name, *value);
        }
        if !matches!(request.method, Method::GET | Method::HEAD) {
            let form = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(request.form)
                .finish();
            sent = sent
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form);
        }
        let begun = Instant::now();
        let (status, headers, body) = match sent.send().await {
            Ok(response) => (
                Some(response.status().as_u16()),
                Some(response.headers().clone()),
                response.text().await.unwrap_or_default(),
            ),
            Err(_) => (None, None, String::new()),
        };
        self.watch_hop(&Hop {
            url: request.url.clone(),
            status,
            elapsed: begun.elapsed(),
            body,
            set_cookies: Vec::new(),
        });
        Ok(headers.map(|headers| Reply { headers }))
    }
}
