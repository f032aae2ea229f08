//! Access to pages and server functions.

/// The rules about who may come in, in words.
mod words;

pub use crate::role::PUBLIC_AGENT;
pub use words::{entry_rules_in_words, rule_in_words};

use crate::{accounts::membership_role::MembershipRole, agent::Agent};
use proconnect::web::{AccessRule, Requirement, RuleKind};
use std::borrow::Cow;

/// The condition to open a page or call a server function. The server's guard enforces it before
/// the page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Open to visitors.
    Public,
    /// Any signed-in agent.
    SignedIn,
    /// Agents to whom `ProConnect` gives this role.
    Role(&'static str),
    /// Agents whose login had a second factor.
    SecondFactor,
    /// Agents whom this rule admits. A level of authentication (`acr`) is no rule about who may come in.
    Rule(&'static AccessRule),
    /// Agents whom the rule of this kind in the settings admits. Every page but a public one has it, without a row.
    Entry(RuleKind),
    /// Members of the organisation of the session, with this role or a higher one, in this service.
    Membership(MembershipRole),
}

impl Access {
    /// True when this agent (`None`: a visitor) may open the page.
    pub fn allows(self, agent: Option<&Agent>) -> bool {
        match (self, agent) {
            (Self::Public, _) => true,
            (_, None) => false,
            (_, Some(agent)) if !agent.is_admitted => false,
            (Self::Role(role), Some(agent)) => agent.roles.iter().any(|known| known == role),
            (Self::SecondFactor, Some(agent)) => agent.has_second_factor,
            (Self::Rule(rule), Some(agent)) => rule.admits(agent),
            // A layer behind the guard has judged the membership.
            (Self::SignedIn | Self::Entry(_) | Self::Membership(_), Some(_)) => true,
        }
    }

    /// True when a menu shows the page. An agent can add a second factor on the way, but cannot
    /// gain a role: a page that lacks only the second factor is shown.
    pub fn is_offered_to(self, agent: Option<&Agent>) -> bool {
        match self {
            Self::SecondFactor => Self::SignedIn.allows(agent),
            // The role is read where the page is opened: only the pages of the feature link to it.
            Self::Membership(MembershipRole::Administrator) => false,
            other => other.allows(agent),
        }
    }

    /// The rule in words, as the login page announces it and a refusal repeats it; `None` where a login
    /// is enough. A role without words here is named as `ProConnect` names it.
    pub fn rule(self) -> Option<Cow<'static, str>> {
        match self {
            Self::Public | Self::SignedIn => None,
            Self::Role(PUBLIC_AGENT) => Some("Réservé aux agents publics".into()),
            Self::Role(role) => {
                Some(format!("Réservé aux agents qui ont le rôle «\u{a0}{role}\u{a0}»").into())
            }
            Self::SecondFactor => Some("Réservé aux connexions par double authentification".into()),
            Self::Rule(rule) => Some(rule_in_words(rule)),
            Self::Entry(kind) => Some(words::kind_in_words(kind).into()),
            Self::Membership(MembershipRole::Member) => {
                Some("Réservé aux comptes qui ont une organisation (un numéro SIRET)".into())
            }
            Self::Membership(MembershipRole::Administrator) => {
                Some("Réservé à l’administration de votre organisation dans ce service".into())
            }
        }
    }

    /// The restriction, as the site map words it; `None` for a public page.
    pub fn restriction(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::SignedIn | Self::Membership(MembershipRole::Member) => Some("avec connexion"),
            Self::Role(PUBLIC_AGENT) => Some("agents publics"),
            Self::Role(_) | Self::Rule(_) | Self::Entry(_) => Some("accès restreint"),
            Self::SecondFactor => Some("double authentification"),
            Self::Membership(MembershipRole::Administrator) => Some("administration"),
        }
    }

    /// The restriction in a sentence, as the legend of the site map explains it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Public => "Ouverte à tout le monde.",
            Self::SignedIn | Self::Membership(MembershipRole::Member) => {
                "S’ouvre une fois votre session ouverte."
            }
            Self::Role(PUBLIC_AGENT) => {
                "S’ouvre si ProConnect indique que vous travaillez dans le secteur public."
            }
            Self::Role(_) => "S’ouvre si ProConnect vous attribue le rôle que cette page demande.",
            Self::SecondFactor => {
                "S’ouvre après une double authentification, que le site vous propose au besoin."
            }
            Self::Rule(_) | Self::Entry(_) => {
                "S’ouvre si ce que ProConnect indique de vous suit la règle de cette page."
            }
            Self::Membership(MembershipRole::Administrator) => {
                "S’ouvre si vous administrez votre organisation dans ce service."
            }
        }
    }
}

