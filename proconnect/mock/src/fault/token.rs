use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use crate::oauth_error::OAuthError;

/// A fault of the token response: RFC 6749, section 5; Core, section 3.1.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenFault {
    #[strum(
        message = "erreur invalid_grant",
        detailed_message = "error invalid_grant"
    )]
    InvalidGrant,
    #[strum(
        message = "erreur invalid_client",
        detailed_message = "error invalid_client"
    )]
    InvalidClient,
    #[strum(message = "sans id_token", detailed_message = "without id_token")]
    IdTokenMissing,
    #[strum(
        message = "sans access_token",
        detailed_message = "without access_token"
    )]
    AccessTokenMissing,
    #[strum(
        message = "sans refresh_token",
        detailed_message = "without refresh_token"
    )]
    RefreshTokenMissing,
    #[strum(message = "id_token vide", detailed_message = "an empty id_token")]
    IdTokenEmpty,
    #[strum(
        message = "id_token qui n’est pas un JWT",
        detailed_message = "an id_token that is no JWT"
    )]
    IdTokenGarbage,
    #[strum(message = "sans token_type", detailed_message = "without token_type")]
    TokenTypeMissing,
    #[strum(
        message = "token_type «\u{a0}bearer\u{a0}» en minuscules",
        detailed_message = "the token_type “bearer” in lower case"
    )]
    TokenTypeLowercase,
    #[strum(
        message = "token_type «\u{a0}mac\u{a0}»",
        detailed_message = "the token_type “mac”"
    )]
    TokenTypeMac,
    #[strum(message = "sans expires_in", detailed_message = "without expires_in")]
    ExpiresInMissing,
    #[strum(
        message = "expires_in en chaîne de caractères",
        detailed_message = "expires_in as a string"
    )]
    ExpiresInString,
    #[strum(
        message = "expires_in de 60 secondes",
        detailed_message = "an expires_in of 60 seconds"
    )]
    ExpiresInShort,
    #[strum(
        message = "expires_in négatif",
        detailed_message = "a negative expires_in"
    )]
    ExpiresInNegative,
    #[strum(
        message = "des membres inconnus en plus",
        detailed_message = "unknown members besides"
    )]
    UnknownMembers,
    #[strum(
        message = "succès avec un membre error",
        detailed_message = "a success with a member error"
    )]
    ErrorInSuccess,
}

impl TokenFault {
    /// The error that replaces the response.
    pub fn error(self) -> Option<OAuthError> {
        match self {
            Self::InvalidGrant => Some(OAuthError::invalid_grant()),
            Self::InvalidClient => Some(OAuthError::invalid_client()),
            _ => None,
        }
    }

    pub fn change(self, response: &mut Value) {
        let Some(members) = response.as_object_mut() else {
            return;
        };
        let mut set = |name: &str, value| {
            members.insert(name.to_owned(), value);
        };
        match self {
            Self::InvalidGrant | Self::InvalidClient => {}
            Self::IdTokenEmpty => set("id_token", "".into()),
            Self::IdTokenGarbage => set("id_token", "not.a-jwt".into()),
            Self::TokenTypeLowercase => set("token_type", "bearer".into()),
            Self::TokenTypeMac => set("token_type", "mac".into()),
            Self::ExpiresInString => set("expires_in", "3600".into()),
            Self::ExpiresInShort => set("expires_in", 60.into()),
            Self::ExpiresInNegative => set("expires_in", (-1).into()),
            Self::UnknownMembers => set("unknown", json!({ "nested": [null] })),
            Self::ErrorInSuccess => set("error", "server_error".into()),
            Self::IdTokenMissing => drop(members.remove("id_token")),
            Self::AccessTokenMissing => drop(members.remove("access_token")),
            Self::RefreshTokenMissing => drop(members.remove("refresh_token")),
            Self::TokenTypeMissing => drop(members.remove("token_type")),
            Self::ExpiresInMissing => drop(members.remove("expires_in")),
        }
    }
}
