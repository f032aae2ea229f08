//! Settings that are valid but may not do what the operator meant. The server logs them at boot.

use super::{Config, Environment, PLACEHOLDER_CLIENT_ID, names};
use crate::{
    acr_policy::{self, AcrLevel, AcrRequirement},
    identity::Acr,
    jws::SigningAlg,
};
use std::{borrow::Cow, fmt};

/// A valid setting that may not do what the operator meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The variable's name.
    pub variable: Cow<'static, str>,
    /// The effect of the setting, and the value to write instead, in a sentence.
    pub sentence: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.variable, self.sentence)
    }
}

fn warning(variable: &'static str, sentence: impl Into<String>) -> Warning {
    Warning {
        variable: variable.into(),
        sentence: sentence.into(),
    }
}

/// HS256 and unsigned userinfo. `ProConnect`'s partner space recommends neither, but another issuer
/// may offer nothing else.
fn weak_signature(config: &Config) -> Vec<Warning> {
    if config.environment().is_none() {
        return Vec::new();
    }
    let hs256 = "HS256 is not recommended by ProConnect, since anyone with the client's secret can \
                 sign: register RS256 or ES256 in the partner space, and write it here";
    let none = "unsigned userinfo is not recommended by ProConnect: register RS256 or ES256 in the \
                partner space, and write it here";
    let id_token = (config.id_token_signed_response_alg == SigningAlg::Hs256)
        .then(|| warning(names::ID_TOKEN_ALG, hs256));
    let userinfo = match config.userinfo_signed_response_alg {
        None => Some(warning(names::USERINFO_ALG, none)),
        Some(SigningAlg::Hs256) => Some(warning(names::USERINFO_ALG, hs256)),
        Some(_) => None,
    };
    id_token.into_iter().chain(userinfo).collect()
}

/// Lists that contain a weak value without the stronger ones: `ProConnect` compares values of `acr`
/// by membership, never by strength.
fn holes(config: &Config) -> Vec<Warning> {
    let policy = &config.acr_policy;
    let site = if policy.essential {
        &policy.values[..]
    } else {
        &[]
    };
    let lists = [
        (names::ACR_VALUES, site),
        (names::MFA_ACR_VALUES, &policy.mfa_values),
    ];
    let warnings = lists.into_iter().filter_map(|(variable, list)| {
        let missing = missing_values(list);
        (!missing.is_empty()).then(|| {
            let sentence = format!(
                "the list lacks {}: ProConnect compares by membership, never by strength, so that \
                 agents who bring it are refused, or asked for a code again and again. For a second \
                 factor ProConnect wants all four, {}",
                missing.join(" and "),
                acr_policy::MFA_VALUES.join(" "),
            );
            warning(variable, sentence)
        })
    });
    warnings.collect()
}

/// The values that the list implies and does not contain.
fn missing_values(list: &[Acr]) -> Vec<&'static str> {
    let has = |value: &str| list.iter().any(|acr| acr.0 == value);
    let implied = |value: &str| -> &[&'static str] {
        match value {
            "eidas0" => &["eidas1", "eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"],
            "eidas1" => &["eidas1-mfa", "eidas2", "eidas3"],
            "eidas0-mfa" | "eidas1-mfa" => &["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"],
            "eidas2" => &["eidas3"],
            _ => &[],
        }
    };
    let wanted: Vec<_> = list.iter().flat_map(|acr| implied(&acr.0)).collect();
    let known = [
        "eidas0",
        "eidas0-mfa",
        "eidas1",
        "eidas1-mfa",
        "eidas2",
        "eidas3",
    ];
    let missing = known.into_iter().filter(|value| wanted.contains(&value));
    missing.filter(|value| !has(value)).collect()
}

/// Pages that require a second factor, on a site whose logins can never bring one (for instance one
/// for certified directors: the certificate is not a second factor).
fn closed_pages(config: &Config) -> Vec<Warning> {
    let none = AcrRequirement::Essential(Vec::new());
    if config.acr_policy.requirement(AcrLevel::Mfa) != none {
        return Vec::new();
    }
    let sentence = format!(
        "none of these values is accepted by {}: no agent can open a page that requires a second factor",
        names::ACR_VALUES
    );
    vec![warning(names::MFA_ACR_VALUES, sentence)]
}

/// The values of `.env.example`, which no issuer has registered.
fn placeholders(config: &Config) -> Vec<Warning> {
    let sentence = "the placeholder of .env.example: write the value that the partner space shows";
    let id = config.client_id.as_str() == PLACEHOLDER_CLIENT_ID;
    let secret = config.client_secret.secret();
    let secret = secret.starts_with("your-client-secret");
    [(id, names::CLIENT_ID), (secret, names::CLIENT_SECRET)]
        .into_iter()
        .filter(|(is_placeholder, _)| *is_placeholder)
        .map(|(_, variable)| warning(variable, sentence))
        .collect()
}

impl Config {
    /// Settings that are valid but may not do what the operator meant. The application logs them at boot.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        [
            weak_signature(self),
            holes(self),
            closed_pages(self),
            placeholders(self),
        ]
        .concat()
    }

    /// The warnings for an application with pages that require a role.
    #[must_use]
    pub fn warnings_about_roles(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if !self.asks_for("roles") {
            let sentence = "a page requires a role, but the scope roles is not requested: no agent \
                            can open it. Add roles, once ProConnect has granted it to this client";
            warnings.push(warning(names::SCOPES, sentence));
        }
        if self.environment().is_some_and(Environment::is_rie) {
            let sentence = "a page needs a role, and ProConnect does not compute roles correctly on \
                            the RIE: do not rely on it there";
            warnings.push(warning(names::DOMAIN, sentence));
        }
        warnings
    }
}
