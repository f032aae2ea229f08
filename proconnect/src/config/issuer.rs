//! `PROCONNECT_DOMAIN`: a bare host of `ProConnect`, or the whole address of any issuer.

use super::{Mistakes, environment, environment::Environment, is_secure, names::DOMAIN};
use openidconnect::IssuerUrl;
use url::Url;

const EXPECTED: &str = "the host that ProConnect gave you, for instance fca.integ01.dev-agentconnect.fr \
                    (integration) or auth.agentconnect.gouv.fr (production); or the full address of \
                    the issuer, https://HOST/PATH (plain http for an issuer on this machine only)";

/// The path of the metadata, which does not belong in an issuer's identifier (Discovery 4).
const WELL_KNOWN: &str = "/.well-known/";

pub(super) fn read(value: Option<String>, mistakes: &mut Mistakes) -> Option<IssuerUrl> {
    match value
        .as_deref()
        .ok_or_else(|| EXPECTED.to_owned())
        .and_then(parse)
    {
        Ok(issuer) => Some(issuer),
        Err(expected) => {
            mistakes.note(DOMAIN, value.as_deref(), expected);
            None
        }
    }
}

/// Parses the issuer's identifier. The error is the value to write instead.
fn parse(text: &str) -> Result<IssuerUrl, String> {
    let is_whole = text.contains("://");
    let address = match is_whole {
        true => text.to_owned(),
        false if text.contains('/') => format!("https://{text}"),
        false => format!("https://{text}{}", environment::PATH),
    };
    let url = Url::parse(&address).map_err(|_| EXPECTED)?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    // The identifier is compared as text later on (Discovery 4.3). Its path is therefore kept as it
    // was typed, and a path that a URL parser would normalise is rejected.
    let (_, rest) = address.split_once("://").ok_or(EXPECTED)?;
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    let exact = url.path() == if path.is_empty() { "/" } else { path };
    if !plain || !exact || !is_secure(&url) {
        return Err(EXPECTED.to_owned());
    }
    if !is_whole && path != environment::PATH {
        return Err(EXPECTED.to_owned());
    }
    if let Some(end) = path.find(WELL_KNOWN) {
        let issuer = format!("{}{}", url.origin().ascii_serialization(), &path[..end]);
        return Err(format!("{issuer}, without the path of the metadata"));
    }
    if Environment::of(&url).is_some() && path != environment::PATH {
        let host = url.host_str().unwrap_or_default();
        return Err(format!(
            "{host}, or https://{host}{}: ProConnect's issuers have this path, without a slash at \
             its end",
            environment::PATH
        ));
    }
    let issuer = format!("{}{path}", url.origin().ascii_serialization());
    IssuerUrl::new(issuer).map_err(|_| EXPECTED.to_owned())
}
