//! The issuer and the client that sessions belong to.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use proconnect::config::Config;
use sha2::{Digest, Sha256};

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

    /// The name of both in the store: 96 bits of a SHA-256, in base64url. No secret takes part, so that a
    /// rotation keeps it.
    #[must_use]
    pub fn name(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(self.digest())[..12])
    }

    /// Each part is hashed by itself, so that moving a character from one to the next gives another
    /// digest.
    pub(super) fn digest(&self) -> [u8; 64] {
        let mut digest = [0; 64];
        let (issuer, client_id) = digest.split_at_mut(32);
        issuer.copy_from_slice(&Sha256::digest(&self.issuer));
        client_id.copy_from_slice(&Sha256::digest(&self.client_id));
        digest
    }
}
