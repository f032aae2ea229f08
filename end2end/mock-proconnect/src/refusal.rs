use serde::Deserialize;

use crate::client::Client;
use crate::error_page::ErrorPage;
use crate::personas::Persona;

/// Why ProConnect lets nobody in, although the identity provider did. It says so on a page, and
/// tells the relying party only when the agent presses the page's button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// No identity provider for this e-mail address.
    NoIdentityProvider,
    /// The identity provider gave an identity without a required claim.
    InvalidIdentity,
    /// The relying party is for public agents, and the agent is none.
    PrivateAgent,
    Blocked,
    /// The relying party's list of domains has not this one.
    EmailNotAllowed,
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
        let (code, description) = match self {
            Self::NoIdentityProvider => (
                "Y500001",
                "Aucun fournisseur d’identité ne correspond à votre adresse électronique.",
            ),
            Self::InvalidIdentity => (
                "Y500006",
                "Votre fournisseur d’identité a transmis des informations incomplètes.",
            ),
            Self::PrivateAgent => (
                "Y500015",
                "Ce service est réservé aux agents du secteur public.",
            ),
            Self::Blocked => ("Y500024", "Votre compte est bloqué."),
            Self::EmailNotAllowed => (
                "Y500025",
                "Votre adresse électronique n’est pas autorisée pour ce service.",
            ),
        };
        let (error, reason) = match self {
            Self::NoIdentityProvider | Self::InvalidIdentity => (
                "server_error",
                "a technical error on the authorization server",
            ),
            Self::PrivateAgent | Self::Blocked => ("access_denied", "invalid identity"),
            Self::EmailNotAllowed => ("access_denied", "a configuration limitation"),
        };
        let reason = format!("authentication aborted due to {reason}").replace(' ', "%20");
        let retry = format!("{interaction}/error?error={error}&error_description={reason}");
        ErrorPage::refusal(code, description, retry)
    }
}
