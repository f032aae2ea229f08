//! A rule about who may enter: the whole service, or a page. ProConnect leaves this to each service
//! (« restriction d'accès »). It is judged on the verified identity, on the server.

use crate::identity::Identity;
use std::{borrow::Cow, fmt};

/// The part of the identity that a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
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
}

/// A rule: the identity must have one of these values.
///
/// Addresses and domains are compared without regard to ASCII case, everything else exactly. An agent whose
/// claim is missing is not admitted.
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

    /// Whether the rule admits this agent.
    #[must_use]
    pub fn admits(&self, identity: &Identity) -> bool {
        let email = identity.email.as_deref().map(str::trim);
        let has = |is_it: &dyn Fn(&str) -> bool| self.values().any(|value| is_it(&value));
        match self.kind {
            RuleKind::EmailDomain => {
                let domain = email.and_then(|email| Some(email.rsplit_once('@')?.1));
                domain.is_some_and(|domain| has(&|value| value.eq_ignore_ascii_case(domain)))
            }
            RuleKind::Organisation => identity.siret.as_ref().is_some_and(|siret| {
                has(&|value| value == siret.as_str() || value == siret.siren())
            }),
            RuleKind::Role => {
                let roles = identity.roles.as_deref().unwrap_or_default();
                roles.iter().any(|role| has(&|value| value == role))
            }
            RuleKind::IdentityProvider => {
                let idp = identity.idp_id.as_deref();
                idp.is_some_and(|idp| has(&|value| value == idp))
            }
            RuleKind::Email => {
                email.is_some_and(|email| has(&|value| value.eq_ignore_ascii_case(email)))
            }
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
