//! The words of a result.

use super::Outcome;
use crate::{
    accounts::{members::Member, membership_role::MembershipRole},
    components::severity::Severity,
};

impl Outcome {
    /// The sentence on the page, about this member.
    pub fn sentence(&self, member: Option<&Member>) -> String {
        let name = member.map_or("", |member| member.name.as_str());
        match self {
            Self::RoleChanged(_) => match member.map(|member| member.role) {
                Some(MembershipRole::Administrator) => {
                    format!("{name} fait désormais partie de l’administration.")
                }
                _ => format!("{name} a désormais le rôle de membre."),
            },
            Self::AccessClosed(_) => {
                format!("L’accès est fermé pour {name}, et ses sessions le sont aussi.")
            }
            Self::AccessReopened(_) => format!("L’accès est ouvert pour {name}."),
            Self::SessionsEnded(_) => format!("{name} n’a plus de session ouverte."),
            Self::UnknownMember => {
                "Cette personne n’est pas membre de votre organisation.".to_owned()
            }
            Self::Oneself => {
                "Vous ne pouvez pas modifier votre propre accès\u{a0}: demandez-le à une autre \
                              personne de l’administration."
                    .to_owned()
            }
            Self::Invited(_) => {
                "L’invitation est enregistrée. Prévenez la personne\u{a0}: aucun courriel ne \
                                 lui est envoyé."
                    .to_owned()
            }
            Self::IsMember => {
                "Cette personne est déjà membre\u{a0}: modifiez son accès dans la liste.".to_owned()
            }
            Self::NoAddress => {
                "L’invitation n’est pas enregistrée\u{a0}: l’adresse électronique n’est pas \
                                complète."
                    .to_owned()
            }
            Self::Withdrawn(_) => "L’invitation est retirée.".to_owned(),
            Self::WasWithdrawn(_) => "Cette invitation n’était plus en attente.".to_owned(),
        }
    }

    /// The title of the page, which a screen reader reads first.
    pub fn title(&self) -> &'static str {
        match self {
            Self::RoleChanged(_) => "Rôle modifié\u{a0}: Membres de l’organisation",
            Self::AccessClosed(_) => "Accès fermé\u{a0}: Membres de l’organisation",
            Self::AccessReopened(_) => "Accès ouvert\u{a0}: Membres de l’organisation",
            Self::SessionsEnded(_) => "Sessions fermées\u{a0}: Membres de l’organisation",
            Self::UnknownMember => "Personne inconnue\u{a0}: Membres de l’organisation",
            Self::Oneself => "Accès non modifié\u{a0}: Membres de l’organisation",
            Self::Invited(_) => "Invitation enregistrée\u{a0}: Membres de l’organisation",
            Self::IsMember => "Déjà membre\u{a0}: Membres de l’organisation",
            Self::NoAddress => "Erreur\u{a0}: Membres de l’organisation",
            Self::Withdrawn(_) => "Invitation retirée\u{a0}: Membres de l’organisation",
            Self::WasWithdrawn(_) => "Invitation déjà retirée\u{a0}: Membres de l’organisation",
        }
    }

    /// The severity of the sentence.
    pub fn severity(&self) -> Severity {
        match self {
            Self::RoleChanged(_)
            | Self::AccessClosed(_)
            | Self::AccessReopened(_)
            | Self::SessionsEnded(_)
            | Self::Invited(_)
            | Self::Withdrawn(_) => Severity::Success,
            Self::UnknownMember | Self::Oneself | Self::IsMember | Self::WasWithdrawn(_) => {
                Severity::Info
            }
            Self::NoAddress => Severity::Error,
        }
    }
}
