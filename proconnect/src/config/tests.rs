//! Valid settings, and the effect of changing one of them.

mod acr;
mod issuer;
mod mistakes;
mod options;
mod own_urls;
mod warnings;

use super::*;

const GOOD: [(&str, &str); 5] = [
    ("PROCONNECT_DOMAIN", "fca.integ01.dev-agentconnect.fr"),
    ("PROCONNECT_CLIENT_ID", "client"),
    (
        "PROCONNECT_CLIENT_SECRET",
        "0123456789abcdef0123456789abcdef",
    ),
    (
        "PROCONNECT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/callback",
    ),
    (
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/logout/callback",
    ),
];

/// The valid settings, with one variable changed (empty: not set).
fn read_with(name: &str, value: &str) -> Result<Config, Mistakes> {
    Config::from_variables(|asked| {
        if asked == name {
            return Some(value.to_owned());
        }
        GOOD.iter()
            .find(|(name, _)| *name == asked)
            .map(|(_, value)| (*value).to_owned())
    })
}

fn variables_of(mistakes: &Mistakes) -> Vec<&str> {
    mistakes.0.iter().map(|mistake| mistake.variable).collect()
}

const MFA: &str = "eidas0-mfa eidas1-mfa eidas2 eidas3";

/// The valid settings, with these over them.
fn read_all(others: &[(&str, &str)]) -> Result<Config, Mistakes> {
    Config::from_variables(|asked| {
        let mut all = others.iter().chain(&GOOD);
        let found = all.find(|(name, _)| *name == asked);
        found.map(|(_, value)| (*value).to_owned())
    })
}
