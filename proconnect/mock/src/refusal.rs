use axum::http::StatusCode;
use serde::Deserialize;
use strum::{Display, EnumIter, EnumMessage};
use url::form_urlencoded;

use crate::client::Client;
use crate::error_page::ErrorPage;
use crate::personas::Persona;

/// The error description for the relying party after a technical failure.
pub const TECHNICAL: &str =
    "authentication aborted due to a technical error on the authorization server";
pub const IDENTITY: &str = "authentication aborted due to invalid identity";
pub const CONFIGURATION: &str = "authentication aborted due to a configuration limitation";
pub const ABORTED: &str = "user authentication aborted";

/// Why ProConnect refuses a login although a person was chosen. A page explains it. The relying
/// party gets an error only when the agent presses the page's button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Display, EnumIter, EnumMessage)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[strum(
        message = "Aucun fournisseur d’identité ne correspond à votre adresse électronique.",
        detailed_message = "No identity provider matches the e-mail address."
    )]
    NoIdentityProvider,
    #[strum(
        message = "Votre fournisseur d’identité a transmis des informations incomplètes.",
        detailed_message = "The identity provider sent incomplete information."
    )]
    InvalidIdentity,
    #[strum(
        message = "Ce service est réservé aux agents du secteur public.",
        detailed_message = "The service is for agents of the public sector only."
    )]
    PrivateAgent,
    #[strum(
        message = "Votre compte est bloqué.",
        detailed_message = "The account is blocked."
    )]
    Blocked,
    #[strum(
        message = "Votre adresse électronique n’est pas autorisée pour ce service.",
        detailed_message = "The e-mail address is not allowed for this service."
    )]
    EmailNotAllowed,
    #[strum(
        message = "Votre fournisseur d’identité ne sert pas votre adresse électronique.",
        detailed_message = "The identity provider does not serve the e-mail address."
    )]
    EmailDomainNotServed,
    #[strum(
        message = "Votre fournisseur d’identité est désactivé.",
        detailed_message = "The identity provider is disabled."
    )]
    IdpDisabled,
    #[strum(
        message = "Votre fournisseur d’identité est inconnu.",
        detailed_message = "The identity provider is unknown."
    )]
    IdpNotFound,
    #[strum(
        message = "Le retour de votre fournisseur d’identité a échoué.",
        detailed_message = "The return from the identity provider failed."
    )]
    IdpCallbackFailed,
    #[strum(
        message = "Votre fournisseur d’identité n’a pas transmis vos informations.",
        detailed_message = "The identity provider did not send the information on the agent."
    )]
    IdpUserinfoFailed,
    #[strum(
        message = "Votre fournisseur d’identité a transmis un jeton invalide.",
        detailed_message = "The identity provider sent an invalid token."
    )]
    IdpTokenInvalid,
    #[strum(
        message = "Votre fournisseur d’identité est injoignable.",
        detailed_message = "The identity provider cannot be reached."
    )]
    IdpDiscoveryFailed,
    #[strum(
        message = "Votre fournisseur d’identité a refusé la connexion.",
        detailed_message = "The identity provider refused the login."
    )]
    IdpRefused,
    #[strum(
        message = "Votre session a expiré.",
        detailed_message = "The session has expired."
    )]
    SessionNotFound,
    #[strum(
        message = "Une erreur technique est survenue.",
        detailed_message = "A technical error occurred."
    )]
    Internal,
}

impl Refusal {
    /// Why `persona` may not log in to `client`, if so.
    pub fn of(persona: &Persona, client: &Client) -> Option<Self> {
        let domain = persona.text("email").rsplit('@').next();
        let is_allowed = |allowed: &String| domain == Some(allowed);
        if persona.refusal.is_some() {
            persona.refusal
        } else if client.is_for_public_agents && !persona.is_public_agent() {
            Some(Self::PrivateAgent)
        } else if !client.email_domains.is_empty() && !client.email_domains.iter().any(is_allowed) {
            Some(Self::EmailNotAllowed)
        } else {
            None
        }
    }

    /// `interaction` is the path of the login.
    pub fn page(self, interaction: &str) -> ErrorPage {
        let (status, code) = self.code();
        let (error, error_description) = self.error_and_description();
        let description = self.get_message().unwrap_or_default();
        let message = match self {
            Self::IdpRefused => "access_denied (the user refused)",
            _ => description,
        };
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("error", error)
            .append_pair("error_description", error_description)
            .finish();
        ErrorPage {
            description,
            retry: Some(format!("{interaction}/error?{query}")),
            ..ErrorPage::new(status, code, message)
        }
    }

    fn code(self) -> (StatusCode, &'static str) {
        match self {
            Self::NoIdentityProvider => (StatusCode::BAD_REQUEST, "Y500001"),
            Self::InvalidIdentity => (StatusCode::BAD_REQUEST, "Y500006"),
            Self::PrivateAgent => (StatusCode::BAD_REQUEST, "Y500015"),
            Self::Blocked => (StatusCode::BAD_REQUEST, "Y500024"),
            Self::EmailNotAllowed => (StatusCode::BAD_REQUEST, "Y500025"),
            Self::EmailDomainNotServed => (StatusCode::BAD_REQUEST, "Y500027"),
            Self::IdpDisabled => (StatusCode::BAD_REQUEST, "Y020017"),
            Self::IdpNotFound => (StatusCode::INTERNAL_SERVER_ERROR, "Y020019"),
            Self::IdpCallbackFailed => (StatusCode::BAD_REQUEST, "Y020026"),
            Self::IdpUserinfoFailed => (StatusCode::BAD_GATEWAY, "Y020027"),
            Self::IdpTokenInvalid => (StatusCode::INTERNAL_SERVER_ERROR, "Y020030"),
            Self::IdpDiscoveryFailed => (StatusCode::BAD_GATEWAY, "Y020031"),
            Self::IdpRefused => (StatusCode::BAD_GATEWAY, "Y020032"),
            Self::SessionNotFound => (StatusCode::UNAUTHORIZED, "Y190001"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Y000500"),
        }
    }

    /// The error and its description, for the relying party.
    fn error_and_description(self) -> (&'static str, &'static str) {
        match self {
            Self::PrivateAgent | Self::Blocked => ("access_denied", IDENTITY),
            Self::EmailNotAllowed => ("access_denied", CONFIGURATION),
            Self::SessionNotFound => ("access_denied", ABORTED),
            Self::IdpCallbackFailed | Self::IdpRefused => ("invalid_request", TECHNICAL),
            _ => ("server_error", TECHNICAL),
        }
    }
}
