use strum::{Display, EnumMessage};

use super::Fault;
use crate::search::Search;

/// Where a fault appears: the beginning of its name. The message is the title, in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Place {
    #[strum(message = "Métadonnées de l’émetteur")]
    Discovery,
    #[strum(message = "Clés publiques")]
    Jwks,
    #[strum(message = "Page d’erreur de ProConnect")]
    Login,
    #[strum(message = "Retour à l’application")]
    Callback,
    #[strum(message = "Échange du code contre les jetons")]
    Token,
    #[strum(message = "Jeton d’identité (ID token)")]
    IdToken,
    #[strum(message = "Informations sur la personne (userinfo)")]
    Userinfo,
    #[strum(message = "Déconnexion")]
    Logout,
    #[strum(message = "Jeton de déconnexion (logout token)")]
    LogoutToken,
}

impl Place {
    /// In French.
    pub fn title(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

impl Fault {
    /// The faults that match `search`, by place. A place without any is absent.
    pub fn matching(search: &Search) -> Vec<(Place, Vec<Self>)> {
        let matches = |fault: &Fault| {
            let name = fault.to_string();
            search.matches(&[fault.place().title(), fault.description(), &name])
        };
        let found: Vec<Fault> = Self::all().into_iter().filter(matches).collect();
        let places = found.chunk_by(|one, next| one.place() == next.place());
        places
            .filter_map(|faults| Some((faults.first()?.place(), faults.to_vec())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_under_one_title() {
        let places = Fault::matching(&Search::default());
        assert_eq!(places.len(), 9);
        assert!(places.iter().all(|(place, _)| !place.title().is_empty()));
        let count: usize = places.iter().map(|(_, faults)| faults.len()).sum();
        assert_eq!(count, Fault::all().len());
    }

    #[test]
    fn faults_are_found_by_title_by_description_and_by_name() {
        let names = |typed: &str| -> Vec<String> {
            let found = Fault::matching(&Search::new(typed)).into_iter();
            found
                .flat_map(|(_, faults)| faults)
                .map(String::from)
                .collect()
        };
        assert_eq!(names("id-token-alg-none"), ["id-token-alg-none"]);
        assert_eq!(names("cles publiques symetrique"), ["jwks-symmetric-key"]);
        assert_eq!(names("bloqué"), ["login-blocked"]);
        assert!(names("vérité").is_empty());
    }
}
