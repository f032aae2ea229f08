use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

/// A fault of the key set: RFC 7517, section 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum JwksFault {
    #[strum(message = "aucune clé", detailed_message = "no key")]
    NoKeys,
    #[strum(
        message = "sans les clés qui signent en ce moment",
        detailed_message = "without the keys that sign at the moment"
    )]
    CurrentKeysMissing,
    #[strum(
        message = "un même kid pour toutes les clés",
        detailed_message = "one kid for all keys"
    )]
    DuplicatedKid,
    #[strum(message = "clés sans kid", detailed_message = "keys without kid")]
    KidsMissing,
    #[strum(message = "clés sans alg", detailed_message = "keys without alg")]
    AlgsMissing,
    #[strum(message = "clés sans use", detailed_message = "keys without use")]
    UsesMissing,
    #[strum(
        message = "clés réservées au chiffrement",
        detailed_message = "keys reserved for encryption"
    )]
    EncryptionOnly,
    #[strum(
        message = "des clés de types inconnus en plus",
        detailed_message = "keys of unknown types besides"
    )]
    UnknownKeyTypes,
    #[strum(
        message = "une clé symétrique en plus",
        detailed_message = "a symmetric key besides"
    )]
    SymmetricKey,
    #[strum(
        message = "liste au lieu d’un objet",
        detailed_message = "a list instead of an object"
    )]
    NotAnObject,
}

impl JwksFault {
    /// `current` holds the `kid` of the keys that sign now.
    pub fn change(self, jwks: &mut Value, current: &[String]) {
        let Some(keys) = jwks["keys"].as_array_mut() else {
            return;
        };
        match self {
            Self::NoKeys => keys.clear(),
            Self::CurrentKeysMissing => keys.retain(|key| {
                let kid = key["kid"].as_str().unwrap_or_default();
                !current.iter().any(|current| current == kid)
            }),
            Self::DuplicatedKid => {
                for key in keys {
                    key["kid"] = "the-same".into();
                }
            }
            Self::KidsMissing => without(keys, "kid"),
            Self::AlgsMissing => without(keys, "alg"),
            Self::UsesMissing => without(keys, "use"),
            Self::EncryptionOnly => {
                for key in keys {
                    key["use"] = "enc".into();
                }
            }
            Self::UnknownKeyTypes => {
                keys.insert(
                    0,
                    json!({ "kty": "LATTICE", "kid": "of-tomorrow", "x": "AA" }),
                );
                keys.push(json!({ "kty": "EC", "crv": "P-1024", "kid": "of-another-curve" }));
            }
            Self::SymmetricKey => keys.push(json!({
                "kty": "oct", "kid": "symmetric", "alg": "HS256", "use": "sig",
                "k": "c2VjcmV0LWtub3duLXRvLWV2ZXJ5Ym9keS13aG8tYXNrcw",
            })),
            Self::NotAnObject => *jwks = json!(keys),
        }
    }
}

fn without(keys: &mut [Value], name: &str) {
    for key in keys.iter_mut().filter_map(Value::as_object_mut) {
        key.remove(name);
    }
}
