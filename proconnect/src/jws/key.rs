//! The issuer's signing keys, and the selection of a token's key (Core 10.1).

use super::alg::SigningAlg;
use crate::error::JwsError;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Greatest number of keys that are kept of a set.
const MAX_KEYS: usize = 32;

/// Smallest RSA modulus trusted, in bits.
const MIN_RSA_MODULUS: usize = 2048;

/// Smallest RSA exponent trusted, in bytes (65537 has three).
const MIN_RSA_EXPONENT: usize = 3;

/// The issuer's key set (RFC 7517 5). Each key is parsed by itself, so that an unknown kind of key
/// does not spoil the others.
#[derive(Debug, Clone, Deserialize)]
pub struct KeySet {
    keys: Vec<Box<RawValue>>,
}

/// The members of a key that are used (RFC 7517 4, RFC 7518 6.2 and 6.3). Certificates and other
/// members are ignored.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// A public key of the issuer that may verify signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    kid: Option<String>,
    /// The only algorithm that the key is for, where it names one (RFC 7517 4.4).
    alg: Option<String>,
    material: Material,
}

/// A key of the issuer, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDescription {
    /// `kid` (RFC 7517 4.5).
    pub kid: Option<String>,
    /// The algorithm whose signatures the key verifies.
    pub alg: SigningAlg,
    /// The size of the modulus, or of the curve.
    pub bits: usize,
    /// Whether its signatures are refused, because they can be forged (RFC 8725 3.5).
    pub is_weak: bool,
}

/// Numbers, big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    /// Without leading zeros.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// The point, uncompressed (SEC 1 2.3.3).
    P256(Vec<u8>),
}

impl SigningKey {
    /// The keys of a set that may verify signatures, 32 at most. Other keys are left out, and so are
    /// repetitions of a key.
    #[must_use]
    pub fn from_set(set: &KeySet) -> Vec<Self> {
        let mut keys: Vec<Self> = Vec::new();
        for key in set.keys.iter().filter_map(|key| Self::new(key)) {
            if keys.len() < MAX_KEYS && !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn new(key: &RawValue) -> Option<Self> {
        let jwk: Jwk = serde_json::from_str(key.get()).ok()?;
        let for_signatures = jwk.usage.as_ref().is_none_or(|usage| usage == "sig");
        let operations = jwk.key_ops.as_ref();
        let verifies = operations.is_none_or(|all| all.iter().any(|one| one == "verify"));
        if !for_signatures || !verifies {
            return None;
        }
        Some(Self {
            material: Material::new(&jwk)?,
            kid: jwk.kid,
            alg: jwk.alg,
        })
    }

    fn fits(&self, alg: SigningAlg) -> bool {
        let agrees = self.alg.as_ref().is_none_or(|own| own == alg.as_str());
        agrees
            && match self.material {
                Material::Rsa { .. } => alg == SigningAlg::Rs256,
                Material::P256(_) => alg == SigningAlg::Es256,
            }
    }

    /// RFC 8725 3.5: signatures of an RSA key under 2048 bits, or with exponent 1 or 3, can be
    /// forged.
    fn is_weak(&self) -> bool {
        match &self.material {
            Material::Rsa { n, e } => bits(n) < MIN_RSA_MODULUS || e.len() < MIN_RSA_EXPONENT,
            Material::P256(_) => false,
        }
    }

    /// The key as an operator sees it; `None` when it verifies no algorithm that a client is registered with.
    pub(crate) fn describe(&self) -> Option<KeyDescription> {
        let algs = [SigningAlg::Rs256, SigningAlg::Es256];
        let alg = algs.into_iter().find(|alg| self.fits(*alg))?;
        Some(KeyDescription {
            kid: self.kid.clone(),
            alg,
            bits: match &self.material {
                Material::Rsa { n, .. } => bits(n),
                Material::P256(_) => 256,
            },
            is_weak: self.is_weak(),
        })
    }

    pub(super) fn for_jsonwebtoken(&self) -> DecodingKey {
        match &self.material {
            Material::Rsa { n, e } => DecodingKey::from_rsa_raw_components(n, e),
            Material::P256(point) => DecodingKey::from_ec_der(point),
        }
    }
}

impl Material {
    fn new(jwk: &Jwk) -> Option<Self> {
        let bytes = |member: &Option<String>| {
            let text = member.as_ref()?;
            BASE64_URL_SAFE_NO_PAD.decode(text).ok()
        };
        let number = |member| {
            let bytes = bytes(member)?.into_iter();
            Some(bytes.skip_while(|byte| *byte == 0).collect())
        };
        match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => Some(Self::Rsa {
                n: number(&jwk.n)?,
                e: number(&jwk.e)?,
            }),
            ("EC", Some("P-256")) => {
                let point = [vec![4], bytes(&jwk.x)?, bytes(&jwk.y)?];
                Some(Self::P256(point.concat()))
            }
            _ => None,
        }
    }
}

/// Length of a number without leading zeros, in bits.
fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |byte| byte.leading_zeros());
    number.len() * 8 - unused as usize
}

