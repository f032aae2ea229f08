use super::case::{
    ALICE, Account, CASE, Case,
    Change::{InvitationUsed, NewAccount, NewAddress, NewMembership, NewSubject},
    Entry, Invitation, MINISTRY, SENT, Sent, TOWN,
};
use crate::accounts::{
    decision::Outcome::{FirstLogin, Known, Refused, SubjectChanged},
    membership_role::MembershipRole::{Administrator, Member},
};
use proconnect::error::AccessError::NotInvited;

const OUTSIDER: Sent = Sent {
    sub: "c1",
    email: Some("chloe@entreprise.test"),
    ..SENT
};

const LISTED: Case = Case {
    first_login: Entry::Listed,
    outcome: FirstLogin,
    changes: &[NewAccount, NewAddress, NewMembership(Member)],
    ..CASE
};

const UNLISTED: Case = Case {
    sent: OUTSIDER,
    outcome: Refused(NotInvited),
    changes: &[],
    ..LISTED
};

const BY_INVITATION: Case = Case {
    accounts: &[ALICE],
    first_login: Entry::Invitation,
    outcome: Refused(NotInvited),
    ..CASE
};

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "La liste admet l’adresse", ..LISTED },
    Case {
        title: "La liste admet l’adresse, le SIRET manque",
        sent: Sent { siret: None, ..SENT },
        changes: &[NewAccount, NewAddress],
        ..LISTED
    },
    Case { title: "La liste n’admet pas l’adresse", ..UNLISTED },
    Case {
        title: "La liste n’admet pas un sous-domaine",
        sent: Sent { email: Some("alice@sous.mairie.test"), ..SENT },
        ..UNLISTED
    },
    Case {
        title: "La liste n’admet pas l’adresse, une invitation l’admet",
        invitations: &[Invitation { email: "chloe@entreprise.test", siret: TOWN, role: Administrator, hours: 1 }],
        outcome: FirstLogin,
        changes: &[NewAccount, NewAddress, NewMembership(Administrator), InvitationUsed],
        ..UNLISTED
    },
    Case {
        title: "La liste n’admet plus l’adresse d’une personne qui est membre",
        accounts: &[Account { sub: "c1", email: Some("chloe@entreprise.test"), ..ALICE }],
        outcome: Known,
        ..UNLISTED
    },
    Case {
        title: "La liste n’admet pas l’adresse d’une personne connue, pour une autre organisation",
        accounts: &[Account { sub: "c1", email: Some("chloe@entreprise.test"), ..ALICE }],
        sent: Sent { siret: Some(MINISTRY), ..OUTSIDER },
        ..UNLISTED
    },
    Case { title: "Sur invitation : une personne connue revient", outcome: Known, ..BY_INVITATION },
    Case { title: "Sur invitation : personne n’est connu", accounts: &[], ..BY_INVITATION },
    Case {
        title: "Sur invitation : une personne connue, pour une autre organisation",
        sent: Sent { siret: Some(MINISTRY), ..SENT },
        ..BY_INVITATION
    },
    Case {
        title: "Sur invitation : une personne connue, sans SIRET",
        sent: Sent { siret: None, ..SENT },
        ..BY_INVITATION
    },
    Case {
        title: "Sur invitation : une personne retirée de l’organisation",
        accounts: &[Account { memberships: &[], ..ALICE }],
        ..BY_INVITATION
    },
    Case {
        title: "Sur invitation : le compte suit l’adresse à un autre fournisseur d’identité, avec son appartenance",
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        outcome: SubjectChanged,
        changes: &[NewSubject],
        ..BY_INVITATION
    },
    Case {
        title: "Sur invitation : l’adresse a peut-être été donnée à une autre personne, qui n’est pas invitée",
        sent: Sent { sub: "c1", ..SENT },
        ..BY_INVITATION
    },
    Case {
        title: "Sur invitation : l’adresse d’une personne qui administre, par un autre fournisseur d’identité",
        accounts: &[Account { memberships: &[(TOWN, Administrator, false)], ..ALICE }],
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        ..BY_INVITATION
    },
];
