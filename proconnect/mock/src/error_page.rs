use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use uuid::Uuid;

use crate::oauth_error::OAuthError;
use crate::page::{self, Script};
use crate::settings::Settings;

/// The message for a `post_logout_redirect_uri` that is not the client's.
pub const NOT_REGISTERED: &str = "post_logout_redirect_uri not registered";

/// A page on which ProConnect explains an error, without a response to the relying party.
#[derive(Debug)]
pub struct ErrorPage {
    pub status: StatusCode,
    pub title: &'static str,
    pub description: &'static str,
    /// `Y000400`, `oidc-provider-rendered-error:invalid_client`…
    pub code: String,
    /// In English, for the developer.
    pub message: String,
    /// The address of the button with which the agent returns to the relying party.
    pub retry: Option<String>,
}

impl ErrorPage {
    /// `Y000400`: parameters of the wrong shape.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Y000400", message)
    }

    /// `Y000404`: no such page, or another method.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self {
            title: "Page non trouvée",
            description: "Cette page n’existe pas.",
            ..Self::new(StatusCode::NOT_FOUND, "Y000404", message)
        }
    }

    /// A login that another browser began, or that took too long.
    pub fn session_not_found(message: &str) -> Self {
        Self {
            description: "Fermez cette page et reconnectez-vous depuis le service que vous \
                          utilisiez.",
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "oidc-provider-error:session-not-found",
                message,
            )
        }
    }

    /// `Y04A586`: a relying party that production refuses.
    pub fn misconfigured_client() -> Self {
        Self {
            description: "Le service est mal configuré. Contactez son équipe.",
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "Y04A586",
                "invalid service provider configuration",
            )
        }
    }

    /// Uses the code that the documentation still lists, if there is one and `settings` require it.
    pub fn dated(self, settings: Settings) -> Self {
        if !settings.legacy_codes {
            return self;
        }
        let code = match (self.code.as_str(), self.message.as_str()) {
            ("oidc-provider-rendered-error:invalid_redirect_uri", _) => "Y030031",
            ("oidc-provider-error:session-not-found", _) => "Y030110",
            (_, NOT_REGISTERED) => "Y030111",
            _ => return self,
        };
        Self {
            code: code.to_owned(),
            ..self
        }
    }

    /// An error of the protocol that cannot be returned to a relying party.
    pub fn rendered(error: &OAuthError) -> Self {
        Self::new(
            error.status,
            &format!("oidc-provider-rendered-error:{}", error.error),
            error.description.clone(),
        )
    }

    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            title: "Accès impossible",
            description: "La demande ne peut pas aboutir.",
            code: code.to_owned(),
            message: message.into(),
            retry: None,
        }
    }
}

impl IntoResponse for ErrorPage {
    fn into_response(self) -> Response {
        let content = html! {
            section data-testid="error-section" {
                h1 data-testid="error-section-title" { (self.title) }
                p { (self.description) }
                p.detail data-testid="error-code" { "code erreur\u{a0}: " (self.code) }
                p.detail data-testid="error-id" { "id erreur\u{a0}: " (Uuid::new_v4()) }
                p.detail data-testid="error-message" { "message erreur\u{a0}: \"" (self.message) "\"" }
            }
            @if let Some(retry) = self.retry {
                a.button href=(retry) { "Réessayer de vous connecter" }
            }
        };
        let page = page::page(self.title, Script::None, &content);
        (self.status, page).into_response()
    }
}
