//! The four environments of `ProConnect`, which share nothing: neither clients, nor keys, nor
//! redirect URIs, nor accounts.

use url::Url;

/// The path of `ProConnect`'s issuers.
pub const PATH: &str = "/api/v2";

/// One of `ProConnect`'s environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Environment {
    /// Whether its agents are real.
    pub stage: Stage,
    /// Where it can be reached from.
    pub network: Network,
}

/// For trying, or for agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Test clients, test accounts.
    Integration,
    /// Real agents.
    Production,
}

/// The networks `ProConnect` stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The Internet.
    Internet,
    /// The State's interministerial network: no code by e-mail, no `ProConnect Identité`, `roles`
    /// that are not computed correctly, keys and URIs by form only.
    Rie,
}

/// The hosts, which still bear the name of `AgentConnect`.
pub const HOSTS: [(&str, Stage, Network); 4] = [
    (
        "fca.integ01.dev-agentconnect.fr",
        Stage::Integration,
        Network::Internet,
    ),
    (
        "auth.agentconnect.gouv.fr",
        Stage::Production,
        Network::Internet,
    ),
    (
        "fca.integ02.agentconnect.rie.gouv.fr",
        Stage::Integration,
        Network::Rie,
    ),
    (
        "auth.agentconnect.rie.gouv.fr",
        Stage::Production,
        Network::Rie,
    ),
];

impl Environment {
    /// The environment that an issuer's address belongs to; `None` for the mock and for other
    /// issuers.
    #[must_use]
    pub fn of(issuer: &Url) -> Option<Self> {
        let host = issuer.host_str()?;
        let known = HOSTS.into_iter().find(|(known, ..)| *known == host);
        known.map(|(_, stage, network)| Self { stage, network })
    }

    /// Whether real agents log in there.
    #[must_use]
    pub fn is_production(self) -> bool {
        self.stage == Stage::Production
    }

    /// Whether it stands in the State's own network.
    #[must_use]
    pub fn is_rie(self) -> bool {
        self.network == Network::Rie
    }
}
