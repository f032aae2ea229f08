//! The agent, as the application sees them: the verified claims of the userinfo response (Core 5.1),
//! under ProConnect's names.

use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// `sub`: the agent's identifier at ProConnect, unique and opaque (1 to 255 ASCII characters).
///
/// Use it as the key of an agent in a database, rather than an e-mail address: an address may
/// change, and only the identity provider vouches for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Subject(String);

impl Subject {
    /// The identifier as ProConnect wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A `sub` that Core 2 does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a subject is 1 to 255 printable ASCII characters")]
pub struct InvalidSubject;

impl TryFrom<String> for Subject {
    type Error = InvalidSubject;

    fn try_from(text: String) -> Result<Self, InvalidSubject> {
        let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if text.is_empty() || text.len() > 255 || !printable {
            return Err(InvalidSubject);
        }
        Ok(Self(text))
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.0
    }
}

/// `siret`: the establishment the agent acts for, 14 digits.
///
/// The check digit is not verified: La Poste's establishments do not follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

impl Siret {
    /// The 14 digits, without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The legal unit: the first nine digits.
    #[must_use]
    pub fn siren(&self) -> &str {
        &self.0[..9]
    }
}

/// Not 14 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SIRET is 14 digits")]
pub struct InvalidSiret;

impl TryFrom<String> for Siret {
    type Error = InvalidSiret;

    /// Spaces are dropped: some identity providers have sent them.
    fn try_from(text: String) -> Result<Self, InvalidSiret> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(InvalidSiret)
        }
    }
}

impl From<Siret> for String {
    fn from(siret: Siret) -> Self {
        siret.0
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `acr`: how surely the agent was identified and authenticated (Core 2), for instance
/// `eidas1-mfa`. Values have no order: they are compared by membership in a set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Acr(pub String);

/// Greatest length of [`Identity::claims`], in bytes of JSON.
pub const MAX_CLAIMS_LENGTH: usize = 32 * 1024;

/// The agent who logged in. Only a complete, verified login makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The agent's identifier at ProConnect: the key of your own records.
    pub sub: Subject,
    /// The agent's identifier at the identity provider, unique only there.
    pub uid: Option<String>,
    /// Professional e-mail address, in the case the identity provider wrote it.
    pub email: Option<String>,
    /// All first names, separated by spaces.
    pub given_name: Option<String>,
    /// The surname in use.
    pub usual_name: Option<String>,
    /// The telephone number, in free format.
    pub phone_number: Option<String>,
    /// The establishment the agent acts for in this session.
    pub siret: Option<Siret>,
    /// Name of that establishment, for display only.
    pub organization_label: Option<String>,
    /// `agent_public`, `agent_public_etat`…; empty for the private sector, and also when ProConnect
    /// could not find the establishment's category.
    ///
    /// `None` when ProConnect sent no `roles`, which does not mean that the agent has none:
    /// ProConnect grants the scope to a client on request, by mail. On the RIE the roles are not
    /// reliable: according to ProConnect's documentation, they are not computed correctly there.
    pub roles: Option<Vec<String>>,
    /// The identity provider that authenticated the agent.
    pub idp_id: Option<String>,
    /// The level of the authentication, from the ID token; `None` where ProConnect sent none.
    pub acr: Option<Acr>,
    /// The methods of the authentication, from the ID token (RFC 8176); empty where ProConnect sent
    /// none.
    pub amr: Vec<String>,
    /// All claims of the userinfo response, except those of the JWT itself (`iss`, `aud`, `exp`,
    /// `iat`, `nbf`). A claim that has a field here is checked as the field is. The others are
    /// unchecked, as the identity provider wrote them. The whole is at most [`MAX_CLAIMS_LENGTH`]
    /// long: beyond it the longest claims are left out, and the log names the first of them.
    pub claims: Arc<serde_json::Map<String, serde_json::Value>>,
}

impl Identity {
    /// The given and the usual name, with a space between them; the e-mail address where there is
    /// neither.
    #[must_use]
    pub fn name(&self) -> String {
        let names = [&self.given_name, &self.usual_name];
        let joined = names
            .into_iter()
            .flatten()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if joined.is_empty() {
            self.email.clone().unwrap_or_default()
        } else {
            joined
        }
    }

    /// The SIREN of the legal unit that the agent acts for: nine digits.
    #[must_use]
    pub fn siren(&self) -> Option<&str> {
        self.siret.as_ref().map(Siret::siren)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_is_fourteen_digits_with_or_without_spaces() {
        let siret = Siret::try_from("130 025 265 00013".to_owned()).unwrap();
        assert_eq!(siret.as_str(), "13002526500013");
        assert_eq!(siret.siren(), "130025265");
        for wrong in [
            "",
            "1300252650001",
            "130025265000130",
            "1300252650001x",
            "١٣٠٠٢٥٢٦٥٠٠٠١٣",
        ] {
            assert_eq!(
                Siret::try_from(wrong.to_owned()),
                Err(InvalidSiret),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_subject_is_short_printable_ascii_kept_as_it_is() {
        assert_eq!(Subject::try_from(" a ".to_owned()).unwrap().as_str(), " a ");
        assert!(Subject::try_from("a".repeat(255)).is_ok());
        for wrong in [
            String::new(),
            "a".repeat(256),
            "é".into(),
            "a\0".into(),
            "a\n".into(),
        ] {
            assert_eq!(Subject::try_from(wrong), Err(InvalidSubject));
        }
    }

    fn identity(given_name: Option<&str>, usual_name: Option<&str>, siret: &str) -> Identity {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Identity {
            sub: Subject::try_from("s".to_owned()).unwrap(),
            uid: None,
            email: text(Some("a.d@ministere.gouv.fr")),
            given_name: text(given_name),
            usual_name: text(usual_name),
            phone_number: None,
            siret: Siret::try_from(siret.to_owned()).ok(),
            organization_label: None,
            roles: None,
            idp_id: None,
            acr: None,
            amr: Vec::new(),
            claims: Arc::default(),
        }
    }

    #[test]
    fn a_name_is_its_known_parts_or_else_the_address() {
        let name = |given, usual| identity(given, usual, "").name();
        assert_eq!(
            name(Some(" Angela Claire "), Some("DUBOIS")),
            "Angela Claire DUBOIS"
        );
        assert_eq!(name(None, Some("DUBOIS")), "DUBOIS");
        assert_eq!(name(Some("Angela"), Some(" ")), "Angela");
        assert_eq!(name(None, None), "a.d@ministere.gouv.fr");
    }

    #[test]
    fn a_record_of_before_reads_back_with_its_roles() {
        let mut record = serde_json::to_value(identity(None, None, "")).unwrap();
        record["roles"] = serde_json::json!(["agent_public"]);
        let read: Identity = serde_json::from_value(record).unwrap();
        assert_eq!(read.roles, Some(vec!["agent_public".to_owned()]));
    }

    #[test]
    fn a_siret_contains_its_legal_unit_and_is_written_without_spaces() {
        let of = |siret| identity(None, None, siret);
        assert_eq!(of("130 025 265 00013").siren(), Some("130025265"));
        assert_eq!(of("").siren(), None);
        let siret = of("130 025 265 00013").siret.unwrap();
        assert_eq!(siret.to_string(), "13002526500013");
        assert_eq!(
            serde_json::to_string(&siret).unwrap(),
            r#""13002526500013""#
        );
    }
}
