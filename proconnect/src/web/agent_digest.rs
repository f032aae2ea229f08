//! Names the agent of a page in its forms. A form that one agent opened must not be sent by
//! another, who has logged in since, in another tab. The name is a digest keyed by the
//! application's secret, so that pages show no identifier.

use super::{CookieKeys, SignedIn};
use crate::identity::{Identity, Siret};
use axum_extra::extract::cookie::Key;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the digest that are kept, enough to distinguish agents.
const LENGTH: usize = 16;

impl SignedIn {
    /// The digest of the agent and their establishment. It does not depend on the session: the same
    /// agent may log in again before sending the form.
    #[must_use]
    pub fn digest(&self, keys: &CookieKeys) -> String {
        digest(&self.identity, &keys.current)
    }

    /// Whether `digest` is the agent's, by the current or the previous key.
    #[must_use]
    pub fn has_digest(&self, given: &str, keys: &CookieKeys) -> bool {
        let keys = [Some(&keys.current), keys.previous.as_ref()];
        keys.into_iter()
            .flatten()
            .any(|key| digest(&self.identity, key) == given)
    }
}

fn digest(identity: &Identity, key: &Key) -> String {
    let siret = identity.siret.as_ref().map_or("", Siret::as_str);
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.signing()) else {
        // An HMAC takes a key of any length (RFC 2104 2).
        return String::new();
    };
    // A `sub` holds no zero byte.
    for part in ["agent of a form", "\0", identity.sub.as_str(), "\0", siret] {
        mac.update(part.as_bytes());
    }
    let bytes = mac.finalize().into_bytes();
    BASE64_URL_SAFE_NO_PAD.encode(&bytes[..LENGTH])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::Subject, test_tokens::agent};

    fn of(sub: &str, siret: Option<&str>, key: &Key) -> String {
        let mut identity = agent(None);
        identity.sub = Subject::try_from(sub.to_owned()).unwrap();
        identity.siret = siret.map(|siret| Siret::try_from(siret.to_owned()).unwrap());
        digest(&identity, key)
    }

    #[test]
    fn f20_the_digest_distinguishes_agents_and_establishments_and_needs_the_secret() {
        let (key, siret) = (Key::generate(), Some("13002526500013"));
        let angela = of("angela", siret, &key);
        assert_eq!(angela, of("angela", siret, &key));
        for other in [
            of("homonym", siret, &key),
            of("angela", Some("35600000000048"), &key),
            of("angela", None, &key),
            of("angela", siret, &Key::generate()),
        ] {
            assert_ne!(angela, other);
        }
    }
}
