//! The claims of a userinfo response, each of the type `ProConnect` gives it.

use crate::{
    id_token::VerifiedIdToken,
    identity::{Identity, Siret, Subject},
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Members of the JWT itself, which say nothing of the agent.
const ENVELOPE: [&str; 5] = ["iss", "aud", "exp", "iat", "nbf"];

/// The registered claims of the JWT itself (RFC 7519 4.1), dates in seconds since 1970.
#[derive(Deserialize)]
pub(super) struct Envelope {
    pub iss: String,
    pub aud: Audience,
    pub exp: i64,
    pub iat: Option<i64>,
    pub nbf: Option<i64>,
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
    /// is an error, and so is a SIRET that is none.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let mut known: Known = serde_json::from_slice(json).ok()?;
        let mut all: Map<String, Value> = serde_json::from_slice(json).ok()?;
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

/// A blank text is as good as none.
fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
