//! A page in a profile of its own.

use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedReceiver;

use super::connection::Event;
use super::launch::Chromium;
use super::navigation::Progress;
use crate::audit::browser::{BrowserError, Hop, Page};

/// Stopped before it is sent, and at its response.
const DOCUMENTS: [(&str, &str); 2] = [("Document", "Request"), ("Document", "Response")];

/// Stopped at its response.
const OF_SCRIPTS: [(&str, &str); 2] = [("XHR", "Response"), ("Fetch", "Response")];

/// The address and the source of the document as it is now.
const DOCUMENT: &str = "[location.href, document.documentElement?.outerHTML ?? '']";

pub struct Tab {
    pub(super) chromium: Arc<Chromium>,
    context: String,
    pub(super) session: String,
    pub(super) frame: String,
    pub(super) events: UnboundedReceiver<Event>,
    pub(super) hops: Vec<Hop>,
    pub(super) progress: Progress,
    pub(super) is_next_empty: bool,
    /// The status of the document, and its body if it is not HTML.
    pub(super) status: u16,
    pub(super) other_body: Option<String>,
}

impl Tab {
    /// # Errors
    /// When Chromium has ended, or refuses.
    pub async fn open(chromium: Arc<Chromium>) -> Result<Self, BrowserError> {
        let context = chromium.call(None, "Target.createBrowserContext", json!({}));
        let context = text(&context.await?["browserContextId"]);
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = chromium.call(None, "Target.createTarget", target).await?;
        let target = json!({ "targetId": target["targetId"], "flatten": true });
        let session = chromium.call(None, "Target.attachToTarget", target).await?;
        let session = text(&session["sessionId"]);
        let events = chromium.connection().events(&session);
        let mut tab = Self {
            progress: Progress::new(chromium.patience(), false),
            chromium,
            context,
            session,
            frame: String::new(),
            events,
            hops: Vec::new(),
            is_next_empty: false,
            status: 200,
            other_body: None,
        };
        tab.enable().await?;
        Ok(tab)
    }

    async fn enable(&mut self) -> Result<(), BrowserError> {
        let patterns = DOCUMENTS.iter().chain(&OF_SCRIPTS).map(
            |(kind, stage)| json!({ "urlPattern": "*", "resourceType": kind, "requestStage": stage }),
        );
        let patterns: Vec<Value> = patterns.collect();
        let agent = json!({ "userAgent": self.chromium.agent(), "acceptLanguage": "fr,en;q=0.5" });
        let commands = [
            ("Page.enable", json!({})),
            ("Page.setLifecycleEventsEnabled", json!({ "enabled": true })),
            ("Network.enable", json!({})),
            ("Network.setBypassServiceWorker", json!({ "bypass": true })),
            ("Network.setUserAgentOverride", agent),
            ("Fetch.enable", json!({ "patterns": patterns })),
        ];
        for (method, params) in commands {
            self.call(method, params).await?;
        }
        let downloads = json!({ "behavior": "deny", "browserContextId": self.context });
        self.chromium
            .call(None, "Browser.setDownloadBehavior", downloads)
            .await?;
        let tree = self.call("Page.getFrameTree", json!({})).await?;
        self.frame = text(&tree["frameTree"]["frame"]["id"]);
        Ok(())
    }

    /// The result of a command.
    pub async fn call(&self, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.chromium
            .call(Some(&self.session), method, params)
            .await
    }

    pub fn take_hops(&mut self) -> Vec<Hop> {
        std::mem::take(&mut self.hops)
    }

    pub fn answer_next_with_an_empty_page(&mut self) {
        self.is_next_empty = true;
    }

    /// The page that is shown.
    pub async fn page(&self) -> Result<Page, BrowserError> {
        let command = json!({ "expression": DOCUMENT, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", command).await?;
        let document = &answer["result"]["value"];
        let url = text(&document[0]).parse();
        Ok(Page {
            url: url.map_err(|_| BrowserError::Broken(format!("no document: {answer}")))?,
            status: self.status,
            body: self
                .other_body
                .clone()
                .unwrap_or_else(|| text(&document[1])),
        })
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let connection = self.chromium.connection();
        connection.forget(&self.session);
        let context = json!({ "browserContextId": self.context });
        drop(connection.send(None, "Target.disposeBrowserContext", context));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
