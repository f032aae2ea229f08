use serde_json::{Map, Value};
use strum::{Display, EnumIter, EnumMessage};

use crate::keys::Keys;

/// A fault that only the `id_token` can have: Core, sections 2 and 3.1.3.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum IdTokenFault {
    #[strum(message = "sans nonce", detailed_message = "without nonce")]
    NonceMissing,
    #[strum(
        message = "nonce d’une autre connexion",
        detailed_message = "the nonce of another login"
    )]
    WrongNonce,
    #[strum(
        message = "at_hash d’un autre access_token",
        detailed_message = "the at_hash of another access_token"
    )]
    WrongAtHash,
    #[strum(message = "sans at_hash", detailed_message = "without at_hash")]
    AtHashMissing,
    #[strum(
        message = "sans acr, même demandé",
        detailed_message = "without acr, even if requested"
    )]
    AcrMissing,
    #[strum(message = "acr eidas0", detailed_message = "the acr eidas0")]
    AcrEidas0,
    #[strum(
        message = "acr qui n’existe plus (consistency-checked-2fa)",
        detailed_message = "an acr that no longer exists (consistency-checked-2fa)"
    )]
    AcrLegacy,
    #[strum(message = "acr en liste", detailed_message = "acr as a list")]
    AcrArray,
    #[strum(
        message = "sans amr, même demandé",
        detailed_message = "without amr, even if requested"
    )]
    AmrMissing,
    #[strum(
        message = "amr en chaîne de caractères",
        detailed_message = "amr as a string"
    )]
    AmrString,
    #[strum(
        message = "sans auth_time, même demandé",
        detailed_message = "without auth_time, even if requested"
    )]
    AuthTimeMissing,
    #[strum(
        message = "signé par des clés neuves, les anciennes encore publiées",
        detailed_message = "signed by new keys, the old ones still published"
    )]
    KeyRotated,
    #[strum(
        message = "signé par des clés neuves, les anciennes retirées",
        detailed_message = "signed by new keys, the old ones withdrawn"
    )]
    KeyReplaced,
}

impl IdTokenFault {
    pub fn change(self, claims: &mut Map<String, Value>) {
        let mut set = |name: &str, value: Value| {
            claims.insert(name.to_owned(), value);
        };
        match self {
            Self::WrongNonce => set("nonce", "nonce-of-another-login-of-another-agent".into()),
            Self::WrongAtHash => set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA".into()),
            Self::AcrEidas0 => set("acr", "eidas0".into()),
            Self::AcrLegacy => {
                let acr = "https://proconnect.gouv.fr/assurance/consistency-checked-2fa";
                set("acr", acr.into());
            }
            Self::AcrArray => set("acr", vec!["eidas1", "eidas2"].into()),
            Self::AmrString => set("amr", "pwd".into()),
            Self::NonceMissing => drop(claims.remove("nonce")),
            Self::AtHashMissing => drop(claims.remove("at_hash")),
            Self::AcrMissing => drop(claims.remove("acr")),
            Self::AmrMissing => drop(claims.remove("amr")),
            Self::AuthTimeMissing => drop(claims.remove("auth_time")),
            Self::KeyRotated | Self::KeyReplaced => {}
        }
    }

    /// Changes the keys before one is chosen. When no key can be generated, the current ones stay.
    pub fn change_keys(self, keys: &Keys) {
        if let Self::KeyRotated | Self::KeyReplaced = self {
            let _ = keys.rotate(self == Self::KeyRotated);
        }
    }
}
