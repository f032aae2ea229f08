use serde_json::{Value, json};
use strum::{Display, EnumIter, EnumMessage};

use crate::oauth_error::OAuthError;

/// A fault of the token response: RFC 6749, section 5; Core, section 3.1.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenFault {
    #[strum(message = "erreur invalid_grant")]
    InvalidGrant,
    #[strum(message = "erreur invalid_client")]
    InvalidClient,
    #[strum(message = "sans id_token")]
    IdTokenMissing,
    #[strum(message = "sans access_token")]
    AccessTokenMissing,
    #[strum(message = "sans refresh_token")]
    RefreshTokenMissing,
    #[strum(message = "id_token vide")]
    IdTokenEmpty,
    #[strum(message = "id_token qui n’est pas un JWT")]
    IdTokenGarbage,
    #[strum(message = "sans token_type")]
    TokenTypeMissing,
    #[strum(message = "token_type « bearer » en minuscules")]
    TokenTypeLowercase,
    #[strum(message = "token_type « mac »")]
    TokenTypeMac,
    #[strum(message = "sans expires_in")]
    ExpiresInMissing,
    #[strum(message = "expires_in en chaîne de caractères")]
    ExpiresInString,
    #[strum(message = "expires_in de 60 secondes")]
    ExpiresInShort,
    #[strum(message = "expires_in négatif")]
    ExpiresInNegative,
    #[strum(message = "des membres inconnus en plus")]
    UnknownMembers,
    #[strum(message = "succès avec un membre error")]
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
