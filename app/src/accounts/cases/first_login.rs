use super::case::{
    ALICE, Account, BRUNO, CASE, Case,
    Change::{NewAccount, NewAddress, NewMembership},
    SENT, Sent,
};
use crate::accounts::{decision::Outcome::FirstLogin, membership_role::MembershipRole::Member};

/// Nobody is known.
const FIRST: Case = Case {
    outcome: FirstLogin,
    changes: &[NewAccount, NewAddress, NewMembership(Member)],
    ..CASE
};

/// Alice is known, and somebody else comes.
const ELSE: Case = Case {
    accounts: &[ALICE],
    sent: Sent {
        sub: "c1",
        email: Some("chloe@mairie.test"),
        ..SENT
    },
    ..FIRST
};

const TOO_LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@mairie.test";

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "Personne n’est connu", ..FIRST },
    Case {
        title: "L’adresse manque",
        sent: Sent { email: None, ..SENT },
        changes: &[NewAccount, NewMembership(Member)],
        ..FIRST
    },
    Case {
        title: "Le SIRET manque",
        sent: Sent { siret: None, ..SENT },
        changes: &[NewAccount, NewAddress],
        ..FIRST
    },
    Case {
        title: "L’adresse et le SIRET manquent",
        sent: Sent { email: None, siret: None, ..SENT },
        changes: &[NewAccount],
        ..FIRST
    },
    Case {
        title: "Le SIRET a des espaces",
        accounts: &[BRUNO],
        sent: Sent { siret: Some("219 200 235 00014"), ..SENT },
        ..FIRST
    },
    Case {
        title: "L’adresse est trop longue pour en être une (RFC 5321)",
        sent: Sent { email: Some(TOO_LONG), ..SENT },
        changes: &[NewAccount, NewMembership(Member)],
        ..FIRST
    },
    Case { title: "Homonyme : un nom ne désigne personne", ..ELSE },
    Case {
        title: "Homonyme de la même organisation, sans adresse",
        sent: Sent { email: None, ..ELSE.sent },
        changes: &[NewAccount, NewMembership(Member)],
        ..ELSE
    },
    Case {
        title: "Le `sub` ne diffère que par une majuscule : c’en est un autre",
        sent: Sent { sub: "A1", ..ELSE.sent },
        ..ELSE
    },
    Case {
        title: "L’adresse ne diffère que par un caractère qui ressemble à une lettre (U+212A, kelvin)",
        accounts: &[Account { email: Some("karim@mairie.test"), ..ALICE }],
        sent: Sent { email: Some("\u{212a}arim@mairie.test"), idp: Some("fi-2"), ..ELSE.sent },
        ..ELSE
    },
    Case {
        title: "L’adresse a une extension",
        sent: Sent { email: Some("alice+service@mairie.test"), idp: Some("fi-2"), ..ELSE.sent },
        ..ELSE
    },
    Case {
        title: "L’adresse est celle qu’une personne connue n’a plus",
        accounts: &[Account { email: Some("alice.durand@mairie.test"), ..ALICE }],
        sent: Sent { email: Some("alice@mairie.test"), idp: Some("fi-2"), ..ELSE.sent },
        ..ELSE
    },
];
