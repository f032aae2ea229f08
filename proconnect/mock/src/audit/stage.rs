//! The gestures of a person at the service and at the issuer.

use std::time::Duration;
use url::Url;

use super::browser::{Browser, BrowserError, Browsers, Landing, NOTHING, Page};
use super::outcome::Blemish;
use super::service::{Entrance, Recognition, Service};
use crate::fault::Fault;
use crate::server::MockProConnect;

/// The claims that a page may show, the most telling first.
pub const CLAIMS: [&str; 4] = ["email", "usual_name", "given_name", "sub"];

/// The issuer, the service, and what a case needs to act on both.
pub struct Stage {
    pub mock: MockProConnect,
    pub service: Service,
    /// The id of the agent who logs in where the case does not name another.
    pub agent: String,
    pub patience: Duration,
    pub browsers: Browsers,
    /// The blemishes that an honest login shows already.
    pub ordinary: Vec<Blemish>,
}

/// A choice on the login page of the mock.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    pub persona: &'a str,
    pub fault: Option<Fault>,
}

impl Stage {
    /// A browser without cookies.
    ///
    /// # Errors
    /// When the browser cannot be started.
    pub fn browser(&self) -> Result<Browser, BrowserError> {
        self.browsers.browser()
    }

    /// The agent of the suite, without a lie.
    pub fn honest(&self) -> Choice<'_> {
        Choice {
            persona: &self.agent,
            fault: None,
        }
    }

    /// Presses the button of the service, up to the authorization request, which is not sent.
    ///
    /// # Errors
    /// When the service does not lead to the issuer.
    pub async fn begin(&self, browser: &mut Browser) -> Result<Url, BrowserError> {
        let endpoint = self.authorization_endpoint();
        let landing = self
            .press_button(browser, &|url| url.as_str().starts_with(&endpoint))
            .await?;
        landing
            .held()
            .ok_or_else(|| BrowserError::Broken("the login does not lead to the issuer".into()))
    }

    async fn press_button(
        &self,
        browser: &mut Browser,
        hold: super::browser::Hold<'_>,
    ) -> Result<Landing, BrowserError> {
        match &self.service.log_in {
            Entrance::Start => browser.open(&self.service.start, hold).await,
            Entrance::Element(element) => match browser.open(&self.service.start, NOTHING).await? {
                Landing::Page(page) => browser.press(&page, element, &[], hold).await,
                stopped @ Landing::Held(_) => Ok(stopped),
            },
        }
    }

    /// Sends the authorization request and chooses on the login page, up to the callback, which is not sent.
    /// Returns the address of the callback, or the page of the issuer on which the login ends.
    ///
    /// # Errors
    /// When the issuer cannot be reached.
    pub async fn authenticate(
        &self,
        browser: &mut Browser,
        authorization_request: &Url,
        choice: Choice<'_>,
    ) -> Result<Landing, BrowserError> {
        let is_callback = |url: &Url| self.service.is_callback(url);
        let start = &self.service.start;
        let landing = browser
            .follow(start, authorization_request, &is_callback)
            .await?;
        match landing {
            Landing::Page(page) if page.url.path().contains("/interaction/") => {
                choose(browser, &page, choice, &is_callback).await
            }
            other => Ok(other),
        }
    }

    /// Logs in from the button to the page that the service shows at the end. A service that then begins
    /// another login is held back: single sign-on would answer it, without the lie of this login.
    ///
    /// # Errors
    /// When a page cannot be reached.
    pub async fn log_in(
        &self,
        browser: &mut Browser,
        choice: Choice<'_>,
    ) -> Result<Landing, BrowserError> {
        let request = self.begin(browser).await?;
        match self.authenticate(browser, &request, choice).await? {
            Landing::Held(callback) => {
                browser
                    .follow(&request, &callback, &self.at_the_issuer())
                    .await
            }
            page @ Landing::Page(_) => Ok(page),
        }
    }

    /// Whether the service shows that somebody is signed in.
    ///
    /// # Errors
    /// When the page cannot be reached.
    pub async fn is_signed_in(&self, browser: &mut Browser) -> Result<bool, BrowserError> {
        self.is_signed_in_as(&self.agent, browser).await
    }

    /// Whether the service shows that `persona` is signed in.
    ///
    /// # Errors
    /// When the page cannot be reached.
    pub async fn is_signed_in_as(
        &self,
        persona: &str,
        browser: &mut Browser,
    ) -> Result<bool, BrowserError> {
        let landing = browser
            .open(&self.service.checked, &self.at_the_issuer())
            .await?;
        let sign = self.sign_of(persona);
        Ok(landing.page().is_some_and(|page| sign.is_seen_on(&page)))
    }

    /// The sign of a session. Where it is a claim of the agent of the suite, others have a claim of their own.
    fn sign_of(&self, persona: &str) -> Recognition {
        let sign = &self.service.recognition;
        let of = |persona: &str, claim| self.mock.claim(persona, claim).map(Recognition::Text);
        let mut claims = CLAIMS.iter();
        let claim = claims.find(|claim| of(&self.agent, claim).as_ref() == Some(sign));
        // A choice of an agent is of that agent: `multi-org.commune`.
        let id = persona.split_once('.').map_or(persona, |(id, _)| id);
        let own = claim.and_then(|claim| of(id, claim));
        own.unwrap_or_else(|| sign.clone())
    }

    /// Presses the logout of the service, and returns the page at the end of all redirects.
    ///
    /// # Errors
    /// When the service has no logout, or a page cannot be reached.
    pub async fn log_out(&self, browser: &mut Browser) -> Result<Page, BrowserError> {
        let missing = || BrowserError::Broken("no logout was found".into());
        let element = self.service.log_out.as_ref().ok_or_else(missing)?;
        let page = browser
            .open(&self.service.checked, NOTHING)
            .await?
            .page()
            .ok_or_else(missing)?;
        let page = browser
            .press(&page, element, &[], NOTHING)
            .await?
            .page()
            .ok_or_else(missing)?;
        // The issuer asks for a confirmation.
        match page.elements().first() {
            Some(confirm) if page.url.as_str().starts_with(self.mock.issuer()) => browser
                .press(&page, &confirm.element, &[], NOTHING)
                .await?
                .page()
                .ok_or_else(missing),
            _ => Ok(page),
        }
    }

    pub fn authorization_endpoint(&self) -> String {
        format!("{}/authorize", self.mock.issuer())
    }

    /// Selects requests to the issuer: a check that is redirected to a login must not begin one.
    pub fn at_the_issuer(&self) -> impl Fn(&Url) -> bool + Send + Sync + use<'_> {
        |url| url.as_str().starts_with(self.mock.issuer())
    }
}