/// The condition, as the guard of the library reads it.
impl From<Access> for Requirement {
    fn from(access: Access) -> Self {
        match access {
            Access::Public => Self::Public,
            // A layer behind the guard reads the membership.
            Access::SignedIn | Access::Membership(_) => Self::SignedIn,
            Access::Role(role) => Self::Role(role),
            Access::SecondFactor => Self::SecondFactor,
            Access::Rule(rule) => Self::Rule(rule),
            Access::Entry(kind) => Self::Entry(kind),
        }
    }
}

/// The requirement of the guard that a refused agent does not meet.
impl From<Requirement> for Access {
    fn from(requirement: Requirement) -> Self {
        match requirement {
            Requirement::Public => Self::Public,
            Requirement::SignedIn => Self::SignedIn,
            Requirement::Role(role) => Self::Role(role),
            Requirement::SecondFactor => Self::SecondFactor,
            Requirement::Rule(rule) => Self::Rule(rule),
            Requirement::Entry(kind) => Self::Entry(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restriction_has_a_rule_in_words_even_for_a_role_that_nobody_has_described() {
        for (access, words) in [
            (Access::Role(PUBLIC_AGENT), "agents publics"),
            (
                Access::Role("chef_de_service"),
                "«\u{a0}chef_de_service\u{a0}»",
            ),
            (Access::SecondFactor, "double authentification"),
        ] {
            let rule = access.rule().unwrap();
            assert!(rule.contains(words), "{rule}");
            assert!(access.restriction().is_some());
        }
        assert_eq!(Access::Public.rule(), None);
        assert_eq!(Access::SignedIn.rule(), None);
    }

    static GOUV: AccessRule = AccessRule::new(RuleKind::EmailDomain, &["gouv.fr"]);
    static ROLE: AccessRule = AccessRule::new(RuleKind::Role, &[PUBLIC_AGENT]);

    #[test]
    fn nothing_is_offered_that_the_guard_refuses() {
        let angele = Agent {
            email: Some("a@gouv.fr".to_owned()),
            ..Agent::example()
        };
        let sophie = Agent {
            email: Some("s@octo.example".to_owned()),
            roles: Vec::new(),
            ..Agent::example()
        };
        let kept_out = Agent {
            is_admitted: false,
            has_second_factor: true,
            ..angele.clone()
        };
        for (access, to_angele, to_sophie) in [
            (Access::Public, true, true),
            (Access::SignedIn, true, true),
            (Access::SecondFactor, true, true),
            (Access::Role(PUBLIC_AGENT), true, false),
            (Access::Rule(&GOUV), true, false),
            (Access::Rule(&ROLE), true, false),
            (Access::Entry(RuleKind::Role), true, true),
            (Access::Membership(MembershipRole::Member), true, true),
        ] {
            assert_eq!(access.is_offered_to(Some(&angele)), to_angele, "{access:?}");
            assert_eq!(access.is_offered_to(Some(&sophie)), to_sophie, "{access:?}");
            let is_public = access == Access::Public;
            assert_eq!(
                access.is_offered_to(Some(&kept_out)),
                is_public,
                "{access:?}"
            );
            assert_eq!(access.allows(Some(&kept_out)), is_public, "{access:?}");
            assert_eq!(access.is_offered_to(None), is_public, "{access:?}");
        }
    }
}
