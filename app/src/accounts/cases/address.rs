use super::case::{
    ALICE, Account, BRUNO, CASE, Case,
    Change::{AddressLeaves, NewAddress},
    SENT, Sent, TOWN,
};
use crate::accounts::{
    decision::Outcome::{AddressChanged, AddressTakenOver, Refused},
    membership_role::MembershipRole::Administrator,
    policy::ChangedSubject::Refuse,
};
use proconnect::error::AccessError::AccountConflict;

/// Alice, with another address.
const CHANGED: Case = Case {
    accounts: &[ALICE],
    sent: Sent {
        email: Some("alice.durand@mairie.test"),
        ..SENT
    },
    outcome: AddressChanged,
    changes: &[NewAddress],
    ..CASE
};

/// Alice, with the address of Bruno.
const TAKEN: Case = Case {
    accounts: &[ALICE, BRUNO],
    sent: Sent {
        email: Some("bruno@mairie.test"),
        ..SENT
    },
    outcome: AddressTakenOver,
    changes: &[AddressLeaves("b1"), NewAddress],
    ..CASE
};

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "L’adresse a changé", ..CHANGED },
    Case {
        title: "L’adresse et le fournisseur d’identité ont changé",
        sent: Sent { idp: Some("fi-2"), ..CHANGED.sent },
        ..CHANGED
    },
    Case {
        title: "L’adresse d’une personne qui administre a changé : le rôle reste, il tient au `sub`",
        accounts: &[Account { memberships: &[(TOWN, Administrator, false)], ..ALICE }],
        ..CHANGED
    },
    Case {
        title: "Le compte n’avait pas d’adresse",
        accounts: &[Account { email: None, ..ALICE }],
        sent: SENT,
        ..CHANGED
    },
    Case {
        title: "L’adresse a changé, et les conflits sont refusés : ce n’en est pas un",
        changed_subject: Refuse,
        ..CHANGED
    },
    Case { title: "L’adresse est celle d’une autre personne connue", ..TAKEN },
    Case {
        title: "L’adresse est celle d’une autre personne, en majuscules",
        sent: Sent { email: Some("BRUNO@mairie.test"), ..SENT },
        ..TAKEN
    },
    Case {
        title: "L’adresse est celle d’une personne qui administre : son rôle ne passe pas",
        accounts: &[ALICE, Account { memberships: &[(TOWN, Administrator, false)], ..BRUNO }],
        ..TAKEN
    },
    Case {
        title: "L’adresse est celle d’une autre personne, et les conflits sont refusés",
        changed_subject: Refuse,
        outcome: Refused(AccountConflict),
        changes: &[],
        ..TAKEN
    },
];
