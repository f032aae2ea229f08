use super::case::{
    ALICE, Account, BRUNO, CASE, Case,
    Change::{NewAccount, NewAddress, NewAlias, NewMembership},
    Entry, Invitation, MINISTRY, SENT, Sent, TOWN,
};
use crate::accounts::{
    decision::Outcome::{AddressWithheld, FirstLogin, Known, Refused},
    membership_role::MembershipRole::{Administrator, Member},
    policy::ChangedSubject::Refuse,
};
use proconnect::error::AccessError::Blocked;

const NEW: &str = "alice.durand@mairie.test";

/// The town is closed to Alice.
const BARRED: Account = Account {
    memberships: &[(TOWN, Member, true)],
    ..ALICE
};

/// The ministry is closed to Alice, a member of the town.
const ELSEWHERE: Account = Account {
    memberships: &[(TOWN, Member, false), (MINISTRY, Member, true)],
    ..ALICE
};

const CLOSED: Case = Case {
    accounts: &[BARRED],
    outcome: Refused(Blocked),
    ..CASE
};

const AT_THE_TOWN: Case = Case {
    accounts: &[ELSEWHERE],
    ..CASE
};

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { title: "L’accès est fermé", ..CLOSED },
    Case {
        title: "L’accès est fermé, l’adresse manque",
        sent: Sent { email: None, ..SENT },
        ..CLOSED
    },
    Case {
        title: "L’accès est fermé à une personne qui administrait",
        accounts: &[Account { memberships: &[(TOWN, Administrator, true)], ..ALICE }],
        ..CLOSED
    },
    Case {
        title: "Elle revient avec une autre adresse, qui est notée",
        sent: Sent { email: Some(NEW), ..SENT },
        changes: &[NewAlias("email:alice.durand@mairie.test", "a1")],
        ..CLOSED
    },
    Case {
        title: "Elle revient avec un autre `sub`, qui est noté",
        sent: Sent { sub: "c1", ..SENT },
        changes: &[NewAlias("agent:c1", "a1")],
        ..CLOSED
    },
    Case {
        title: "Elle revient avec un autre `sub`, par un autre fournisseur d’identité",
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        changes: &[NewAlias("agent:c1", "a1")],
        ..CLOSED
    },
    Case {
        title: "Elle revient avec un autre `sub` noté, et encore une autre adresse",
        aliases: &[("agent:c1", "a1")],
        sent: Sent { sub: "c1", email: Some(NEW), ..SENT },
        changes: &[NewAlias("agent:c1", "a1"), NewAlias("email:alice.durand@mairie.test", "a1")],
        ..CLOSED
    },
    Case {
        title: "Elle revient avec une autre adresse notée, et encore un autre `sub`",
        aliases: &[("email:alice.durand@mairie.test", "a1")],
        sent: Sent { sub: "c1", email: Some(NEW), ..SENT },
        changes: &[NewAlias("agent:c1", "a1"), NewAlias("email:alice.durand@mairie.test", "a1")],
        ..CLOSED
    },
    Case {
        title: "Une autre personne connue vient avec l’adresse d’un accès fermé",
        accounts: &[BARRED, BRUNO],
        sent: Sent { sub: "b1", ..SENT },
        ..CLOSED
    },
    Case {
        title: "Une invitation n’ouvre pas un accès fermé",
        invitations: &[Invitation { email: "alice@mairie.test", siret: TOWN, role: Administrator, hours: 1 }],
        ..CLOSED
    },
    Case {
        title: "L’accès est fermé, la liste admet l’adresse",
        first_login: Entry::Listed,
        ..CLOSED
    },
    Case {
        title: "L’accès est fermé, un autre `sub`, et les conflits sont refusés",
        changed_subject: Refuse,
        sent: Sent { sub: "c1", ..SENT },
        changes: &[NewAlias("agent:c1", "a1")],
        ..CLOSED
    },
    Case {
        title: "L’accès à une organisation est fermé, la connexion est pour une autre",
        sent: Sent { siret: Some(MINISTRY), ..SENT },
        outcome: Known,
        changes: &[NewMembership(Member)],
        ..CLOSED
    },
    Case {
        title: "L’accès à une organisation est fermé, le SIRET manque",
        sent: Sent { siret: None, ..SENT },
        outcome: Known,
        ..CLOSED
    },
    Case { title: "Un accès fermé ailleurs ne ferme pas celui-ci", ..AT_THE_TOWN },
    Case {
        title: "Fermé ailleurs, une autre adresse : le compte garde la sienne, l’autre est notée",
        sent: Sent { email: Some(NEW), ..SENT },
        outcome: AddressWithheld,
        changes: &[NewAlias("email:alice.durand@mairie.test", "a1")],
        ..AT_THE_TOWN
    },
    Case {
        title: "Fermé ailleurs, un autre `sub` : un compte sans l’adresse, et le `sub` est noté",
        sent: Sent { sub: "c1", idp: Some("fi-2"), ..SENT },
        outcome: AddressWithheld,
        changes: &[NewAccount, NewMembership(Member), NewAlias("agent:c1", "a1")],
        ..AT_THE_TOWN
    },
    Case {
        title: "Une autre personne connue vient avec l’adresse d’un accès fermé ailleurs",
        accounts: &[ELSEWHERE, BRUNO],
        sent: Sent { sub: "b1", ..SENT },
        outcome: AddressWithheld,
        ..AT_THE_TOWN
    },
    Case {
        title: "Une personne dont un accès est fermé ailleurs vient avec l’adresse d’une autre",
        accounts: &[ELSEWHERE, BRUNO],
        sent: Sent { email: Some("bruno@mairie.test"), ..SENT },
        outcome: AddressWithheld,
        ..AT_THE_TOWN
    },
    Case {
        title: "Un `sub` noté d’un accès fermé ailleurs : il entre, et l’adresse est notée aussi",
        aliases: &[("agent:c1", "a1")],
        sent: Sent { sub: "c1", email: Some(NEW), ..SENT },
        outcome: FirstLogin,
        changes: &[
            NewAccount, NewAddress, NewMembership(Member),
            NewAlias("agent:c1", "a1"), NewAlias("email:alice.durand@mairie.test", "a1"),
        ],
        ..AT_THE_TOWN
    },
    Case {
        title: "Ce `sub` noté demande ensuite l’organisation fermée",
        accounts: &[ELSEWHERE, Account { sub: "c1", email: Some(NEW), ..ALICE }],
        aliases: &[("agent:c1", "a1")],
        sent: Sent { sub: "c1", email: Some(NEW), siret: Some(MINISTRY), ..SENT },
        outcome: Refused(Blocked),
        ..AT_THE_TOWN
    },
    Case {
        title: "L’accès est ouvert de nouveau : un `sub` noté ne ferme plus rien",
        accounts: &[ALICE],
        aliases: &[("agent:c1", "a1")],
        sent: Sent { sub: "c1", email: Some(NEW), ..SENT },
        outcome: FirstLogin,
        changes: &[NewAccount, NewAddress, NewMembership(Member)],
        ..AT_THE_TOWN
    },
];
