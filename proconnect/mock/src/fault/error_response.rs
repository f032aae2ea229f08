use strum::{Display, EnumIter, EnumMessage};

use crate::authorize::AuthorizationResponse;
use crate::refusal::{ABORTED, CONFIGURATION, IDENTITY, TECHNICAL};

/// An error that ProConnect really sends instead of a code, and two that it should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum ErrorResponseFault {
    #[strum(
        message = "erreur login_required",
        detailed_message = "error login_required"
    )]
    LoginRequired,
    #[strum(
        message = "erreur login_required, fournisseur d’identité désactivé",
        detailed_message = "error login_required, identity provider disabled"
    )]
    LoginRequiredIdpDisabled,
    #[strum(
        message = "erreur access_denied, acr non satisfait",
        detailed_message = "error access_denied, acr not satisfied"
    )]
    AccessDeniedAcr,
    #[strum(
        message = "erreur access_denied, identité refusée",
        detailed_message = "error access_denied, identity refused"
    )]
    AccessDeniedIdentity,
    #[strum(
        message = "erreur access_denied, configuration du service",
        detailed_message = "error access_denied, configuration of the service"
    )]
    AccessDeniedConfiguration,
    #[strum(
        message = "erreur access_denied, connexion abandonnée",
        detailed_message = "error access_denied, login abandoned"
    )]
    AccessDeniedAborted,
    #[strum(
        message = "erreur server_error, technique",
        detailed_message = "error server_error, technical"
    )]
    ServerErrorTechnical,
    #[strum(
        message = "erreur server_error, inattendue",
        detailed_message = "error server_error, unexpected"
    )]
    ServerErrorUnexpected,
    #[strum(
        message = "erreur invalid_request, technique",
        detailed_message = "error invalid_request, technical"
    )]
    InvalidRequestTechnical,
    #[strum(
        message = "erreur invalid_scope",
        detailed_message = "error invalid_scope"
    )]
    InvalidScope,
    #[strum(
        message = "erreur unsupported_response_type",
        detailed_message = "error unsupported_response_type"
    )]
    UnsupportedResponseType,
    #[strum(
        message = "erreur unsupported_response_mode",
        detailed_message = "error unsupported_response_mode"
    )]
    UnsupportedResponseMode,
    #[strum(
        message = "erreur request_not_supported",
        detailed_message = "error request_not_supported"
    )]
    RequestNotSupported,
    #[strum(
        message = "erreur invalid_request_uri",
        detailed_message = "error invalid_request_uri"
    )]
    InvalidRequestUri,
    #[strum(
        message = "erreur registration_not_supported",
        detailed_message = "error registration_not_supported"
    )]
    RegistrationNotSupported,
    #[strum(
        message = "erreur idp_hint_not_found",
        detailed_message = "error idp_hint_not_found"
    )]
    IdpHintNotFound,
    #[strum(
        message = "erreur sans state",
        detailed_message = "an error without state"
    )]
    ErrorWithoutState,
    #[strum(
        message = "erreur aux textes hostiles",
        detailed_message = "an error with hostile texts"
    )]
    ErrorHostile,
}

impl ErrorResponseFault {
    pub fn change(self, response: &mut AuthorizationResponse) {
        let (error, description) = self.error();
        response
            .members
            .retain(|(name, _)| *name != "code" && (*name != "state" || self.has_state()));
        let error = [
            ("error", error.to_owned()),
            ("error_description", description.to_owned()),
        ];
        response.members.splice(0..0, error);
    }

    fn has_state(self) -> bool {
        self != Self::ErrorWithoutState
    }

    fn error(self) -> (&'static str, &'static str) {
        match self {
            Self::LoginRequired => ("login_required", "End-User authentication is required"),
            Self::LoginRequiredIdpDisabled => {
                ("login_required", "end-user authentication is required")
            }
            Self::AccessDeniedAcr => ("access_denied", "requested ACRs could not be satisfied"),
            Self::AccessDeniedIdentity => ("access_denied", IDENTITY),
            Self::AccessDeniedConfiguration => ("access_denied", CONFIGURATION),
            Self::AccessDeniedAborted | Self::ErrorWithoutState => ("access_denied", ABORTED),
            Self::ServerErrorTechnical => ("server_error", TECHNICAL),
            Self::ServerErrorUnexpected => ("server_error", "An unexpected error occurred"),
            Self::InvalidRequestTechnical => ("invalid_request", TECHNICAL),
            Self::InvalidScope => ("invalid_scope", "requested scope is not allowed"),
            Self::UnsupportedResponseType => (
                "unsupported_response_type",
                "unsupported response_type requested",
            ),
            Self::UnsupportedResponseMode => (
                "unsupported_response_mode",
                "unsupported response_mode requested",
            ),
            Self::RequestNotSupported => (
                "request_not_supported",
                "request parameter provided but not supported",
            ),
            Self::InvalidRequestUri => {
                ("invalid_request_uri", "provided request_uri is not allowed")
            }
            Self::RegistrationNotSupported => (
                "registration_not_supported",
                "registration parameter provided but not supported",
            ),
            Self::IdpHintNotFound => ("idp_hint_not_found", "provided idp_hint could not be found"),
            Self::ErrorHostile => (
                "<script>alert('error')</script>",
                "\"><img src=x onerror=alert(1)>\r\nSet-Cookie: a=b \u{202e}",
            ),
        }
    }
}
