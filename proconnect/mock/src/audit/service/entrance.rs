//! Finds the way in and the way out of a service, from its pages.

use url::Url;

use super::Entrance;
use crate::audit::browser::{Browser, BrowserError, Element, Found, Landing, Page};

/// Words of a link or button that leads to ProConnect, the surest first.
const IN: [&str; 8] = [
    "proconnect",
    "agentconnect",
    "oidc",
    "connexion",
    "connecter",
    "login",
    "sign",
    "auth",
];

/// Words of a link or button that ends the session, the surest first.
pub const OUT: [&str; 6] = ["déconn", "deconn", "logout", "log-out", "log_out", "sign"];

/// Elements tried on one page: a page may have hundreds of links.
const MOST: usize = 12;

/// Returns the way in, and whether it was found: the start page itself, or one of its elements.
///
/// # Errors
/// When the start page cannot be reached.
pub async fn find_log_in(
    browser: &mut Browser,
    start: &Url,
    authorization_endpoint: &str,
) -> Result<Option<Entrance>, BrowserError> {
    let leads = |url: &Url| url.as_str().starts_with(authorization_endpoint);
    let page = match browser.open(start, &leads).await? {
        Landing::Held(_) => return Ok(Some(Entrance::Start)),
        Landing::Page(page) => page,
    };
    let found = first_leading(browser, &page, &IN, &leads).await;
    Ok(found.map(Entrance::Element))
}

/// The first element of `page` on which a press leads to a request that `leads` selects.
async fn first_leading(
    browser: &mut Browser,
    page: &Page,
    words: &[&str],
    leads: &(dyn Fn(&Url) -> bool + Send + Sync),
) -> Option<Element> {
    for found in candidates(page, words) {
        let landing = browser.press(page, &found.element, &[], leads).await;
        if let Ok(Landing::Held(_)) = landing {
            return Some(found.element);
        }
    }
    None
}

/// The elements with one of `words` in their text or address, the surest first.
pub fn candidates(page: &Page, words: &[&str]) -> Vec<Found> {
    let rank = |found: &Found| {
        let text = format!("{} {}", found.text, found.target.path()).to_lowercase();
        words.iter().position(|word| text.contains(word))
    };
    let mut ranked: Vec<(usize, Found)> = page
        .elements()
        .into_iter()
        .filter_map(|found| Some((rank(&found)?, found)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
        .into_iter()
        .map(|(_, found)| found)
        .take(MOST)
        .collect()
}
