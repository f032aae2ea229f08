use strum::{Display, EnumIter, EnumMessage};
use url::Url;

use super::Fault;
use crate::end_session::SUCCESS;
use crate::error_page::ErrorPage;
use crate::refusal::Refusal;
use crate::store::random;

/// A logout that does not return as it should: RP-Initiated Logout 1.0, section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum LogoutFault {
    #[strum(message = "retour sans state")]
    StateMissing,
    #[strum(message = "retour avec le state d’une autre déconnexion")]
    WrongState,
    #[strum(message = "adresse de retour non enregistrée")]
    NotRegistered,
    #[strum(message = "adresse de retour ignorée")]
    ReturnIgnored,
    #[strum(message = "agent retenu chez le fournisseur d’identité")]
    Stranded,
    #[strum(message = "page Y020017, sans retour\u{a0}: fournisseur d’identité désactivé")]
    IdpDisabled,
    #[strum(message = "page Y020031, sans retour\u{a0}: fournisseur d’identité injoignable")]
    IdpDiscoveryFailed,
}

impl Fault {
    /// True when the fault appears at ProConnect rather than at the identity provider.
    pub fn is_of_the_end_of_a_logout(self) -> bool {
        matches!(
            self,
            Self::Logout(
                LogoutFault::StateMissing
                    | LogoutFault::WrongState
                    | LogoutFault::NotRegistered
                    | LogoutFault::ReturnIgnored
            )
        )
    }

    /// True when the fault appears before the redirect to the identity provider.
    pub fn is_before_the_identity_provider(self) -> bool {
        self.logout_page().is_some()
    }

    /// The page on which the logout stops, before the redirect to the identity provider.
    pub fn logout_page(self) -> Option<ErrorPage> {
        match self {
            Self::Logout(LogoutFault::IdpDisabled) => Some(Refusal::IdpDisabled.final_page()),
            Self::Logout(LogoutFault::IdpDiscoveryFailed) => {
                Some(Refusal::IdpDiscoveryFailed.final_page())
            }
            _ => None,
        }
    }

    /// Returns the destination of the logout instead of `destination`.
    pub fn change_destination(self, destination: String) -> String {
        let Self::Logout(fault) = self else {
            return destination;
        };
        match fault {
            LogoutFault::StateMissing => with_state(&destination, None),
            LogoutFault::WrongState => with_state(&destination, Some(&random::<32>())),
            LogoutFault::ReturnIgnored => SUCCESS.to_owned(),
            LogoutFault::NotRegistered
            | LogoutFault::Stranded
            | LogoutFault::IdpDisabled
            | LogoutFault::IdpDiscoveryFailed => destination,
        }
    }
}

/// `destination` with another state, or without one. The page of success never has a state.
fn with_state(destination: &str, state: Option<&str>) -> String {
    let Ok(mut url) = Url::parse(destination) else {
        return destination.to_owned();
    };
    let others: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| name != "state")
        .collect();
    url.set_query(None);
    if !others.is_empty() || state.is_some() {
        url.query_pairs_mut()
            .extend_pairs(others)
            .extend_pairs(state.map(|state| ("state", state)));
    }
    url.into()
}