/// The key that `kid` names; without a `kid`, the only key of that type. A key that is published
/// twice, under one name or two, counts as one.
pub(super) fn pick<'k>(
    keys: &'k [SigningKey],
    alg: SigningAlg,
    kid: Option<&str>,
) -> Result<&'k SigningKey, JwsError> {
    let named = |key: &&SigningKey| kid.is_none() || key.kid.as_deref() == kid;
    let mut candidates = keys.iter().filter(|key| key.fits(alg)).filter(named);
    let key = candidates.next().ok_or(JwsError::UnknownKey)?;
    if candidates.any(|other| other.material != key.material) {
        Err(JwsError::AmbiguousKey)
    } else if key.is_weak() {
        Err(JwsError::WeakKey)
    } else {
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn rsa(modulus_bytes: usize, exponent: &str, kid: &str) -> Value {
        let modulus = BASE64_URL_SAFE_NO_PAD.encode(vec![0xff; modulus_bytes]);
        json!({"kty": "RSA", "n": modulus, "e": exponent, "kid": kid, "use": "sig"})
    }

    fn keys(set: &[Value]) -> Vec<SigningKey> {
        let set = json!({ "keys": set }).to_string();
        SigningKey::from_set(&serde_json::from_str(&set).unwrap())
    }

    fn pick_error(keys: &[SigningKey], kid: Option<&str>) -> Option<JwsError> {
        pick(keys, SigningAlg::Rs256, kid).err()
    }

    #[test]
    fn the_named_key_is_picked_or_the_only_one() {
        let two = keys(&[rsa(256, "AQAB", "a"), rsa(257, "AQAB", "b")]);
        assert!(pick(&two, SigningAlg::Rs256, Some("b")).is_ok());
        assert_eq!(pick_error(&two, Some("c")), Some(JwsError::UnknownKey));
        assert_eq!(pick_error(&two, None), Some(JwsError::AmbiguousKey));
        assert_eq!(pick_error(&two[..1], None), None);
        assert_eq!(pick_error(&[], None), Some(JwsError::UnknownKey));
    }

    #[test]
    fn two_keys_of_one_name_are_ambiguous() {
        let twins = keys(&[rsa(256, "AQAB", "a"), rsa(257, "AQAB", "a")]);
        assert_eq!(pick_error(&twins, Some("a")), Some(JwsError::AmbiguousKey));
        let exponents = keys(&[rsa(256, "AQAB", "a"), rsa(256, "AQAD", "a")]);
        let refused = pick_error(&exponents, Some("a"));
        assert_eq!(refused, Some(JwsError::AmbiguousKey));
    }

    #[test]
    fn r27_one_key_published_twice_is_one_key() {
        let key = rsa(256, "AQAB", "a");
        let (mut described, mut padded) = (key.clone(), key.clone());
        described["alg"] = json!("RS256");
        described["x5c"] = json!("no list of certificates");
        padded["e"] = json!("AAEAAQ");
        let set = keys(&[key.clone(), key.clone(), described, padded]);
        assert_eq!(pick_error(&set, Some("a")), None);
        assert_eq!(pick_error(&set, None), None);
        let renamed = keys(&[key, rsa(256, "AQAB", "b")]);
        assert_eq!(pick_error(&renamed, None), None);
    }

    #[test]
    fn r27_a_malformed_key_does_not_affect_the_others() {
        let mut odd = rsa(256, "AQAB", "a");
        odd["x5t"] = json!(5);
        let set = keys(&[
            json!({"kty": "unheard of", "kid": "a"}),
            json!({"kty": "RSA", "kid": "a", "n": 5, "e": "AQAB"}),
            json!({"kty": "EC", "kid": "a", "crv": "P-256", "x": "!", "y": "!"}),
            json!({"kty": "OKP", "kid": "a", "crv": "Ed25519", "x": "AAAA"}),
            json!(null),
            odd,
        ]);
        assert_eq!(set.len(), 1);
        assert_eq!(pick_error(&set, Some("a")), None);
    }

    #[test]
    fn a_key_with_a_repeated_member_is_left_out() {
        let twice = r#"{"keys":[{"kty":"RSA","kid":"a","kid":"b","n":"AQAB","e":"AQAB"}]}"#;
        let keys = SigningKey::from_set(&serde_json::from_str(twice).unwrap());
        assert!(keys.is_empty());
    }

    #[test]
    fn weak_keys_are_refused() {
        let mut short_by_one_bit = rsa(256, "AQAB", "a");
        let modulus = [vec![0x7f], vec![0xff; 255]].concat();
        short_by_one_bit["n"] = json!(BASE64_URL_SAFE_NO_PAD.encode(modulus));
        for weak in [
            rsa(128, "AQAB", "a"),
            rsa(256, "AQ", "a"),
            rsa(256, "Aw", "a"),
            short_by_one_bit,
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
