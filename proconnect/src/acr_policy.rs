//! Which values of `acr` a login asks for and accepts (Core 2, 3.1.2.1 and 5.5.1.1).
//!
//! Values have no order: at `ProConnect` a set is met by one of its members, never by a "stronger"
//! value. `ProConnect` renames them now and then, so that all of them are settings.

use crate::identity::Acr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What counts as a second factor by default: every value of `ProConnect` that says so.
pub const MFA_VALUES: [&str; 4] = ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"];

/// The certificate of a company's director, which is no level: it says who, not how surely.
pub const DIRECTOR_CERTIFICATE: &str =
    "https://proconnect.gouv.fr/assurance/certification-dirigeant";

/// What this site asks of `acr`: for every login, and for the pages that need a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrPolicy {
    /// The values that every login asks for; empty: it asks for none.
    pub values: Vec<Acr>,
    /// Whether a login with another value than those is refused.
    pub essential: bool,
    /// The values that count as a second factor.
    pub mfa_values: Vec<Acr>,
    /// Values that count as another one.
    pub aliases: Vec<AcrAlias>,
}

/// A value that was renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrAlias {
    /// What an identity provider may still send.
    pub old: Acr,
    /// What it counts as.
    pub new: Acr,
}

/// What a login is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AcrLevel {
    /// Any page of the site.
    #[default]
    Site,
    /// A page that needs a second factor.
    Mfa,
}

impl AcrLevel {
    /// The field `level` of a login form, and of the login page's query: `mfa`, or nothing.
    #[must_use]
    pub fn as_field(self) -> Option<&'static str> {
        match self {
            Self::Site => None,
            Self::Mfa => Some("mfa"),
        }
    }

    /// Reads the field. Whoever asks for less than a page needs gains nothing: the guard looks at
    /// what the session has.
    #[must_use]
    pub fn from_field(field: Option<&str>) -> Self {
        if field == Self::Mfa.as_field() {
            Self::Mfa
        } else {
            Self::Site
        }
    }
}

/// What one login asks of `acr`, kept until its answer comes: what was asked is what is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AcrRequirement {
    /// Nothing but to be told.
    Any,
    /// One of these if possible.
    Voluntary(Vec<Acr>),
    /// One of these, or no login.
    Essential(Vec<Acr>),
}

impl Default for AcrPolicy {
    /// No value is asked for.
    fn default() -> Self {
        Self {
            values: Vec::new(),
            essential: true,
            mfa_values: MFA_VALUES.map(|value| Acr(value.to_owned())).to_vec(),
            aliases: Vec::new(),
        }
    }
}

impl AcrPolicy {
    /// What a login of this level asks for. A second factor is always essential; where the site
    /// has essential values too, it is one of both lists.
    #[must_use]
    pub fn requirement(&self, level: AcrLevel) -> AcrRequirement {
        match level {
            AcrLevel::Site if self.values.is_empty() => AcrRequirement::Any,
            AcrLevel::Site if self.essential => AcrRequirement::Essential(self.values.clone()),
            AcrLevel::Site => AcrRequirement::Voluntary(self.values.clone()),
            AcrLevel::Mfa => {
                let accepted = self.mfa_values.iter().filter(|acr| self.accepts(acr));
                AcrRequirement::Essential(accepted.cloned().collect())
            }
        }
    }

    /// Whether a session with this value may see a page of that level. None is never enough for
    /// a second factor.
    #[must_use]
    pub fn admits(&self, level: AcrLevel, acr: Option<&Acr>) -> bool {
        match level {
            AcrLevel::Site => true,
            AcrLevel::Mfa => acr.is_some_and(|acr| self.mfa_values.contains(self.current(acr))),
        }
    }

    /// The value that a received one counts as.
    #[must_use]
    pub fn current<'a>(&'a self, received: &'a Acr) -> &'a Acr {
        let alias = self.aliases.iter().find(|alias| alias.old == *received);
        alias.map_or(received, |alias| &alias.new)
    }

    fn accepts(&self, acr: &Acr) -> bool {
        self.values.is_empty() || !self.essential || self.values.contains(acr)
    }
}

impl AcrRequirement {
    /// Whether an ID token with this value answers what was asked.
    #[must_use]
    pub fn is_met_by(&self, acr: Option<&Acr>) -> bool {
        match self {
            Self::Any | Self::Voluntary(_) => true,
            Self::Essential(values) => acr.is_some_and(|acr| values.contains(acr)),
        }
    }

    /// Whether the certificate of a director is required, and nothing else would do.
    #[must_use]
    pub fn is_for_directors(&self) -> bool {
        match self {
            Self::Essential(values) => {
                !values.is_empty() && values.iter().all(|acr| acr.0 == DIRECTOR_CERTIFICATE)
            }
            Self::Any | Self::Voluntary(_) => false,
        }
    }

    /// Whether the issuer knows any of the essential values. `ProConnect` drops those it does not
    /// know, and would send the agent round and round for none that is left.
    #[must_use]
    pub fn is_supported_by(&self, announced: Option<&[Acr]>) -> bool {
        match (self, announced) {
            (Self::Essential(values), None) => !values.is_empty(),
            (Self::Essential(values), Some(known)) => values.iter().any(|acr| known.contains(acr)),
            _ => true,
        }
    }

    /// The parameter `acr_values`: what is asked for as voluntary (Core 3.1.2.1).
    #[must_use]
    pub fn acr_values(&self) -> &[Acr] {
        match self {
            Self::Voluntary(values) => values,
            Self::Any | Self::Essential(_) => &[],
        }
    }

    /// The parameter `claims`: the claims that `ProConnect` leaves out of the ID token unless asked
    /// (Core 5.5). `acr` is not among them beside `acr_values`, with which it would mix. Returns
    /// `None` where nothing is asked.
    #[must_use]
    pub fn claims(&self, ask_amr: bool) -> Option<Value> {
        let mut id_token = match self {
            Self::Any => json!({"acr": null}),
            Self::Voluntary(_) => json!({}),
            Self::Essential(values) => json!({"acr": {"essential": true, "values": values}}),
        };
        if ask_amr {
            id_token["amr"] = Value::Null;
        }
        let asks = id_token.as_object().is_some_and(|asked| !asked.is_empty());
        asks.then(|| json!({ "id_token": id_token }))
    }
}

#[cfg(test)]
mod tests;
