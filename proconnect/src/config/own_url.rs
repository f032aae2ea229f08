//! The two addresses of this application that are registered at the issuer.

use super::{
    Environment, Mistakes, is_secure,
    names::{POST_LOGOUT_REDIRECT_URI, REDIRECT_URI},
};
use openidconnect::IssuerUrl;
use url::{Host, Url};

/// Reads a URL of this application. Its path is fixed, like the route.
pub(super) fn read(
    name: &'static str,
    value: Option<String>,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<Url> {
    let written = value.as_deref();
    let url = written
        .and_then(|text| Url::parse(text).ok())
        .filter(|url| {
            let plain =
                url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
            plain && url.path() == path && is_secure(url)
        });
    match url {
        Some(url) if written == Some(url.as_str()) => Some(url),
        // ProConnect compares the URL byte by byte with the registered one.
        Some(url) => {
            let expected = format!(
                "{url}: as a browser writes it, in lower case and without the default port; \
                 ProConnect's partner space must have the same spelling"
            );
            mistakes.note(name, written, expected);
            None
        }
        None => {
            let expected = format!(
                "https://YOUR-HOST{path} (http://localhost:3000{path} on your own machine), \
                 exactly as it is registered in ProConnect's partner space"
            );
            mistakes.note(name, written, expected);
            None
        }
    }
}

/// Notes a mistake when the login and the logout return to two origins, which share no cookie.
pub(super) fn are_of_one_origin(
    redirect: Option<&Url>,
    post_logout: Option<&Url>,
    mistakes: &mut Mistakes,
) {
    if let (Some(redirect), Some(post_logout)) = (redirect, post_logout)
        && redirect.origin() != post_logout.origin()
    {
        let expected = format!("an address of the same origin as {REDIRECT_URI}");
        mistakes.note(
            POST_LOGOUT_REDIRECT_URI,
            Some(post_logout.as_str()),
            expected,
        );
    }
}

/// Notes a mistake when `ProConnect` would not register the URL: its production environment accepts
/// neither plain http nor `localhost`.
pub(super) fn may_be_registered(
    own: [(&'static str, Option<&Url>); 2],
    issuer: Option<&IssuerUrl>,
    mistakes: &mut Mistakes,
) {
    let environment = issuer.and_then(|issuer| Environment::of(issuer.url()));
    if !environment.is_some_and(Environment::is_production) {
        return;
    }
    for (name, url) in own {
        let Some(url) = url else { continue };
        if url.scheme() != "https" || is_this_machine(url) {
            let expected = format!(
                "https://YOUR-HOST{}: ProConnect's production takes neither http nor localhost \
                 (integration does: fca.integ01.dev-agentconnect.fr)",
                url.path()
            );
            mistakes.note(name, Some(url.as_str()), expected);
        }
    }
}

/// Whether the host is this machine.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}
