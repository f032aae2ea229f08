//! The values of `acr` that a login requests and accepts (Core 2, 3.1.2.1 and 5.5.1.1).
//!
//! Values have no order: at `ProConnect` a set is met by one of its members, never by a "stronger"
//! value. `ProConnect` renames values now and then, so that all of them are settings.

use crate::identity::Acr;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The values of `ProConnect` that mean a second factor: the default of [`AcrPolicy::mfa_values`].
pub const MFA_VALUES: [&str; 4] = ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"];

/// The certificate of a company's director. It is not a level of authentication: it asserts a
/// function, not how surely the agent was identified.
pub const DIRECTOR_CERTIFICATE: &str =
    "https://proconnect.gouv.fr/assurance/certification-dirigeant";

/// The requirements of this site: for every login, and for the pages that need a second factor.
///
/// Four questions are asked of a value, at four moments:
///
/// | method | question | asked |
/// |---|---|---|
/// | [`AcrRequirement::is_supported_by`] | Does the issuer announce a value that this login requires? | before the authorization request |
/// | [`AcrRequirement::is_met_by`] | Does the `acr` of the ID token meet the requirement of this login? | at the callback |
/// | [`AcrPolicy::allows`] | Is the `acr` of the session enough for a page of that level? | at each request |
/// | `AcrPolicy::accepts` | Does the site accept logins with that value? | when a requirement is made |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrPolicy {
    /// The values that every login requests. An empty list requests none.
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
    /// The old name, which an identity provider may still send.
    pub old: Acr,
    /// The current name, which the old one counts as.
    pub new: Acr,
}

/// The level of authentication that a login or a page needs.
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

    /// Reads the field. A browser that sends a lower level gains nothing: the guard checks the
    /// session's `acr`.
    #[must_use]
    pub fn from_field(field: Option<&str>) -> Self {
        if field == Self::Mfa.as_field() {
            Self::Mfa
        } else {
            Self::Site
        }
    }
}

/// The requirement of one login. It is computed when the login begins and verified at the callback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AcrRequirement {
    /// No requirement. `acr` is requested, so that the application knows it.
    Any,
    /// One of these if possible.
    Voluntary(Vec<Acr>),
    /// One of these, or no login.
    Essential(Vec<Acr>),
}

impl Default for AcrPolicy {
    /// No value is requested; [`MFA_VALUES`] mean a second factor.
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
    /// The requirement of a login of this level. A second factor is always essential. Where the site
    /// has essential values too, the requirement holds the values that are in both lists.
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

    /// Whether a session with this value may enter a page of that level. A session without `acr`
    /// never enters a page that needs a second factor.
    #[must_use]
    pub fn allows(&self, level: AcrLevel, acr: Option<&Acr>) -> bool {
        match level {
            AcrLevel::Site => true,
            AcrLevel::Mfa => acr.is_some_and(|acr| self.mfa_values.contains(self.current(acr))),
        }
    }

    /// The current name of a received value: its alias, or itself.
    #[must_use]
    pub fn current<'a>(&'a self, received: &'a Acr) -> &'a Acr {
        let alias = self.aliases.iter().find(|alias| alias.old == *received);
        alias.map_or(received, |alias| &alias.new)
    }

    /// Whether a login with that value may be accepted at all.
    fn accepts(&self, acr: &Acr) -> bool {
        self.values.is_empty() || !self.essential || self.values.contains(acr)
    }
}

impl AcrRequirement {
    /// Whether an ID token with this `acr` meets the requirement (Core 3.1.3.7, step 12).
    #[must_use]
    pub fn is_met_by(&self, acr: Option<&Acr>) -> bool {
        match self {
            Self::Any | Self::Voluntary(_) => true,
            Self::Essential(values) => acr.is_some_and(|acr| values.contains(acr)),
        }
    }

    /// Whether the certificate of a director is required, and no other value is accepted.
    #[must_use]
    pub fn is_for_directors(&self) -> bool {
        match self {
            Self::Essential(values) => {
                !values.is_empty() && values.iter().all(|acr| acr.0 == DIRECTOR_CERTIFICATE)
            }
            Self::Any | Self::Voluntary(_) => false,
        }
    }

    /// Whether the issuer announces any of the essential values. `ProConnect` drops the values that
    /// it does not know. Were none left, the agent would be sent to log in again and again.
    #[must_use]
    pub fn is_supported_by(&self, announced: Option<&[Acr]>) -> bool {
        match (self, announced) {
            (Self::Essential(values), None) => !values.is_empty(),
            (Self::Essential(values), Some(known)) => values.iter().any(|acr| known.contains(acr)),
            _ => true,
        }
    }

    /// The parameter `acr_values`: the voluntary values (Core 3.1.2.1).
    #[must_use]
    pub fn acr_values(&self) -> &[Acr] {
        match self {
            Self::Voluntary(values) => values,
            Self::Any | Self::Essential(_) => &[],
        }
    }

    /// The parameter `claims`: the claims that `ProConnect` leaves out of the ID token unless they are
    /// requested (Core 5.5). `acr` is left out beside `acr_values`, which requests it already. `None`
    /// where there is nothing to request.
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
