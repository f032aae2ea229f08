//! The parts of a case.

use crate::accounts::{
    decision::Outcome,
    membership_role::MembershipRole::{self, Member},
    policy::{ChangedSubject, FirstLogin, Policy},
};
use chrono::{DateTime, Utc};
use proconnect::{
    identity::{Identity, Siret, Subject},
    web::{AccessRule, RuleKind},
};
use std::sync::Arc;

/// An organisation.
pub const TOWN: &str = "21920023500014";
/// Another one.
pub const MINISTRY: &str = "13002526500013";

/// A case of a login.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The case in words.
    pub title: &'static str,
    /// The accounts that exist.
    pub accounts: &'static [Account],
    /// The invitations that exist.
    pub invitations: &'static [Invitation],
    /// The aliases of agents with a closed access: each with the subject of the account.
    pub aliases: &'static [(&'static str, &'static str)],
    /// The claims.
    pub sent: Sent,
    /// Who may enter for the first time, in the words of a setting.
    pub first_login: Entry,
    /// The answer to a known address with another subject.
    pub changed_subject: ChangedSubject,
    /// The decision.
    pub outcome: Outcome,
    /// The changes that it asks for, apart from the name, the identity provider and the date of an account.
    pub changes: &'static [Change],
}

/// A policy of a first login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Everybody.
    Open,
    /// The addresses of `mairie.test`.
    Listed,
    /// By invitation.
    Invitation,
}

/// An account.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// The subject.
    pub sub: &'static str,
    /// The address in lower case.
    pub email: Option<&'static str>,
    /// The identity provider.
    pub idp: Option<&'static str>,
    /// The memberships: SIRET, role, and whether the access is closed.
    pub memberships: &'static [(&'static str, MembershipRole, bool)],
}

/// An invitation.
#[derive(Debug, Clone, Copy)]
pub struct Invitation {
    /// The address in lower case.
    pub email: &'static str,
    /// The organisation.
    pub siret: &'static str,
    /// The role.
    pub role: MembershipRole,
    /// Hours until it expires.
    pub hours: i64,
}

/// The claims of a login.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// `sub`.
    pub sub: &'static str,
    /// `email`.
    pub email: Option<&'static str>,
    /// `siret`.
    pub siret: Option<&'static str>,
    /// `idp_id`.
    pub idp: Option<&'static str>,
    /// `usual_name`.
    pub name: &'static str,
}

/// A change to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A new account with this subject.
    NewAccount,
    /// The account has this subject from now on.
    NewSubject,
    /// The account has this address from now on.
    NewAddress,
    /// The account of that subject has no address any more.
    AddressLeaves(&'static str),
    /// A membership of the organisation of the login.
    NewMembership(MembershipRole),
    /// The invitation is deleted.
    InvitationUsed,
    /// The invitations of other organisations make a member only.
    InvitationLowered,
    /// An alias of the account of that subject.
    NewAlias(&'static str, &'static str),
}

/// Alice, a member of the town.
pub const ALICE: Account = Account {
    sub: "a1",
    email: Some("alice@mairie.test"),
    idp: Some("fi-1"),
    memberships: &[(TOWN, Member, false)],
};

/// Bruno, a member of the town.
pub const BRUNO: Account = Account {
    sub: "b1",
    email: Some("bruno@mairie.test"),
    ..ALICE
};

/// Alice comes as she is known.
pub const SENT: Sent = Sent {
    sub: "a1",
    email: Some("alice@mairie.test"),
    siret: Some(TOWN),
    idp: Some("fi-1"),
    name: "MARTIN",
};

/// The case that the others change.
pub const CASE: Case = Case {
    title: "",
    accounts: &[],
    invitations: &[],
    aliases: &[],
    sent: SENT,
    first_login: Entry::Open,
    changed_subject: ChangedSubject::Attach,
    outcome: Outcome::Known,
    changes: &[],
};

/// The moment of each login.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

impl Case {
    /// The identity that ProConnect sends.
    pub fn identity(&self) -> Identity {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let siret = text(self.sent.siret).map(|siret| Siret::try_from(siret).unwrap());
        Identity {
            sub: Subject::try_from(self.sent.sub.to_owned()).unwrap(),
            uid: None,
            email: text(self.sent.email),
            given_name: None,
            usual_name: text(Some(self.sent.name)),
            phone_number: None,
            siret,
            organization_label: None,
            roles: None,
            idp_id: text(self.sent.idp),
            acr: None,
            amr: Vec::new(),
            claims: Arc::default(),
        }
    }

    /// The policies.
    pub fn policy(&self) -> Policy {
        const TOWNS: AccessRule = AccessRule::new(RuleKind::EmailDomain, &["mairie.test"]);
        Policy {
            first_login: match self.first_login {
                Entry::Open => FirstLogin::Open,
                Entry::Listed => FirstLogin::Listed(vec![TOWNS]),
                Entry::Invitation => FirstLogin::Invitation,
            },
            changed_subject: self.changed_subject,
        }
    }
}
