//! The claims of a userinfo response, each of the type `ProConnect` gives it.

use crate::{
    id_token::VerifiedIdToken,
    identity::{Identity, Siret, Subject},
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value};

/// Members of the JWT itself, which say nothing of the agent.
const ENVELOPE: [&str; 5] = ["iss", "aud", "exp", "iat", "nbf"];

/// Longest name, address or identifier that `ProConnect` lets pass, in characters.
const MAX_TEXT_LENGTH: usize = 256;

/// The registered claims of the JWT itself (RFC 7519 4.1), dates in seconds since 1970; and those
/// by which an ID token and a logout token are told from it, since the same key signs all three.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub iss: String,
    pub aud: Audience,
    pub exp: i64,
    pub iat: Option<i64>,
    pub nbf: Option<i64>,
    nonce: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    events: Option<IgnoredAny>,
}

impl Envelope {
    /// RFC 8725 3.12: an ID token has a nonce or a hash, a logout token has events.
    pub fn is_of_another_kind(&self) -> bool {
        self.nonce.is_some() || self.at_hash.is_some() || self.events.is_some()
    }
}

/// One audience or a list.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    pub fn is_only(&self, client_id: &str) -> bool {
        match self {
            Self::One(audience) => audience == client_id,
            Self::Several(audiences) => audiences.as_slice() == [client_id],
        }
    }
}

/// Only `sub` is always there: the others depend on the scopes, and may be null.
#[derive(Deserialize)]
struct Known {
    sub: Subject,
    uid: Option<String>,
    email: Option<String>,
    given_name: Option<String>,
    usual_name: Option<String>,
    phone_number: Option<String>,
    siret: Option<String>,
    organization_label: Option<String>,
    roles: Option<Vec<String>>,
    idp_id: Option<String>,
}

/// What a verified userinfo response says of the agent.
pub struct VerifiedUserInfo {
    known: Known,
    siret: Option<Siret>,
    all: Map<String, Value>,
}

impl VerifiedUserInfo {
    /// Reads the claims; one that is given twice or is of another type than `ProConnect` gives it
    /// is an error, and so is a SIRET, an address or a name that is none.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let mut known: Known = serde_json::from_slice(json).ok()?;
        let mut all: Map<String, Value> = serde_json::from_slice(json).ok()?;
        let names = [&known.given_name, &known.usual_name];
        let identifiers = [&known.uid, &known.email];
        let legible = names.into_iter().flatten().all(|name| is_name(name))
            && identifiers
                .into_iter()
                .flatten()
                .all(|id| is_name(id) && !id.contains(hides))
            && known
                .email
                .clone()
                .and_then(filled)
                .is_none_or(|email| is_address(&email));
        if !legible {
            return None;
        }
        all.retain(|name, _| !ENVELOPE.contains(&name.as_str()));
        let siret = known
            .siret
            .take()
            .and_then(filled)
            .map(Siret::try_from)
            .transpose()
            .ok()?;
        Some(Self { known, siret, all })
    }

    pub(super) fn sub(&self) -> &Subject {
        &self.known.sub
    }

    /// Both halves of a login: who, by the ID token; and what of them, by this response.
    #[must_use]
    pub fn into_identity(self, id_token: &VerifiedIdToken) -> Identity {
        let known = self.known;
        Identity {
            sub: known.sub,
            uid: known.uid.and_then(filled),
            email: known.email.and_then(filled),
            given_name: known.given_name.and_then(filled),
            usual_name: known.usual_name.and_then(filled),
            phone_number: known.phone_number.and_then(filled),
            siret: self.siret,
            organization_label: known.organization_label.and_then(filled),
            roles: known.roles.unwrap_or_default(),
            idp_id: known.idp_id.and_then(filled),
            acr: id_token.acr.clone(),
            amr: id_token.amr.clone(),
            claims: self.all,
        }
    }
}

/// Not longer than `ProConnect` allows, and without control characters. A name may turn the text
/// around it, in some scripts it must: pages keep it to itself (`<bdi>`).
fn is_name(text: &str) -> bool {
    text.chars().count() <= MAX_TEXT_LENGTH && !text.contains(char::is_control)
}

