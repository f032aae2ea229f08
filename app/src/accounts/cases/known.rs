use super::case::{ALICE, Account, CASE, Case, Change::NewMembership, MINISTRY, SENT, Sent, TOWN};
use crate::accounts::membership_role::MembershipRole::{Administrator, Member};

const HEX: &str = "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5";

/// Alice, with these claims.
const fn with(title: &'static str, sent: Sent) -> Case {
    Case {
        title,
        accounts: &[ALICE],
        sent,
        ..CASE
    }
}

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    with("La même personne revient", SENT),
    with("L’adresse est en majuscules", Sent { email: Some("Alice@MAIRIE.test"), ..SENT }),
    with("L’adresse a des espaces autour d’elle", Sent { email: Some(" alice@mairie.test "), ..SENT }),
    with("L’adresse manque : le compte garde la sienne", Sent { email: None, ..SENT }),
    with("L’adresse est vide", Sent { email: Some(""), ..SENT }),
    with("L’adresse est faite d’espaces", Sent { email: Some("  "), ..SENT }),
    with("L’adresse n’en est pas une", Sent { email: Some("inconnue"), ..SENT }),
    with("Le nom a changé", Sent { name: "DURAND", ..SENT }),
    with("Un autre fournisseur d’identité, que ProConnect rattache au même `sub`", Sent { idp: Some("fi-2"), ..SENT }),
    with("Le fournisseur d’identité manque", Sent { idp: None, ..SENT }),
    Case {
        accounts: &[Account { sub: HEX, ..ALICE }],
        ..with("Un `sub` ancien, de 64 chiffres hexadécimaux", Sent { sub: HEX, ..SENT })
    },
    with("Le SIRET manque : aucune organisation pour cette session", Sent { siret: None, ..SENT }),
    Case {
        changes: &[NewMembership(Member)],
        ..with("Une autre organisation", Sent { siret: Some(MINISTRY), ..SENT })
    },
    Case {
        accounts: &[Account { memberships: &[(TOWN, Administrator, false)], ..ALICE }],
        changes: &[NewMembership(Member)],
        ..with("Une autre organisation que celle de son rôle d’administration", Sent { siret: Some(MINISTRY), ..SENT })
    },
    Case {
        accounts: &[Account { memberships: &[(TOWN, Administrator, false), (MINISTRY, Member, false)], ..ALICE }],
        ..with("La seconde de ses organisations", Sent { siret: Some(MINISTRY), ..SENT })
    },
    Case {
        accounts: &[Account { memberships: &[], ..ALICE }],
        changes: &[NewMembership(Member)],
        ..with("Une personne retirée de l’organisation, sans que son accès soit fermé", SENT)
    },
];