impl Service {
    pub fn is_callback(&self, url: &Url) -> bool {
        url.origin() == self.redirect_uri.origin() && url.path() == self.redirect_uri.path()
    }

    /// True for the pages of the service itself.
    pub fn is_own(&self, url: &Url) -> bool {
        url.origin() == self.start.origin() || url.origin() == self.redirect_uri.origin()
    }
}

/// Presses the button of a person on the mock's login page, and types the code of the e-mail if it asks.
pub async fn choose(
    browser: &mut Browser,
    page: &Page,
    choice: Choice<'_>,
    hold: super::browser::Hold<'_>,
) -> Result<Landing, BrowserError> {
    let form = page
        .elements()
        .into_iter()
        .find(|found| found.target.path() == page.url.path());
    let form =
        form.ok_or_else(|| BrowserError::NoElement(page.url.clone(), "form of the login".into()))?;
    let fault = choice
        .fault
        .map(|fault| fault.to_string())
        .unwrap_or_default();
    let fields = [("persona", choice.persona), ("fault", fault.as_str())];
    let landing = browser.press(page, &form.element, &fields, hold).await?;
    match landing {
        Landing::Page(page) if page.url.path().ends_with("/verify-email") => {
            type_code(browser, &page, hold).await
        }
        other => Ok(other),
    }
}

/// The page shows the e-mail with its code of eight digits.
async fn type_code(
    browser: &mut Browser,
    page: &Page,
    hold: super::browser::Hold<'_>,
) -> Result<Landing, BrowserError> {
    let missing = || BrowserError::NoElement(page.url.clone(), "code of the e-mail".into());
    let is_code = |word: &&str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = page
        .body
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(is_code)
        .ok_or_else(missing)?;
    let form = page
        .elements()
        .into_iter()
        .find(|found| found.target.path() == page.url.path());
    let form = form.ok_or_else(missing)?;
    browser
        .press(page, &form.element, &[("code", code)], hold)
        .await
}
