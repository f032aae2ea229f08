//! From a gesture to the page on which it ends.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use url::Url;

use super::connection::{Event, Reply};
use super::tab::Tab;
use crate::audit::browser::site::is_same_site;
use crate::audit::browser::{BrowserError, Hold, Hop, Landing};

/// Time in which a gesture begins a navigation or a request, if it begins one.
const REACTION: Duration = Duration::from_millis(500);

/// Time without a request after which the scripts of a page have done their work.
const QUIET: Duration = Duration::from_millis(100);

/// The events since the gesture.
pub struct Progress {
    /// The last document that was asked for.
    pub document: Option<Document>,
    /// Documents that were asked for, redirects included.
    pub requests: usize,
    pub has_left: bool,
    /// The next document is an empty one.
    pub is_empty: bool,
    /// Scripts, and requests of scripts, without an answer yet. Those to other sites do not count: without a network,
    /// a counter of visits never answers.
    pending: HashMap<String, Url>,
    quiet: Duration,
    last: Instant,
    /// Renewed at each request for a document.
    deadline: Instant,
}

pub struct Document {
    /// The id of its request and of its loader.
    pub id: String,
    pub url: Url,
    pub begun: Instant,
    pub is_answered: bool,
    pub is_loaded: bool,
}

impl Progress {
    pub fn new(patience: Duration, is_empty: bool) -> Self {
        let now = Instant::now();
        Self {
            document: None,
            requests: 0,
            has_left: false,
            is_empty,
            pending: HashMap::new(),
            quiet: REACTION,
            last: now,
            deadline: now + patience,
        }
    }

    pub fn ask(&mut self, document: Document, patience: Duration) {
        self.deadline = document.begun + patience;
        self.requests += 1;
        self.document = Some(document);
    }

    /// The document was answered. Without `has_scripts`, nothing more happens once it is loaded.
    pub fn answer(&mut self, has_scripts: bool, is_loaded: bool) {
        self.has_left = true;
        self.pending.clear();
        self.quiet = if has_scripts { QUIET } else { Duration::ZERO };
        self.last = Instant::now();
        if let Some(document) = &mut self.document {
            document.is_answered = true;
            document.is_loaded = is_loaded;
        }
    }

    /// The address of a request that has no answer.
    fn unanswered(&self) -> Option<Url> {
        let document = self.document.as_ref().filter(|it| !it.is_answered);
        let document = document.map(|document| &document.url);
        document.or_else(|| self.pending.values().next()).cloned()
    }

    fn touch(&mut self) {
        self.quiet = QUIET;
        self.last = Instant::now();
    }

    /// The moment at which the page has settled if nothing more happens, or the longest wait.
    fn next(&self, is_done: bool) -> Instant {
        let is_settled = match &self.document {
            Some(document) => document.is_loaded,
            None => is_done,
        };
        if is_settled && self.pending.is_empty() {
            self.deadline.min(self.last + self.quiet)
        } else {
            self.deadline
        }
    }
}

impl Tab {
    /// Sends a command, and waits until the page that it leads to has settled.
    ///
    /// # Errors
    /// [`BrowserError::NoElement`] when the command is a script that returns false.
    pub async fn navigate(
        &mut self,
        method: &str,
        command: Value,
        hold: Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        // A navigation that began after the last gesture has ended is not followed.
        while let Ok(event) = self.events.try_recv() {
            let _ = self.receive(event, &|_| true).await;
        }
        let is_empty = std::mem::take(&mut self.is_next_empty);
        self.progress = Progress::new(self.chromium.patience(), is_empty);
        let connection = self.chromium.connection();
        let mut reply = connection.send(Some(&self.session), method, command);
        let mut is_done = false;
        loop {
            tokio::select! {
                reply = &mut reply, if !is_done => {
                    is_done = true;
                    self.check(reply.map_err(|_| BrowserError::ended())?)?;
                }
                event = self.events.recv() => {
                    let event = event.ok_or_else(BrowserError::ended)?;
                    if let Some(landing) = self.receive(event, hold).await? {
                        return Ok(landing);
                    }
                }
                () = sleep_until(self.progress.next(is_done)) => {
                    if let Some(landing) = self.settle().await? {
                        return Ok(landing);
                    }
                }
            }
        }
    }

    /// Whether another document than before the last gesture is shown.
    pub fn has_left_its_page(&self) -> bool {
        self.progress.has_left
    }

    /// A script whose page was left has no result, which is as it should be.
    fn check(&self, reply: Reply) -> Result<(), BrowserError> {
        if self.progress.document.is_some() {
            return Ok(());
        }
        let result = reply.map_err(BrowserError::Broken)?;
        if result["result"]["value"] == false {
            let url = Url::parse("about:blank").map_err(|_| BrowserError::ended())?;
            return Err(BrowserError::NoElement(url, String::new()));
        }
        let exception = &result["exceptionDetails"]["exception"]["description"];
        exception
            .as_str()
            .map_or(Ok(()), |text| Err(BrowserError::Broken(text.to_owned())))
    }

    async fn receive(
        &mut self,
        event: Event,
        hold: Hold<'_>,
    ) -> Result<Option<Landing>, BrowserError> {
        let params = event.params;
        let progress = &mut self.progress;
        let request = params["requestId"].as_str().unwrap_or_default();
        match event.method.as_str() {
            "Fetch.requestPaused" => return self.resume(params, hold).await,
            "Inspector.targetCrashed" => {
                return Err(BrowserError::Broken("the page crashed".into()));
            }
            "Page.lifecycleEvent" if params["name"] == "load" => {
                if let Some(document) = &mut progress.document
                    && params["loaderId"] == document.id
                {
                    document.is_loaded = true;
                    progress.last = Instant::now();
                }
            }
            "Network.requestWillBeSent"
                if matches!(params["type"].as_str(), Some("Script" | "XHR" | "Fetch")) =>
            {
                let url = |value: &Value| value.as_str()?.parse::<Url>().ok();
                let (to, from) = (url(&params["request"]["url"]), url(&params["documentURL"]));
                if let (Some(to), Some(from)) = (to, from)
                    && is_same_site(&to, &from)
                {
                    progress.pending.insert(request.to_owned(), to);
                    progress.touch();
                }
            }
            "Network.loadingFinished" | "Network.loadingFailed"
                if progress.pending.remove(request).is_some() =>
            {
                progress.touch();
            }
            _ => {}
        }
        Ok(None)
    }

    /// The page, if it still is the last one: looking at it waits for its scripts, which may begin something.
    async fn settle(&mut self) -> Result<Option<Landing>, BrowserError> {
        let is_late = Instant::now() >= self.progress.deadline;
        if is_late && let Some(url) = self.progress.unanswered() {
            self.hops.push(Hop {
                url: url.clone(),
                status: None,
                elapsed: self.chromium.patience(),
                body: String::new(),
                set_cookies: Vec::new(),
            });
            self.call("Page.stopLoading", json!({})).await?;
            return Err(BrowserError::TimedOut(url));
        }
        match self.page().await {
            Ok(page) if is_late || self.events.is_empty() => Ok(Some(Landing::Page(page))),
            Err(error) if is_late || error == BrowserError::ended() => Err(error),
            Ok(_) => Ok(None),
            Err(_) => {
                self.progress.touch();
                Ok(None)
            }
        }
    }
}
