//! The issuer and the client that sessions belong to.

use proconnect::config::Config;

/// The issuer and client that sessions are bound to. Sessions of another issuer or client are
/// ignored.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The issuer's identifier.
    pub issuer: String,
    /// The client's identifier.
    pub client_id: String,
}

impl Environment {
    /// Reads both from the configuration.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            issuer: config.issuer.as_str().to_owned(),
            client_id: config.client_id.as_str().to_owned(),
        }
    }
}
