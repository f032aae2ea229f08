use serde_json::{Map, Value, json};
use strum::{Display, EnumIter, EnumMessage};

use crate::client::Alg;

/// A fault about the agent, in either format of userinfo: Core, section 5.3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum UserinfoFault {
    #[strum(
        message = "JSON au lieu d’un JWT, ou l’inverse",
        detailed_message = "JSON instead of a JWT, or the reverse"
    )]
    OtherFormat,
    #[strum(
        message = "sub d’un autre agent, dans les deux formats",
        detailed_message = "the sub of another agent, in both formats"
    )]
    SubjectSwapped,
    #[strum(message = "sans email", detailed_message = "without email")]
    EmailMissing,
    #[strum(message = "sans siret", detailed_message = "without siret")]
    SiretMissing,
    #[strum(message = "sans uid", detailed_message = "without uid")]
    UidMissing,
    #[strum(message = "email null", detailed_message = "email as null")]
    EmailNull,
    #[strum(
        message = "given_name et usual_name null",
        detailed_message = "given_name and usual_name as null"
    )]
    NamesNull,
    #[strum(message = "siret null", detailed_message = "siret as null")]
    SiretNull,
    #[strum(message = "siret numérique", detailed_message = "siret as a number")]
    SiretNumber,
    #[strum(
        message = "siret avec des espaces",
        detailed_message = "siret with spaces"
    )]
    SiretSpaces,
    #[strum(message = "siret faux", detailed_message = "a wrong siret")]
    SiretInvalid,
    #[strum(
        message = "roles en chaîne de caractères",
        detailed_message = "roles as a string"
    )]
    RolesString,
    #[strum(message = "roles null", detailed_message = "roles as null")]
    RolesNull,
    #[strum(
        message = "informations inconnues en plus",
        detailed_message = "unknown claims besides"
    )]
    UnknownClaims,
    #[strum(message = "valeurs de 10 ko", detailed_message = "values of 10 kB")]
    HugeValues,
}

impl UserinfoFault {
    /// Returns the signature algorithm of userinfo, from the correct one.
    pub fn change_format(self, alg: Option<Alg>) -> Option<Alg> {
        match (self, alg) {
            (Self::OtherFormat, Some(_)) => None,
            (Self::OtherFormat, None) => Some(Alg::Rs256),
            _ => alg,
        }
    }

    pub fn change(self, claims: &mut Map<String, Value>) {
        let siret = claims
            .get("siret")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let siret = siret.to_owned();
        let mut set = |name: &str, value: Value| {
            claims.insert(name.to_owned(), value);
        };
        match self {
            Self::OtherFormat => {}
            Self::SubjectSwapped => set("sub", "00000000-0000-4000-8000-000000000000".into()),
            Self::EmailNull => set("email", Value::Null),
            Self::NamesNull => {
                set("given_name", Value::Null);
                set("usual_name", Value::Null);
            }
            Self::SiretNull => set("siret", Value::Null),
            Self::SiretNumber => set("siret", siret.parse::<u64>().unwrap_or_default().into()),
            Self::SiretSpaces => {
                let [a, b, c] = [0..3, 3..6, 6..9].map(|part| siret.get(part).unwrap_or_default());
                let d = siret.get(9..).unwrap_or_default();
                set("siret", format!("{a} {b} {c} {d}").into());
            }
            Self::SiretInvalid => set("siret", "12345678901234".into()),
            Self::RolesString => set("roles", "agent_public".into()),
            Self::RolesNull => set("roles", Value::Null),
            Self::UnknownClaims => {
                set("is_admin", true.into());
                set("__proto__", json!({ "polluted": [1, null] }));
            }
            Self::HugeValues => {
                for name in ["given_name", "usual_name", "organization_label"] {
                    set(name, "é".repeat(5_000).into());
                }
            }
            Self::EmailMissing => drop(claims.remove("email")),
            Self::SiretMissing => drop(claims.remove("siret")),
            Self::UidMissing => drop(claims.remove("uid")),
        }
    }
}
