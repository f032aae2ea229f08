use super::case::{
    ALICE, Account, CASE, Case,
    Change::{AddressLeaves, NewAccount, NewAddress, NewMembership, NewSubject},
    MINISTRY, SENT, Sent, TOWN,
};
use crate::accounts::{
    decision::Outcome::{AddressReassigned, Refused, SubjectChanged},
    membership_role::MembershipRole::{Administrator, Member},
    policy::ChangedSubject::Refuse,
};
use proconnect::error::AccessError::AccountConflict;

/// The address of Alice, under another subject at another identity provider.
const MOVED: Case = Case {
    accounts: &[ALICE],
    sent: Sent {
        sub: "c1",
        idp: Some("fi-2"),
        ..SENT
    },
    outcome: SubjectChanged,
    changes: &[NewSubject],
    ..CASE
};

/// The address of Alice, under another subject, which may be another person's.
const REASSIGNED: Case = Case {
    accounts: &[ALICE],
    sent: Sent { sub: "c1", ..SENT },
    outcome: AddressReassigned,
    changes: &[
        NewAccount,
        AddressLeaves("a1"),
        NewAddress,
        NewMembership(Member),
    ],
    ..CASE
};

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "Un autre fournisseur d’identité : le compte suit l’adresse", ..MOVED },
    Case {
        title: "Un autre fournisseur d’identité, l’adresse en majuscules",
        sent: Sent { email: Some("ALICE@mairie.test"), ..MOVED.sent },
        ..MOVED
    },
    Case {
        title: "Un autre fournisseur d’identité et une autre organisation",
        sent: Sent { siret: Some(MINISTRY), ..MOVED.sent },
        changes: &[NewSubject, NewMembership(Member)],
        ..MOVED
    },
    Case {
        title: "Un autre fournisseur d’identité, sans SIRET",
        sent: Sent { siret: None, ..MOVED.sent },
        ..MOVED
    },
    Case { title: "Le même fournisseur d’identité : l’adresse a peut-être été donnée à une autre personne", ..REASSIGNED },
    Case {
        title: "Le fournisseur d’identité manque",
        sent: Sent { idp: None, ..REASSIGNED.sent },
        ..REASSIGNED
    },
    Case {
        title: "Le fournisseur d’identité du compte n’est pas connu",
        accounts: &[Account { idp: None, ..ALICE }],
        sent: MOVED.sent,
        ..REASSIGNED
    },
    Case {
        title: "L’adresse d’une personne qui administre : son rôle ne passe pas, à aucun fournisseur d’identité",
        accounts: &[Account { memberships: &[(TOWN, Administrator, false)], ..ALICE }],
        sent: MOVED.sent,
        ..REASSIGNED
    },
    Case {
        title: "L’adresse d’une personne qui administre une autre organisation",
        accounts: &[Account { memberships: &[(TOWN, Member, false), (MINISTRY, Administrator, false)], ..ALICE }],
        sent: MOVED.sent,
        ..REASSIGNED
    },
    Case {
        title: "Un autre fournisseur d’identité, et les conflits sont refusés",
        changed_subject: Refuse,
        outcome: Refused(AccountConflict),
        changes: &[],
        ..MOVED
    },
    Case {
        title: "Le même fournisseur d’identité, et les conflits sont refusés",
        changed_subject: Refuse,
        outcome: Refused(AccountConflict),
        changes: &[],
        ..REASSIGNED
    },
];