/// Characters that do not show, or turn their neighbours around: two identifiers that look the
/// same must be the same.
fn hides(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// One address and not several, whose domain no reader can place elsewhere.
fn is_address(email: &str) -> bool {
    let (local, domain) = email.split_once('@').unwrap_or_default();
    let misleading = |c: char| c.is_whitespace() || "@,;<>\u{ff20}\u{fe6b}".contains(c);
    let plausible = !local.is_empty() && domain.contains('.');
    plausible && !local.contains(misleading) && !domain.contains(misleading)
}

/// A blank text is as good as none.
fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(json: &str) -> Option<VerifiedUserInfo> {
        VerifiedUserInfo::read(json.as_bytes())
    }

    #[test]
    fn claims_may_be_absent_null_or_blank() {
        let user_info = read(r#"{"sub":"s","siret":null,"email":" ","custom":{"a":1},"exp":1}"#);
        let user_info = user_info.unwrap();
        assert_eq!(user_info.siret, None);
        assert_eq!(user_info.known.email.and_then(filled), None);
        assert_eq!(user_info.all["custom"]["a"], 1);
        assert!(!user_info.all.contains_key("exp"));
    }

    #[test]
    fn claims_of_another_type_or_given_twice_are_refused() {
        for json in [
            "{}",
            r#"{"sub":""}"#,
            r#"{"sub":"s","roles":"agent_public"}"#,
            r#"{"sub":"s","siret":13002526500013}"#,
            r#"{"sub":"s","siret":"1300252650001"}"#,
            r#"{"sub":"s","email":["a@b.fr"]}"#,
            r#"{"sub":"s","sub":"t"}"#,
        ] {
            assert!(read(json).is_none(), "{json}");
        }
    }

    #[test]
    fn a_name_is_short_and_an_identifier_shows_every_character() {
        let scripts = ["Zoé-Anaïs", "d’Août", "DU\u{a0}BOIS", "Łukasz 3ᵉ", "محمد"];
        for name in scripts
            .into_iter()
            .chain(["O'Neil \"Zoé\"", "COURANT\u{202e}", "José\u{301}"])
        {
            assert!(is_name(name), "{name}");
        }
        for name in ["a\nb", "a\0", "a\u{1b}[2J", "a\u{85}"] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(is_name(&"é".repeat(256)) && !is_name(&"é".repeat(257)));
        for uid in ["a\u{200b}", "a\u{202e}b", "\u{feff}a", "a\u{2066}"] {
            assert!(uid.contains(hides), "{uid:?}");
        }
        assert!(!"adubois-adc".contains(hides));
    }

    #[test]
    fn honest_addresses_pass_in_any_script() {
        for email in [
            "a@b.fr",
            "élodie.o'neil+mfa@ministère.gouv.fr",
            "A_B@x-y.GOUV.FR",
        ] {
            assert!(is_address(email), "{email}");
        }
    }

    #[test]
    fn this_client_is_the_only_audience() {
        let is_ours = |json: &str| {
            let audience: Audience = serde_json::from_str(json).unwrap();
            audience.is_only("ours")
        };
        assert!(is_ours(r#""ours""#));
        assert!(is_ours(r#"["ours"]"#));
        for foreign in [
            r#""other""#,
            r#"["ours","other"]"#,
            r#"["ours","ours"]"#,
            "[]",
        ] {
            assert!(!is_ours(foreign), "{foreign}");
        }
    }

    #[test]
    fn names_and_identifiers_are_looked_at_one_by_one() {
        let email = "angela.dubois@ministere.gouv.fr";
        let good = [
            ("given_name", "A"),
            ("usual_name", "D"),
            ("uid", "a"),
            ("email", email),
        ];
        let with = |changed: &str, value: &str| {
            let mut claims = json!({"sub": "s"});
            for (name, text) in good {
                claims[name] = json!(if name == changed { value } else { text });
            }
            read(&claims.to_string()).is_some()
        };
        assert!(with("", ""));
        for (name, value) in [
            ("given_name", "A\u{1b}"),
            ("usual_name", "D\u{0}"),
            ("uid", "a\u{1}"),
            ("uid", "a\u{200b}"),
            ("email", "a\u{202e}@b.fr"),
            ("email", "a@b.fr\n"),
            ("email", "ab.fr"),
        ] {
            assert!(!with(name, value), "{name} {value:?}");
        }
        assert!(with("given_name", "COURANT\u{202e}"));
    }

    #[test]
    fn what_is_no_address_or_several_is_refused() {
        for email in [
            "a",
            "@",
            "a@",
            "@b.fr",
            "a@b",
            "a@b.fr@c.fr",
            "a@b.fr,c@d.fr",
            "a b@c.fr",
            "a@b c.fr",
            "a@b.fr;c.fr",
            "<a@b.fr>",
            "a,b@c.fr",
            "a\u{ff20}b.fr",
            "a\u{ff20}b@c.fr",
            "a@b\u{fe6b}c.fr",
        ] {
            assert!(!is_address(email), "{email}");
        }
    }

    #[test]
    fn a_token_of_another_kind_shows_by_any_of_its_claims() {
        let is_of_another_kind = |changes: &str| {
            let json = format!(r#"{{"iss":"i","aud":"a","exp":1{changes}}}"#);
            serde_json::from_str::<Envelope>(&json)
                .unwrap()
                .is_of_another_kind()
        };
        assert!(!is_of_another_kind(""));
        for claim in ["nonce", "at_hash", "events"] {
            assert!(is_of_another_kind(&format!(r#","{claim}":"x""#)), "{claim}");
        }
    }
}
