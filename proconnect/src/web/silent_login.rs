//! Silent login (`prompt=none`, Core 3.1.2.1), where the settings allow it: a visitor of a guarded
//! page who has a session at the issuer is signed in without being asked.
//!
//! The request that begins it is a GET, which any site can make a browser send. So it begins only
//! with a navigation that the visitor made, to a page of this site, from this site or from the
//! browser itself; and once in a visit: a cookie that lasts as long as the browser says that it was
//! tried, or that the agent has logged in or out since, so that neither a logout nor the end of an
//! idle session is undone behind the agent's back.

use super::{ProConnect, cookies::SealedCookies, login_attempts::LoginAttempts};
use crate::{authorization_request::LoginOptions, return_to::ReturnTo};
use axum::{
    http::{HeaderMap, HeaderName},
    response::{IntoResponse, Redirect, Response},
};

pub(super) const COOKIE: &str = "__Host-silent-login";

/// What a browser says of a navigation that its user made (Fetch Metadata), and the values that
/// will do.
const NAVIGATION: [(HeaderName, &[&str]); 3] = [
    (
        HeaderName::from_static("sec-fetch-site"),
        &["same-origin", "none"],
    ),
    (HeaderName::from_static("sec-fetch-mode"), &["navigate"]),
    (HeaderName::from_static("sec-fetch-dest"), &["document"]),
];

/// Sends the visitor of `return_to` to the issuer and back, unless this is not for them, was tried
/// before, or the issuer is not known: then the login page is. It asks for what any page needs: for
/// a second factor the agent would be asked.
pub(super) async fn begin(
    proconnect: &ProConnect,
    headers: &HeaderMap,
    return_to: Option<ReturnTo>,
) -> Option<Response> {
    let cookies = SealedCookies::of(headers, &proconnect.cookie_keys);
    let allowed = proconnect.relying_party.config().silent_login;
    if !allowed || !is_navigation(headers) || cookies.get(COOKIE).is_some() {
        return None;
    }
    let options = LoginOptions {
        return_to: return_to?,
        is_silent: true,
        ..LoginOptions::default()
    };
    let (url, attempt) = proconnect.relying_party.authorize(options).await.ok()?;
    let attempts = LoginAttempts::of(headers, proconnect);
    let cookies = mark(proconnect, attempts.add(attempt).ok()?);
    Some((cookies, Redirect::to(url.as_str())).into_response())
}

/// Notes that no silent login is to begin any more in this visit.
pub(super) fn mark(proconnect: &ProConnect, cookies: SealedCookies) -> SealedCookies {
    if proconnect.relying_party.config().silent_login {
        cookies.add(COOKIE, "over".to_owned(), None)
    } else {
        cookies
    }
}

fn is_navigation(headers: &HeaderMap) -> bool {
    let says = |(name, accepted): &(HeaderName, &[&str])| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| accepted.contains(&value))
    };
    let ahead_of_time = headers.contains_key(super::callback::SEC_PURPOSE);
    NAVIGATION.iter().all(says) && !ahead_of_time
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(site: &str, mode: &str, dest: &str) -> HeaderMap {
        let values = [site, mode, dest];
        NAVIGATION
            .iter()
            .zip(values)
            .map(|((name, _), value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_a_navigation_from_here_or_from_the_browser_itself_will_do() {
        assert!(is_navigation(&headers("none", "navigate", "document")));
        assert!(is_navigation(&headers(
            "same-origin",
            "navigate",
            "document"
        )));
        for (site, mode, dest) in [
            ("cross-site", "navigate", "document"),
            ("same-site", "navigate", "document"),
            ("same-origin", "cors", "empty"),
            ("same-origin", "no-cors", "image"),
            ("same-origin", "navigate", "iframe"),
            ("none", "navigate", "embed"),
        ] {
            assert!(
                !is_navigation(&headers(site, mode, dest)),
                "{site} {mode} {dest}"
            );
        }
        let mut prefetch = headers("none", "navigate", "document");
        prefetch.insert("sec-purpose", "prefetch;prerender".parse().unwrap());
        assert!(!is_navigation(&prefetch));
        for (name, _) in NAVIGATION {
            let mut partial = headers("none", "navigate", "document");
            partial.remove(name);
            assert!(!is_navigation(&partial));
        }
    }
}
