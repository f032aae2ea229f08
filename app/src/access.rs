//! Access to pages and server functions.

use crate::agent::Agent;
use proconnect::web::Requirement;
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
}

/// The role that `ProConnect` gives to the agents of the public sector.
pub const PUBLIC_AGENT: &str = "agent_public";

impl Access {
    /// True when this agent (`None`: a visitor) may open the page.
    pub fn allows(self, agent: Option<&Agent>) -> bool {
        match (self, agent) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Role(role), Some(agent)) => agent.roles.iter().any(|known| known == role),
            (Self::SecondFactor, Some(agent)) => agent.has_second_factor,
            (_, None) => false,
        }
    }

    /// True when a menu shows the page. An agent can add a second factor on the way, but cannot
    /// gain a role: a page that lacks only the second factor is shown.
    pub fn is_offered_to(self, agent: Option<&Agent>) -> bool {
        match self {
            Self::SecondFactor => agent.is_some(),
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
        }
    }

    /// The restriction, as the site map words it; `None` for a public page.
    pub fn restriction(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::SignedIn => Some("avec connexion"),
            Self::Role(PUBLIC_AGENT) => Some("agents publics"),
            Self::Role(_) => Some("accès restreint"),
            Self::SecondFactor => Some("double authentification"),
        }
    }

    /// The restriction in a sentence, as the legend of the site map explains it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Public => "Ouverte à tout le monde.",
            Self::SignedIn => "S’ouvre une fois votre session ouverte.",
            Self::Role(PUBLIC_AGENT) => {
                "S’ouvre si ProConnect indique que vous travaillez dans le secteur public."
            }
            Self::Role(_) => "S’ouvre si ProConnect vous attribue le rôle que cette page demande.",
            Self::SecondFactor => {
                "S’ouvre après une double authentification, que le site vous propose au besoin."
            }
        }
    }
}

/// The condition, as the guard of the library reads it.
impl From<Access> for Requirement {
    fn from(access: Access) -> Self {
        match access {
            Access::Public => Self::Public,
            Access::SignedIn => Self::SignedIn,
            Access::Role(role) => Self::Role(role),
            Access::SecondFactor => Self::SecondFactor,
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
}
