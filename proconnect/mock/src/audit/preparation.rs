//! Before the first lie: an honest agent logs in, and the suite learns how the service shows it.

mod way_out;

use std::fmt;
use url::Url;

use super::act::Act;
use super::arguments::Arguments;
use super::browser::{self, Browser, BrowserError, Browsers, Element, Landing, Page};
use super::hygiene;
use super::service::entrance::find_log_in;
use super::service::{Entrance, Recognition, Service, shared_texts};
use super::stage::{CLAIMS, Choice, Stage};
use super::trial::HONEST;
use crate::server::MockProConnect;

/// Agents of whom the first that the service admits is the agent of the suite.
const AGENTS: [&str; 3] = ["etat", "mfa-fort", "territorial"];

/// Words of a logout: a page that shows one to agents alone shows that somebody is signed in.
const WORDS: [&str; 8] = [
    "éconnexion",
    "éconnecter",
    "logout",
    "log out",
    "Logout",
    "Log out",
    "Sign out",
    "sign_out",
];

/// The reason why a service cannot be judged, with the flag that helps.
#[derive(Debug)]
pub struct Obstacle(pub String);

/// # Errors
/// When the service does not lead to the issuer, the issuer refuses its request, or nothing shows that
/// an agent is signed in.
pub async fn prepare(mock: MockProConnect, arguments: &Arguments) -> Result<Stage, Obstacle> {
    let patience = arguments.patience();
    let browsers = Browsers::start(arguments.browser.as_deref(), patience).await?;
    let log_in = log_in(&mock, &browsers, arguments).await?;
    let checked = arguments
        .check
        .clone()
        .unwrap_or_else(|| arguments.start.clone());
    let service = Service {
        start: arguments.start.clone(),
        log_in,
        log_out: arguments.log_out.clone().map(Element::Selector),
        checked,
        recognition: Recognition::Status(0),
        redirect_uri: arguments.start.clone(),
    };
    let mut stage = Stage {
        mock,
        service,
        agent: AGENTS[0].to_owned(),
        patience,
        browsers,
        ordinary: Vec::new(),
    };
    stage.service.redirect_uri = redirect_uri(&stage).await?;
    let signed_out = stage.visit_signed_out().await?;
    for agent in AGENTS {
        agent.clone_into(&mut stage.agent);
        if learn(&mut stage, arguments, &signed_out).await? {
            return Ok(stage);
        }
    }
    Err(Obstacle(format!(
        "after an honest login, {} looks as before: name what shows that somebody is signed in by --signed-in \
         and --check",
        stage.service.checked
    )))
}

async fn log_in(
    mock: &MockProConnect,
    browsers: &Browsers,
    arguments: &Arguments,
) -> Result<Entrance, Obstacle> {
    if let Some(selector) = &arguments.log_in {
        return Ok(Entrance::Element(Element::Selector(selector.clone())));
    }
    let mut browser = browsers.browser()?;
    let endpoint = format!("{}/authorize", mock.issuer());
    let found = find_log_in(&mut browser, &arguments.start, &endpoint).await?;
    found.ok_or_else(|| {
        Obstacle(format!(
            "no link or button of {} leads to {endpoint}: is the issuer of the service {}? Otherwise name the \
             button by --log-in",
            arguments.start,
            mock.issuer()
        ))
    })
}

/// The callback of the service, from its authorization request.
async fn redirect_uri(stage: &Stage) -> Result<Url, Obstacle> {
    let request = stage.begin(&mut stage.browser()?).await?;
    let uri = request
        .query_pairs()
        .find_map(|(name, value)| (name == "redirect_uri").then_some(value));
    let uri = uri.and_then(|uri| Url::parse(&uri).ok());
    uri.ok_or_else(|| {
        Obstacle(format!(
            "the authorization request has no redirect_uri: {request}"
        ))
    })
}

/// Logs the agent in, and learns the sign and the logout. Returns false when nothing shows the login.
async fn learn(
    stage: &mut Stage,
    arguments: &Arguments,
    signed_out: &Page,
) -> Result<bool, Obstacle> {
    let mut browser = stage.browser()?;
    let landing = stage.log_in(&mut browser, stage.honest()).await?;
    if let Landing::Page(page) = landing
        && page.url.as_str().starts_with(stage.mock.issuer())
    {
        return Err(Obstacle(format!(
            "the issuer refuses the login of the service: {}",
            told(&page)
        )));
    }
    let signed_in = stage.visit(&mut browser).await?;
    let mut recognition = arguments
        .signed_in
        .clone()
        .or_else(|| Recognition::between(signed_out, &signed_in, &WORDS.map(String::from)));
    if recognition.is_none() {
        let mut signs = texts_of_all_agents(stage, &signed_in).await?;
        let claims = CLAIMS.iter();
        signs.extend(claims.filter_map(|claim| stage.mock.claim(&stage.agent, claim)));
        recognition = Recognition::between(signed_out, &signed_in, &signs);
    }
    let Some(recognition) = recognition.filter(|sign| sign.is_seen_on(&signed_in)) else {
        return Ok(false);
    };
    if recognition.is_seen_on(signed_out) {
        return Err(Obstacle(
            "--signed-in is seen on the page of a visitor too".into(),
        ));
    }
    stage.service.recognition = recognition;
    let hops = browser.take_hops().into_iter();
    let own = hops.filter(|hop| stage.service.is_own(&hop.url));
    let honest = Act::Persona(HONEST);
    stage.ordinary = own
        .flat_map(|hop| hygiene::of(&hop, honest, stage))
        .collect();
    if stage.service.log_out.is_none() {
        stage.service.log_out = way_out::find(stage, browser, signed_in).await;
    }
    Ok(true)
}

/// The texts of `signed_in` that another agent sees too: no lie about an agent changes them.
async fn texts_of_all_agents(stage: &Stage, signed_in: &Page) -> Result<Vec<String>, Obstacle> {
    let Some(persona) = AGENTS.into_iter().find(|agent| *agent != stage.agent) else {
        return Ok(Vec::new());
    };
    let choice = Choice {
        persona,
        fault: None,
    };
    let mut browser = stage.browser()?;
    let _ = stage.log_in(&mut browser, choice).await;
    // A message about the login shows once.
    stage.visit(&mut browser).await?;
    let other = stage.visit(&mut browser).await?;
    Ok(shared_texts(signed_in, &other))
}

/// What an error page of the issuer says, without its tags.
fn told(page: &Page) -> String {
    let document = browser::parse(&page.body);
    let text: Vec<&str> = document.root_element().text().collect();
    text.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl Stage {
    async fn visit_signed_out(&self) -> Result<Page, Obstacle> {
        let mut browser = self.browser()?;
        self.visit(&mut browser).await
    }

    /// The checked page. A page that redirects to the issuer is taken as an empty one with the status 401.
    async fn visit(&self, browser: &mut Browser) -> Result<Page, Obstacle> {
        let landing = browser
            .open(&self.service.checked, &self.at_the_issuer())
            .await?;
        Ok(match landing {
            Landing::Page(page) => page,
            Landing::Held(_) => Page {
                url: self.service.checked.clone(),
                status: 401,
                body: String::new(),
            },
        })
    }
}

impl From<BrowserError> for Obstacle {
    fn from(error: BrowserError) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Obstacle {}
