//! Before the first lie: an honest agent logs in, and the suite learns how the service shows it.

mod unseen;
mod way_out;

use std::fmt;
use url::Url;

use super::act::Act;
use super::arguments::Arguments;
use super::browser::{self, Browser, BrowserError, Browsers, Element, Hop, Landing, Page};
use super::hygiene;
use super::service::entrance::find_log_in;
use super::service::{Entrance, Recognition, Service, shared_texts};
use super::stage::{CLAIMS, Choice, Stage};
use super::text::Language;
use super::trial::HONEST;
use crate::server::MockProConnect;
use unseen::Unseen;

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
    let mut unseen: Option<Unseen> = None;
    for agent in AGENTS {
        agent.clone_into(&mut stage.agent);
        let Some(steps) = learn(&mut stage, arguments, &signed_out).await? else {
            return Ok(stage);
        };
        // A service may admit the agents with two factors alone: their login is the telling one.
        if unseen.as_ref().is_none_or(Unseen::is_error) && !steps.is_error() || unseen.is_none() {
            unseen = Some(steps);
        }
    }
    let message = unseen.map(|login| login.message(&stage.service.checked, arguments.language));
    Err(Obstacle(message.unwrap_or_default()))
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
    let last = browser.take_hops().pop();
    found.ok_or_else(|| {
        let (start, issuer) = (&arguments.start, mock.issuer());
        let last = last.map(|hop| told_end(&hop, arguments.language));
        let last = last.unwrap_or_default();
        Obstacle(match arguments.language {
            Language::Fr => format!(
                "aucun lien ni bouton de {start} ne mène à {endpoint}{last}. L’émetteur du service est-il {issuer}\u{a0}? \
                 Si oui, nommez le bouton par --log-in"
            ),
            Language::En => format!(
                "no link or button of {start} leads to {endpoint}{last}. Is the issuer of the service {issuer}? If so, \
                 name the button by --log-in"
            ),
        })
    })
}

/// The page to which the last press led, which may be an error of the service or another issuer.
fn told_end(hop: &Hop, language: Language) -> String {
    let url = &hop.url;
    match (hop.status, language) {
        (Some(status), Language::Fr) => {
            format!(" (le dernier essai a fini à {url}, HTTP {status})")
        }
        (Some(status), Language::En) => format!(" (the last try ended at {url}, HTTP {status})"),
        (None, Language::Fr) => format!(" (le dernier essai a fini à {url}, sans réponse)"),
        (None, Language::En) => format!(" (the last try ended at {url}, without an answer)"),
    }
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

/// Logs the agent in, and learns the sign and the logout. Returns the login when nothing shows it.
async fn learn(
    stage: &mut Stage,
    arguments: &Arguments,
    signed_out: &Page,
) -> Result<Option<Unseen>, Obstacle> {
    let mut browser = stage.browser()?;
    let requests = stage.mock.requests().len();
    let landing = stage.log_in(&mut browser, stage.honest()).await?;
    if let Landing::Page(page) = landing
        && page.url.as_str().starts_with(stage.mock.issuer())
    {
        let told = told(&page);
        return Err(Obstacle(match arguments.language {
            Language::Fr => format!("l’émetteur refuse la connexion du service\u{a0}: {told}"),
            Language::En => format!("the issuer refuses the login of the service: {told}"),
        }));
    }
    let mut hops = browser.take_hops();
    let login = Unseen::of(stage, &hops, requests);
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
        return Ok(Some(login));
    };
    if recognition.is_seen_on(signed_out) {
        let message = match arguments.language {
            Language::Fr => "le signe de --signed-in se voit aussi sans session",
            Language::En => "--signed-in is seen on the page of a visitor too",
        };
        return Err(Obstacle(message.to_owned()));
    }
    stage.service.recognition = recognition;
    hops.extend(browser.take_hops());
    let own = hops
        .into_iter()
        .filter(|hop| stage.service.is_own(&hop.url));
    let honest = Act::Persona(HONEST);
    stage.ordinary = own
        .flat_map(|hop| hygiene::of(&hop, honest, stage))
        .collect();
    if stage.service.log_out.is_none() {
        stage.service.log_out = way_out::find(stage, browser, signed_in).await;
    }
    Ok(None)
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

/// The text of an error page of the issuer, without its tags.
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
