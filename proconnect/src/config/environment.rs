//! The four environments of `ProConnect`. They share nothing: no client, key, redirect URI or
//! account.

use url::Url;

/// The path of `ProConnect`'s issuers.
pub const PATH: &str = "/api/v2";

/// One of `ProConnect`'s environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Environment {
    /// Integration or production.
    pub stage: Stage,
    /// The network that it is in.
    pub network: Network,
}

/// For tests, or for real agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Test clients, test accounts.
    Integration,
    /// Real agents.
    Production,
}

/// The networks of `ProConnect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The Internet.
    Internet,
    /// The State's interministerial network: no code by e-mail, no `ProConnect Identité`, `roles`
    /// that are not computed correctly, keys and URIs by form only.
    Rie,
}

/// The hosts of `ProConnect`. Their names are still those of `AgentConnect`.
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

    /// Whether its agents are real people.
    #[must_use]
    pub fn is_production(self) -> bool {
        self.stage == Stage::Production
    }

    /// Whether it is on the State's interministerial network.
    #[must_use]
    pub fn is_rie(self) -> bool {
        self.network == Network::Rie
    }
}
