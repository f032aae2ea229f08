//! The kind of browser that drives the service.

use std::sync::Arc;
use std::time::Duration;

use super::chromium::{Chromium, ChromiumBrowser};
use super::{Browser, BrowserError, HttpBrowser};

/// Makes browsers, each with a profile of its own. They wait for the patience of the run.
pub enum Browsers {
    /// Without JavaScript.
    Http(Duration),
    Chromium(Arc<Chromium>),
}

impl Browsers {
    /// Starts the Chromium that `program` names, or the first that is found when the name is empty. Without
    /// `program`, browsers have no JavaScript.
    ///
    /// # Errors
    /// When Chromium is not found, or does not start.
    pub async fn start(program: Option<&str>, patience: Duration) -> Result<Self, BrowserError> {
        Ok(match program {
            None => Self::Http(patience),
            Some(program) => Self::Chromium(Arc::new(Chromium::start(program, patience).await?)),
        })
    }

    /// A browser without cookies.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn browser(&self) -> Result<Browser, BrowserError> {
        Ok(match self {
            Self::Http(patience) => Browser::Http(HttpBrowser::new(*patience)?),
            Self::Chromium(chromium) => {
                Browser::Chromium(Box::new(ChromiumBrowser::new(Arc::clone(chromium))))
            }
        })
    }
}
