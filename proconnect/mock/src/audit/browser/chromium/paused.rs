//! Requests and responses at which Chromium stops, until it is told how to go on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use url::Url;

use super::navigation::Document;
use super::tab::Tab;
use crate::audit::browser::{BrowserError, Hold, Hop, Landing};

/// As in browsers without JavaScript. A loop of scripts is counted too.
const MOST_REQUESTS: usize = 20;

const EMPTY: &[u8] = b"<!doctype html><title></title><body></body>";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Paused {
    request_id: String,
    network_id: Option<String>,
    request: Request,
    frame_id: String,
    resource_type: String,
    /// Of a response that was received.
    response_status_code: Option<u16>,
    /// Of one that was not.
    response_error_reason: Option<String>,
    #[serde(default)]
    response_headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Request {
    url: Url,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

impl Tab {
    /// Lets a request or a response pass, or ends the navigation there.
    pub(super) async fn resume(
        &mut self,
        params: Value,
        hold: Hold<'_>,
    ) -> Result<Option<Landing>, BrowserError> {
        let id = params["requestId"].clone();
        let Ok(paused) = serde_json::from_value::<Paused>(params) else {
            self.tell("Fetch.continueRequest", json!({ "requestId": id }));
            return Ok(None);
        };
        let is_page = paused.resource_type == "Document" && paused.frame_id == self.frame;
        let is_response =
            paused.response_status_code.is_some() || paused.response_error_reason.is_some();
        match (is_page, is_response) {
            (true, false) => self.send_page_request(paused, hold),
            (true, true) => self.receive_page(paused).await,
            (false, true) => {
                self.receive_other(&paused).await;
                Ok(None)
            }
            (false, false) => {
                self.go_on(&paused);
                Ok(None)
            }
        }
    }

    fn send_page_request(
        &mut self,
        paused: Paused,
        hold: Hold<'_>,
    ) -> Result<Option<Landing>, BrowserError> {
        let url = paused.request.url.clone();
        if self.progress.requests >= MOST_REQUESTS {
            self.abort(&paused);
            return Err(BrowserError::TooManyRedirects(url));
        }
        if !self.progress.is_empty && hold(&url) {
            self.abort(&paused);
            return Ok(Some(Landing::Held(url)));
        }
        let document = Document {
            id: paused.network_id.clone().unwrap_or_default(),
            url,
            begun: Instant::now(),
            is_answered: false,
            is_loaded: false,
        };
        self.progress.ask(document, self.chromium.patience());
        if self.progress.is_empty {
            let page = json!({
                "requestId": paused.request_id,
                "responseCode": 200,
                "responseHeaders": [{ "name": "content-type", "value": "text/html" }],
                "body": STANDARD.encode(EMPTY),
            });
            self.tell("Fetch.fulfillRequest", page);
            self.show(200, None);
            self.progress.answer(false, false);
        } else {
            self.go_on(&paused);
        }
        Ok(None)
    }

    async fn receive_page(&mut self, paused: Paused) -> Result<Option<Landing>, BrowserError> {
        let url = paused.request.url.clone();
        let is_last = |document: &&Document| Some(&document.id) == paused.network_id.as_ref();
        let Some(begun) = self.progress.document.as_ref().filter(is_last) else {
            self.go_on(&paused);
            return Ok(None);
        };
        let begun = begun.begun;
        let left = self.chromium.patience().saturating_sub(begun.elapsed());
        let body = match &paused.response_error_reason {
            Some(reason) => Err(BrowserError::Closed(url.clone(), reason.clone())),
            None if paused.is_redirect() => Ok(String::new()),
            None => timeout(left, self.body(&paused))
                .await
                .unwrap_or_else(|_| Err(BrowserError::TimedOut(url.clone()))),
        };
        self.hops.push(Hop {
            url,
            status: paused.response_status_code.filter(|_| body.is_ok()),
            elapsed: begun.elapsed(),
            body: body.as_deref().unwrap_or_default().to_owned(),
            set_cookies: Vec::new(),
        });
        let body = match body {
            Ok(body) => body,
            Err(error) => {
                // Otherwise Chromium would show a page of its own.
                self.abort(&paused);
                return Err(error);
            }
        };
        if !paused.is_redirect() {
            let is_html = paused.is_html();
            self.progress.answer(may_act(&paused, &body), !is_html);
            let status = paused.response_status_code.unwrap_or_default();
            self.show(status, (!is_html).then_some(body));
        }
        self.go_on(&paused);
        Ok(None)
    }

    /// The response to a script, or the document of a frame.
    async fn receive_other(&mut self, paused: &Paused) {
        let status = paused.response_status_code;
        let is_left = paused.response_error_reason.as_deref() == Some("Aborted");
        if paused.resource_type != "Document" && !is_left {
            // A response without an error may be a stream without an end.
            let is_error = status.is_some_and(|status| status >= 400);
            let body = if is_error {
                self.body(paused).await.unwrap_or_default()
            } else {
                String::new()
            };
            self.hops.push(Hop {
                url: paused.request.url.clone(),
                status,
                elapsed: Duration::ZERO,
                body,
                set_cookies: Vec::new(),
            });
        }
        self.go_on(paused);
    }

    async fn body(&self, paused: &Paused) -> Result<String, BrowserError> {
        let request = json!({ "requestId": paused.request_id });
        let answer = self.call("Fetch.getResponseBody", request).await;
        let answer = answer.map_err(|error| match error {
            BrowserError::Broken(reason) => {
                BrowserError::Closed(paused.request.url.clone(), reason)
            }
            other => other,
        })?;
        let body = answer["body"].as_str().unwrap_or_default();
        if answer["base64Encoded"] != true {
            return Ok(body.to_owned());
        }
        let bytes = STANDARD.decode(body).unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn show(&mut self, status: u16, other_body: Option<String>) {
        self.status = status;
        self.other_body = other_body;
    }

    fn go_on(&self, paused: &Paused) {
        let request = json!({ "requestId": paused.request_id });
        self.tell("Fetch.continueRequest", request);
    }

    fn abort(&mut self, paused: &Paused) {
        let request = json!({ "requestId": paused.request_id, "errorReason": "Aborted" });
        self.tell("Fetch.failRequest", request);
    }

    /// A command without an interesting result.
    fn tell(&self, method: &str, params: Value) {
        let connection = self.chromium.connection();
        drop(connection.send(Some(&self.session), method, params));
    }
}

impl Paused {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.response_headers.iter();
        let header = headers.find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(&header.value)
    }

    fn is_redirect(&self) -> bool {
        matches!(self.response_status_code, Some(301..=303 | 307 | 308))
            && self.header("location").is_some()
    }

    /// Whether Chromium shows the response as a document: an answer without content, or a download, leaves the
    /// page that was there.
    fn is_html(&self) -> bool {
        let is_download = self
            .header("content-disposition")
            .is_some_and(|value| value.trim_start().starts_with("attachment"));
        let is_empty = matches!(self.response_status_code, Some(204 | 205));
        let kind = self.header("content-type").unwrap_or("text/html");
        !is_download && !is_empty && kind.contains("html")
    }
}

/// Whether the document can do something by itself once it is loaded.
fn may_act(paused: &Paused, body: &str) -> bool {
    let body = body.to_ascii_lowercase();
    let signs = ["<script", "onload", "http-equiv"];
    paused.header("refresh").is_some() || signs.iter().any(|sign| body.contains(sign))
}
