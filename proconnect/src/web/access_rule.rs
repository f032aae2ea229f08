//! A rule about who may enter: the whole service, or a page. ProConnect leaves this to each service
//! (« restriction d'accès »). It is judged on the verified identity, on the server.

use crate::identity::{Identity, Siret};
use std::{borrow::Cow, fmt};

/// The part of the identity that a rule reads.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum RuleKind {
    /// The domain of the e-mail address, whole: `gouv.fr` admits no address of `ministere.gouv.fr`.
    EmailDomain,
    /// The SIRET (14 digits), or the SIREN (9 digits), which admits every establishment of the legal unit.
    /// According to ProConnect, the SIRET is not reliable for some ministries.
    Organisation,
    /// A role that ProConnect attributes. On the RIE the roles are not reliable.
    Role,
    /// The identity provider, by its `idp_id`.
    IdentityProvider,
    /// The e-mail address, by a list of names.
    Email,
}

impl RuleKind {
    /// The stable name: `email_domain`, `organisation`, `role`, `identity_provider` or `email`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The scope for which `ProConnect` sends the claim that the rule reads.
    #[must_use]
    pub fn scope(self) -> &'static str {
        match self {
            Self::EmailDomain | Self::Email => "email",
            Self::Organisation => "siret",
            Self::Role => "roles",
            Self::IdentityProvider => "idp_id",
        }
    }
}

/// A rule: the identity must have one of these values. A rule without a value admits nobody.
///
/// Addresses and domains are compared without regard to ASCII case, everything else exactly. An agent whose
/// claim is missing is not admitted. An address without a local part, or with two `@`, has no domain.
///
/// An internationalised domain is not converted: the ASCII form (`xn--…`, RFC 5890) and the Unicode form are two
/// domains. A conversion would admit letters that only look like those of the rule.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessRule {
    kind: RuleKind,
    values: Values,
}

#[derive(Clone, PartialEq, Eq)]
enum Values {
    Written(&'static [&'static str]),
    Read(Vec<String>),
}

impl AccessRule {
    /// A rule that the code holds.
    #[must_use]
    pub const fn new(kind: RuleKind, values: &'static [&'static str]) -> Self {
        Self {
            kind,
            values: Values::Written(values),
        }
    }

    /// A rule that a setting holds.
    #[must_use]
    pub fn of_setting(kind: RuleKind, values: Vec<String>) -> Self {
        Self {
            kind,
            values: Values::Read(values),
        }
    }

    /// The part of the identity that the rule reads.
    #[must_use]
    pub fn kind(&self) -> RuleKind {
        self.kind
    }

    /// The values that the rule admits.
    pub fn values(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (written, read) = match &self.values {
            Values::Written(values) => (*values, &[][..]),
            Values::Read(values) => (&[][..], values.as_slice()),
        };
        let written = written.iter().map(|value| Cow::Borrowed(*value));
        written.chain(read.iter().map(|value| Cow::Borrowed(value.as_str())))
    }

    /// Whether the rule admits this agent: an [`Identity`], or the same claims from elsewhere.
    #[must_use]
    pub fn admits<'a>(&self, agent: impl Into<JudgedClaims<'a>>) -> bool {
        let agent = agent.into();
        let email = agent.email.map(str::trim);
        let has = |is_it: &dyn Fn(&str) -> bool| self.values().any(|value| is_it(&value));
        match self.kind {
            RuleKind::EmailDomain => email
                .and_then(domain)
                .is_some_and(|domain| has(&|value| value.eq_ignore_ascii_case(domain))),
            RuleKind::Organisation => agent.siret.is_some_and(|siret| {
                has(&|value| value == siret || siret.get(..SIREN_LENGTH) == Some(value))
            }),
            RuleKind::Role => agent
                .roles
                .iter()
                .any(|role| has(&|value| value == role.as_str())),
            RuleKind::IdentityProvider => {
                agent.idp_id.is_some_and(|idp| has(&|value| value == idp))
            }
            RuleKind::Email => {
                email.is_some_and(|email| has(&|value| value.eq_ignore_ascii_case(email)))
            }
        }
    }
}

/// Digits of a SIREN, with which each SIRET of the legal unit begins.
const SIREN_LENGTH: usize = 9;

/// The domain of an address; `None` where the address does not have one `@` with text on both sides.
fn domain(email: &str) -> Option<&str> {
    let (local, domain) = email.split_once('@')?;
    let is_whole = !local.is_empty() && !domain.is_empty() && !domain.contains('@');
    is_whole.then_some(domain)
}

/// The claims that a rule reads.
#[derive(Debug, Clone, Copy)]
pub struct JudgedClaims<'a> {
    /// The e-mail address.
    pub email: Option<&'a str>,
    /// The establishment, 14 digits without spaces.
    pub siret: Option<&'a str>,
    /// The roles; empty where they are not known.
    pub roles: &'a [String],
    /// The identity provider.
    pub idp_id: Option<&'a str>,
}

impl<'a> From<&'a Identity> for JudgedClaims<'a> {
    fn from(identity: &'a Identity) -> Self {
        Self {
            email: identity.email.as_deref(),
            siret: identity.siret.as_ref().map(Siret::as_str),
            roles: identity.roles.as_deref().unwrap_or_default(),
            idp_id: identity.idp_id.as_deref(),
        }
    }
}

/// The values are not written: they may be addresses of persons.
impl fmt::Debug for AccessRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "AccessRule({}, {} values)",
            self.kind.name(),
            self.values().count()
        )
    }
}

#[cfg(test)]
mod tests;
