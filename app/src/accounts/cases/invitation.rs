use super::case::{
    ALICE, Account, CASE, Case,
    Change::{
        AddressLeaves, InvitationLowered, InvitationUsed, NewAccount, NewAddress, NewMembership,
        NewSubject,
    },
    Entry, Invitation, MINISTRY, SENT, Sent, TOWN,
};
use crate::accounts::{
    decision::Outcome::{AddressReassigned, FirstLogin, Known, Refused, SubjectChanged},
    membership_role::MembershipRole::{Administrator, Member},
};
use proconnect::error::AccessError::NotInvited;

const AS_MEMBER: Invitation = Invitation {
    email: "alice@mairie.test",
    siret: TOWN,
    role: Member,
    hours: 1,
};
const AS_ADMINISTRATOR: Invitation = Invitation {
    role: Administrator,
    ..AS_MEMBER
};

const INVITED: Case = Case {
    invitations: &[AS_MEMBER],
    first_login: Entry::Invitation,
    outcome: FirstLogin,
    changes: &[
        NewAccount,
        NewAddress,
        NewMembership(Member),
        InvitationUsed,
    ],
    ..CASE
};

const NOT_INVITED: Case = Case {
    outcome: Refused(NotInvited),
    changes: &[],
    ..INVITED
};

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "Une personne invitée", ..INVITED },
    Case {
        title: "Une personne invitée à administrer",
        invitations: &[AS_ADMINISTRATOR],
        changes: &[NewAccount, NewAddress, NewMembership(Administrator), InvitationUsed],
        ..INVITED
    },
    Case {
        title: "Une personne invitée à administrer un service ouvert à tous",
        invitations: &[AS_ADMINISTRATOR],
        first_login: Entry::Open,
        changes: &[NewAccount, NewAddress, NewMembership(Administrator), InvitationUsed],
        ..INVITED
    },
    Case {
        title: "L’adresse invitée est en majuscules",
        sent: Sent { email: Some("ALICE@mairie.test"), ..SENT },
        ..INVITED
    },
    Case { title: "L’invitation a expiré", invitations: &[Invitation { hours: -1, ..AS_MEMBER }], ..NOT_INVITED },
    Case { title: "L’invitation expire à cet instant", invitations: &[Invitation { hours: 0, ..AS_MEMBER }], ..NOT_INVITED },
    Case {
        title: "L’invitation à administrer a expiré, le service est ouvert à tous",
        invitations: &[Invitation { hours: -1, ..AS_ADMINISTRATOR }],
        first_login: Entry::Open,
        changes: &[NewAccount, NewAddress, NewMembership(Member)],
        ..INVITED
    },
    Case { title: "L’invitation est d’une autre organisation", sent: Sent { siret: Some(MINISTRY), ..SENT }, ..NOT_INVITED },
    Case { title: "L’invitation est d’une autre adresse", sent: Sent { email: Some("chloe@mairie.test"), ..SENT }, ..NOT_INVITED },
    Case { title: "L’adresse manque", sent: Sent { email: None, ..SENT }, ..NOT_INVITED },
    Case { title: "Le SIRET manque", sent: Sent { siret: None, ..SENT }, ..NOT_INVITED },
    Case {
        title: "Une personne connue, invitée dans une autre organisation",
        accounts: &[ALICE],
        invitations: &[Invitation { siret: MINISTRY, ..AS_ADMINISTRATOR }],
        sent: Sent { siret: Some(MINISTRY), ..SENT },
        outcome: Known,
        changes: &[NewMembership(Administrator), InvitationUsed],
        ..INVITED
    },
    Case {
        title: "Une personne qui est déjà membre : l’invitation ne change pas son rôle",
        accounts: &[ALICE],
        invitations: &[AS_ADMINISTRATOR],
        outcome: Known,
        changes: &[InvitationUsed],
        ..INVITED
    },
    Case {
        title: "L’adresse invitée à administrer a un autre `sub` que celui du compte connu : membre seulement",
        accounts: &[ALICE],
        invitations: &[AS_ADMINISTRATOR],
        sent: Sent { sub: "c1", ..SENT },
        outcome: AddressReassigned,
        changes: &[NewAccount, AddressLeaves("a1"), NewAddress, NewMembership(Member), InvitationUsed],
        ..INVITED
    },
    Case {
        title: "Le même cas par un autre fournisseur d’identité, dans une autre organisation : membre seulement",
        accounts: &[Account { memberships: &[], ..ALICE }],
        invitations: &[AS_ADMINISTRATOR],
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        outcome: SubjectChanged,
        changes: &[NewSubject, NewMembership(Member), InvitationUsed],
        ..INVITED
    },
    Case {
        title: "L’adresse, invitée à administrer une autre organisation, passe à un autre `sub` : membre seulement",
        accounts: &[ALICE],
        invitations: &[Invitation { siret: MINISTRY, ..AS_ADMINISTRATOR }],
        sent: Sent { sub: "c1", ..SENT },
        first_login: Entry::Open,
        outcome: AddressReassigned,
        changes: &[NewAccount, AddressLeaves("a1"), NewAddress, NewMembership(Member), InvitationLowered],
        ..INVITED
    },
    Case {
        title: "Le même cas, sans SIRET",
        accounts: &[ALICE],
        invitations: &[Invitation { siret: MINISTRY, ..AS_ADMINISTRATOR }],
        sent: Sent { sub: "c1", siret: None, ..SENT },
        first_login: Entry::Open,
        outcome: AddressReassigned,
        changes: &[NewAccount, AddressLeaves("a1"), NewAddress, InvitationLowered],
        ..INVITED
    },
    Case {
        title: "Le même cas par un autre fournisseur d’identité, sur invitation",
        accounts: &[ALICE],
        invitations: &[Invitation { siret: MINISTRY, ..AS_ADMINISTRATOR }],
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        outcome: SubjectChanged,
        changes: &[NewSubject, InvitationLowered],
        ..INVITED
    },
];
