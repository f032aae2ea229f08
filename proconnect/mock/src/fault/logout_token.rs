use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use crate::keys::UnsignedJwt;
use crate::logout_token::EVENT;

/// A fault that only a logout token can have: Back-Channel Logout 1.0, sections 2.4 and 2.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum LogoutTokenFault {
    #[strum(message = "sans events", detailed_message = "without events")]
    EventMissing,
    #[strum(
        message = "events d’un autre évènement",
        detailed_message = "events of another event"
    )]
    OtherEvent,
    #[strum(
        message = "évènement qui n’est pas un objet",
        detailed_message = "an event that is no object"
    )]
    EventNotAnObject,
    #[strum(message = "avec un nonce", detailed_message = "with a nonce")]
    WithNonce,
    #[strum(message = "sans sub ni sid", detailed_message = "without sub and sid")]
    NobodyNamed,
    #[strum(
        message = "sans sid\u{a0}: toutes les sessions de la personne",
        detailed_message = "without sid: all sessions of the person"
    )]
    SessionMissing,
    #[strum(
        message = "sid d’une autre session",
        detailed_message = "the sid of another session"
    )]
    OtherSession,
    #[strum(message = "sans jti", detailed_message = "without jti")]
    TokenIdMissing,
    #[strum(message = "valable une journée", detailed_message = "valid for a day")]
    LongLived,
    #[strum(
        message = "typ JWT, celui d’un jeton d’identité",
        detailed_message = "the typ JWT, that of an ID token"
    )]
    TypeJwt,
    #[strum(message = "sans typ", detailed_message = "without typ")]
    Untyped,
    #[strum(message = "envoyé deux fois", detailed_message = "sent twice")]
    Replayed,
}

const ONE_DAY: u64 = 24 * 60 * 60;

impl LogoutTokenFault {
    /// Changes the token before the signature.
    pub fn change(self, jwt: &mut UnsignedJwt) {
        let claims = &mut jwt.claims;
        let issued_at = claims
            .get("iat")
            .and_then(Value::as_u64)
            .unwrap_or_default();
        let mut set = |name: &str, value: Value| {
            claims.insert(name.to_owned(), value);
        };
        match self {
            Self::OtherEvent => set("events", json!({ "urn:example:another-event": {} })),
            Self::EventNotAnObject => set("events", json!({ EVENT: true })),
            Self::WithNonce => set("nonce", "nonce-of-another-login-of-another-agent".into()),
            Self::OtherSession => set("sid", "session-of-another-agent".into()),
            Self::LongLived => set("exp", (issued_at + ONE_DAY).into()),
            Self::EventMissing => drop(claims.remove("events")),
            Self::NobodyNamed => {
                claims.remove("sub");
                claims.remove("sid");
            }
            Self::SessionMissing => drop(claims.remove("sid")),
            Self::TokenIdMissing => drop(claims.remove("jti")),
            Self::TypeJwt => drop(jwt.header.insert("typ".into(), "JWT".into())),
            Self::Untyped => drop(jwt.header.remove("typ")),
            Self::Replayed => {}
        }
    }
}
