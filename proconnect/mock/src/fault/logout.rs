use strum::{Display, EnumIter, EnumMessage};
use url::Url;

use super::Fault;
use crate::end_session::SUCCESS;
use crate::store::random;

/// A logout that does not return as it should: RP-Initiated Logout 1.0, section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumIter, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum LogoutFault {
    #[strum(
        message = "retour sans state",
        detailed_message = "return without state"
    )]
    StateMissing,
    #[strum(
        message = "retour avec le state d’une autre déconnexion",
        detailed_message = "return with the state of another logout"
    )]
    WrongState,
    #[strum(
        message = "adresse de retour non enregistrée",
        detailed_message = "return address not registered"
    )]
    NotRegistered,
    #[strum(
        message = "adresse de retour ignorée",
        detailed_message = "return address ignored"
    )]
    ReturnIgnored,
    #[strum(
        message = "agent retenu chez le fournisseur d’identité",
        detailed_message = "agent held at the identity provider"
    )]
    Stranded,
}

impl Fault {
    /// True when the fault appears at ProConnect rather than at the identity provider.
    pub fn is_of_the_end_of_a_logout(self) -> bool {
        matches!(self, Self::Logout(fault) if fault != LogoutFault::Stranded)
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
            LogoutFault::NotRegistered | LogoutFault::Stranded => destination,
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
