//! Access to pages and server functions.

use crate::agent::Agent;

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
}
