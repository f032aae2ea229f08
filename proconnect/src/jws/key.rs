//! The issuer's signing keys, and the one that a token names (Core 10.1).

use super::SigningAlg;
use crate::error::JwsError;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use openidconnect::core::CoreJsonWebKey;
use serde::Deserialize;
use serde_json::Value;

/// Most keys kept of a set.
const MAX_KEYS: usize = 32;

/// Smallest RSA modulus trusted, in bytes (2048 bits).
const MIN_RSA_MODULUS: usize = 256;

/// Smallest RSA exponent trusted, in bytes (65537 has three).
const MIN_RSA_EXPONENT: usize = 3;

/// The issuer's keys as it publishes them (RFC 7517 5), each of them still to be understood.
#[derive(Debug, Clone, Deserialize)]
pub struct KeySet {
    keys: Vec<Value>,
}

/// A public key of the issuer, as both verifying libraries want it.
#[derive(Debug, Clone)]
pub struct SigningKey {
    pub(crate) for_openidconnect: CoreJsonWebKey,
    pub(crate) for_jsonwebtoken: Jwk,
}

impl SigningKey {
    /// The keys of a set that may verify signatures; the others are left out.
    #[must_use]
    pub fn from_set(set: &KeySet) -> Vec<Self> {
        set.keys
            .iter()
            .filter_map(Self::new)
            .take(MAX_KEYS)
            .collect()
    }

    fn new(key: &Value) -> Option<Self> {
        let jwk = Jwk::deserialize(key).ok()?;
        let usage = jwk.common.public_key_use.as_ref();
        let for_signatures = usage.is_none_or(|usage| *usage == PublicKeyUse::Signature);
        let operations = jwk.common.key_operations.as_ref();
        let verifies = operations.is_none_or(|all| all.contains(&KeyOperations::Verify));
        let for_openidconnect = CoreJsonWebKey::deserialize(key).ok()?;
        (for_signatures && verifies).then_some(Self {
            for_openidconnect,
            for_jsonwebtoken: jwk,
        })
    }

    fn fits(&self, alg: SigningAlg) -> bool {
        let declared = self.for_jsonwebtoken.common.key_algorithm;
        let agrees = declared.is_none_or(|declared| declared.to_string() == alg.as_str());
        let right_type = match (&self.for_jsonwebtoken.algorithm, alg) {
            (AlgorithmParameters::RSA(_), SigningAlg::Rs256) => true,
            (AlgorithmParameters::EllipticCurve(ec), SigningAlg::Es256) => {
                ec.curve == EllipticCurve::P256
            }
            _ => false,
        };
        agrees && right_type
    }

    /// RFC 8725 3.5: an RSA key under 2048 bits or of exponent 1 or 3 proves nothing.
    fn is_weak(&self) -> bool {
        let AlgorithmParameters::RSA(rsa) = &self.for_jsonwebtoken.algorithm else {
            return false;
        };
        let bytes = |text: &str| {
            let decoded = BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
            decoded
                .into_iter()
                .skip_while(|byte| *byte == 0)
                .collect::<Vec<u8>>()
        };
        bytes(&rsa.n).len() < MIN_RSA_MODULUS || bytes(&rsa.e).len() < MIN_RSA_EXPONENT
    }
}

/// The key that `kid` names; without one, the only key of that type.
pub(super) fn pick<'k>(
    keys: &'k [SigningKey],
    alg: SigningAlg,
    kid: Option<&str>,
) -> Result<&'k SigningKey, JwsError> {
    let named =
        |key: &&SigningKey| kid.is_none() || key.for_jsonwebtoken.common.key_id.as_deref() == kid;
    let candidates: Vec<_> = keys
        .iter()
        .filter(|key| key.fits(alg))
        .filter(named)
        .collect();
    match candidates.as_slice() {
        [] => Err(JwsError::UnknownKey),
        [key] if key.is_weak() => Err(JwsError::WeakKey),
        [key] => Ok(key),
        _ => Err(JwsError::AmbiguousKey),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rsa(modulus_bytes: usize, exponent: &str, kid: &str) -> Value {
        let modulus = BASE64_URL_SAFE_NO_PAD.encode(vec![0xff; modulus_bytes]);
        json!({"kty": "RSA", "n": modulus, "e": exponent, "kid": kid, "use": "sig"})
    }

    fn keys(set: &[Value]) -> Vec<SigningKey> {
        SigningKey::from_set(&KeySet { keys: set.to_vec() })
    }

    fn pick_error(keys: &[SigningKey], kid: Option<&str>) -> Option<JwsError> {
        pick(keys, SigningAlg::Rs256, kid).err()
    }

    #[test]
    fn the_named_key_is_picked_or_the_only_one() {
        let two = keys(&[rsa(256, "AQAB", "a"), rsa(256, "AQAB", "b")]);
        assert!(pick(&two, SigningAlg::Rs256, Some("b")).is_ok());
        assert_eq!(pick_error(&two, Some("c")), Some(JwsError::UnknownKey));
        assert_eq!(pick_error(&two, None), Some(JwsError::AmbiguousKey));
        assert_eq!(pick_error(&two[..1], None), None);
        assert_eq!(pick_error(&[], None), Some(JwsError::UnknownKey));
    }

    #[test]
    fn two_keys_of_one_name_are_ambiguous() {
        let twins = keys(&[rsa(256, "AQAB", "a"), rsa(256, "AQAB", "a")]);
        assert_eq!(pick_error(&twins, Some("a")), Some(JwsError::AmbiguousKey));
    }

    #[test]
    fn weak_keys_are_refused() {
        for weak in [
            rsa(128, "AQAB", "a"),
            rsa(256, "AQ", "a"),
            rsa(256, "Aw", "a"),
        ] {
            assert_eq!(
                pick_error(&keys(&[weak]), Some("a")),
                Some(JwsError::WeakKey)
            );
        }
    }

    #[test]
    fn keys_for_another_use_are_left_out() {
        let mut encryption = rsa(256, "AQAB", "a");
        encryption["use"] = json!("enc");
        let mut other_alg = rsa(256, "AQAB", "b");
        other_alg["alg"] = json!("RS512");
        let mut no_verification = rsa(256, "AQAB", "d");
        no_verification["key_ops"] = json!(["encrypt"]);
        let shared = json!({"kty": "oct", "k": "AAAA", "kid": "c"});
        let set = keys(&[encryption, other_alg, shared, no_verification]);
        for kid in ["a", "b", "c", "d"] {
            assert_eq!(
                pick_error(&set, Some(kid)),
                Some(JwsError::UnknownKey),
                "{kid}"
            );
        }
    }
}
