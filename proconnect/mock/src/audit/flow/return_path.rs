//! Where the browser arrives after a login that began with a return address.

use url::Url;

use super::play::{Answer, Judged, Play};
use super::return_payloads::ReturnFlow;
use crate::audit::browser::{Browser, BrowserError, Landing, NOTHING};
use crate::audit::service::Entrance;
use crate::audit::text::Text;

/// Usual names of the parameter.
const NAMES: [&str; 22] = [
    "return_to",
    "returnTo",
    "return_url",
    "returnUrl",
    "return",
    "next",
    "redirect",
    "redirect_to",
    "redirectTo",
    "redirect_url",
    "redirectUrl",
    "redirect_after_login",
    "continue",
    "rd",
    "url",
    "r",
    "origin",
    "origin_uri",
    "target",
    "to",
    "from",
    "callbackUrl",
];

/// The marker in the query of an honest return address.
const MARKER: &str = "suite-return";

pub async fn run(flow: ReturnFlow, play: &mut Play<'_>) -> Judged {
    let own = play.stage.service.start.clone();
    let Some(name) = parameter_name(play, &own).await? else {
        return Ok(Answer::no_part(
            "le service ne suit aucun paramètre de retour connu",
            "the service follows no return parameter that is known",
        ));
    };
    for payload in flow.payloads(&own) {
        let mut browser = play.stage.browser()?;
        let landing = log_in_with(play, &mut browser, &|other| {
            (other == name).then(|| payload.clone())
        })
        .await?;
        if leads_outside(play, landing) {
            return Ok(Answer::Wrong(Text::new(
                "le navigateur arrive hors du service",
                "the browser arrives outside the service",
            )));
        }
        let cookies = browser.cookies(&own).await?;
        if cookies.iter().any(|(name, _)| name == "suite") {
            return Ok(Answer::Wrong(Text::new(
                "la réponse contient l’en-tête de l’attaquant",
                "the response has the attacker's header",
            )));
        }
    }
    Ok(Answer::Well)
}

/// The parameter that the service follows, if it follows one: each gets the start page with its name in
/// the query.
async fn parameter_name(
    play: &mut Play<'_>,
    own: &Url,
) -> Result<Option<&'static str>, BrowserError> {
    let mut browser = play.stage.browser()?;
    let address = |name: &str| {
        let query = format!("{MARKER}={name}");
        Some(format!("{}?{query}", own.path()))
    };
    let landing = log_in_with(play, &mut browser, &address).await?;
    let Some(Landing::Page(page)) = landing else {
        return Ok(None);
    };
    let followed = page.url.query_pairs().find(|(name, _)| name == MARKER);
    let followed = followed.map(|(_, value)| value.into_owned());
    Ok(NAMES
        .into_iter()
        .find(|name| Some(*name) == followed.as_deref()))
}

fn leads_outside(play: &Play<'_>, landing: Option<Landing>) -> bool {
    let service = &play.stage.service;
    match landing {
        Some(Landing::Held(url)) => !service.is_own(&url),
        Some(Landing::Page(page)) => page.elements_lead_to_scripts(),
        None => false,
    }
}

/// Logs in with a return address for each of [`NAMES`] for which `value` has one: in the query of the start
/// page, and among the values of its form or link.
async fn log_in_with(
    play: &mut Play<'_>,
    browser: &mut Browser,
    value: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<Option<Landing>, BrowserError> {
    let pairs: Vec<(&str, String)> = NAMES
        .into_iter()
        .filter_map(|name| Some((name, value(name)?)))
        .collect();
    let endpoint = play.stage.authorization_endpoint();
    let is_request = |url: &Url| url.as_str().starts_with(&endpoint);
    let mut start = play.stage.service.start.clone();
    start.query_pairs_mut().extend_pairs(&pairs);
    let landing = match &play.stage.service.log_in {
        Entrance::Start => browser.open(&start, &is_request).await,
        Entrance::Element(element) => match browser.open(&start, NOTHING).await? {
            Landing::Page(page) => {
                let target = page.target(element, &[])?;
                let mut fields = pairs.clone();
                // A hidden field that already has the value of the start page keeps it.
                fields.retain(|(name, _)| {
                    !target
                        .fields
                        .iter()
                        .any(|(own, value)| own == name && !value.is_empty())
                });
                let fields: Vec<(&str, &str)> = fields
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                if target.is_post || !target.fields.is_empty() {
                    browser.press(&page, element, &fields, &is_request).await
                } else {
                    let mut url = target.url;
                    url.query_pairs_mut().extend_pairs(&fields);
                    browser.follow(&page.url, &url, &is_request).await
                }
            }
            stopped @ Landing::Held(_) => Ok(stopped),
        },
    };
    let Some(Landing::Held(request)) = play.watch(browser, landing) else {
        return Ok(None);
    };
    if !is_request(&request) {
        return Ok(Some(Landing::Held(request)));
    }
    let callback = play.callback_of(browser, &request).await?;
    Ok(play.arrive(browser, &callback).await)
}

impl crate::audit::browser::Page {
    /// True when a link or form of the page runs the script of a return address.
    fn elements_lead_to_scripts(&self) -> bool {
        self.body
            .to_ascii_lowercase()
            .contains("=\"javascript:suite()")
    }
}
