//! The common gestures of the flows, and the failures of the service along the way.

use url::Url;

use crate::audit::browser::{Browser, BrowserError, Hop, Landing, Page};
use crate::audit::case::Case;
use crate::audit::hygiene;
use crate::audit::outcome::{Blemish, Observation};
use crate::audit::stage::Stage;
use crate::audit::text::Text;
use crate::audit::trial;

/// A flow that is carried out.
pub struct Play<'a> {
    pub stage: &'a Stage,
    case: &'a Case,
    blemishes: Vec<Blemish>,
}

/// The answer to the question of a flow.
pub enum Answer {
    Well,
    Wrong(Text),
    /// The service has no part to which the question applies: which one. `None` when it did not make the
    /// request that carries the lie.
    NotTold(Option<Text>),
}

/// The answer, or the reason why the flow could not be carried out.
pub type Judged = Result<Answer, BrowserError>;

impl Answer {
    /// The service lacks the part: the French text, then the English one.
    pub const fn no_part(fr: &'static str, en: &'static str) -> Self {
        Self::NotTold(Some(Text::new(fr, en)))
    }

    /// The service shows no logout.
    pub const fn no_logout() -> Self {
        Self::no_part(
            "aucune déconnexion n’a été trouvée sur la page de la personne connectée",
            "no logout was found on the page of the signed-in agent",
        )
    }

    /// Wrong if `is_wrong`: the French text, then the English one.
    pub fn wrong_if(is_wrong: bool, fr: &'static str, en: &'static str) -> Self {
        if is_wrong {
            Self::Wrong(Text::new(fr, en))
        } else {
            Self::Well
        }
    }
}

impl<'a> Play<'a> {
    pub fn new(stage: &'a Stage, case: &'a Case) -> Self {
        Self {
            stage,
            case,
            blemishes: Vec::new(),
        }
    }

    pub fn observation(self, answer: Answer) -> Observation {
        Observation {
            is_told: !matches!(answer, Answer::NotTold(_)),
            why_not_told: match answer {
                Answer::NotTold(why) => why,
                Answer::Well | Answer::Wrong(_) => None,
            },
            is_signed_in: None,
            violation: match answer {
                Answer::Wrong(text) => Some(text),
                Answer::Well | Answer::NotTold(_) => None,
            },
            blemishes: self.blemishes,
        }
    }

    /// Begins a login and authenticates the agent. Returns the callback, which is not sent.
    pub async fn callback(&self, browser: &mut Browser) -> Result<Url, BrowserError> {
        let request = self.stage.begin(browser).await?;
        self.callback_of(browser, &request).await
    }

    /// Sends `request` and authenticates the agent. Returns the callback, which is not sent.
    pub async fn callback_of(
        &self,
        browser: &mut Browser,
        request: &Url,
    ) -> Result<Url, BrowserError> {
        let landing = self
            .stage
            .authenticate(browser, request, self.stage.honest())
            .await?;
        landing
            .held()
            .ok_or_else(|| BrowserError::Broken("the login did not return".into()))
    }

    /// Opens `url` from the address bar, as a link in an e-mail does. A request to another site than the
    /// service's is not sent.
    pub async fn open(&mut self, browser: &mut Browser, url: &Url) -> Option<Landing> {
        let service = &self.stage.service;
        let landing = browser.open(url, &|url| !service.is_own(url)).await;
        self.watch(browser, landing)
    }

    /// Sends the browser back from the issuer to `callback`. A request to another site than the service's is
    /// not sent.
    pub async fn arrive(&mut self, browser: &mut Browser, callback: &Url) -> Option<Landing> {
        let service = &self.stage.service;
        let issuer = self.issuer();
        let landing = browser
            .follow(&issuer, callback, &|url| !service.is_own(url))
            .await;
        self.watch(browser, landing)
    }

    /// Logs in, and looks whether that succeeded.
    ///
    /// # Errors
    /// When it did not: the flow cannot be carried out.
    pub async fn sign_in(&mut self, browser: &mut Browser) -> Result<Page, BrowserError> {
        let callback = self.callback(browser).await?;
        let landing = self.arrive(browser, &callback).await;
        if !self.is_signed_in(browser).await? {
            return Err(BrowserError::Broken("an honest login failed".into()));
        }
        landing.and_then(Landing::page).ok_or_else(|| {
            BrowserError::Broken("an honest login did not end on a page of the service".into())
        })
    }

    pub async fn is_signed_in(&mut self, browser: &mut Browser) -> Result<bool, BrowserError> {
        let answer = self.stage.is_signed_in(browser).await;
        self.watch(browser, Ok(()));
        answer
    }

    /// Takes note of failures in the responses that `browser` received. A service that does not answer is
    /// observed too, and the flow goes on.
    pub fn watch<T>(
        &mut self,
        browser: &mut Browser,
        result: Result<T, BrowserError>,
    ) -> Option<T> {
        let (value, error) = match result {
            Ok(value) => (Some(value), None),
            Err(error) => (None, Some(error)),
        };
        let seen = trial::blemishes(self.stage, self.case, browser, error);
        self.note(seen);
        value
    }

    /// Takes note of failures in a response that no browser received.
    pub fn watch_hop(&mut self, hop: &Hop) {
        self.note(hygiene::of(hop, self.case.act, self.stage));
    }

    pub fn note(&mut self, blemishes: Vec<Blemish>) {
        for blemish in blemishes {
            if !self.blemishes.contains(&blemish) {
                self.blemishes.push(blemish);
            }
        }
    }

    /// The address of the issuer, from which browsers return.
    pub fn issuer(&self) -> Url {
        let issuer = self.stage.mock.issuer().parse();
        issuer.unwrap_or_else(|_| self.stage.service.start.clone())
    }
}
