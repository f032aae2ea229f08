//! The decision on a login: a pure function of what is known, of what ProConnect sent, and of the policies.

use super::{
    membership_role::MembershipRole,
    policy::{ChangedSubject, FirstLogin, Policy},
};
use proconnect::{error::AccessError, identity::Identity};
use uuid::Uuid;

/// An agent who is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAgent {
    /// The agent.
    pub id: Uuid,
    /// The address in lower case.
    pub email_key: Option<String>,
    /// The membership of the organisation of this login.
    pub membership: Option<Membership>,
}

/// A membership of the organisation of this login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Whether an administrator has closed the access.
    pub is_blocked: bool,
}

/// Everything that is known about a login.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The agent of this subject.
    pub by_subject: Option<KnownAgent>,
    /// The agent of this address.
    pub by_email: Option<KnownAgent>,
    /// The invitation of this address to this organisation, where it has not expired.
    pub invitation: Option<MembershipRole>,
}

/// The kind of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The agent is known, with the same address.
    Known,
    /// Neither the subject nor the address is known.
    FirstLogin,
    /// The subject is known, with another address.
    AddressChanged,
    /// The address is known, with another subject: the account has the new subject from now on.
    SubjectChanged,
    /// The subject is one agent's and the address another's: the agent of the subject enters, and has the address from
    /// now on.
    AddressTakenOver,
    /// The agent does not enter.
    Refused(AccessError),
}

/// A decision, and the changes that it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The kind.
    pub outcome: Outcome,
    /// The agent; `None` where one is to be created, and where nobody enters.
    pub agent: Option<Uuid>,
    /// The agent who loses the address.
    pub loses_address: Option<Uuid>,
    /// The role of the membership to create.
    pub new_membership: Option<MembershipRole>,
}

/// Decides on a login. `known` must be what the database holds in the transaction that records the decision.
#[must_use]
pub fn decide(identity: &Identity, known: &Known, policy: &Policy) -> Decision {
    match agent(identity, known, policy).and_then(|found| {
        let role = membership(identity, known, policy, found.1)?;
        Ok((found, role))
    }) {
        Ok(((outcome, agent, loses_address), new_membership)) => Decision {
            outcome,
            agent: agent.map(|agent| agent.id),
            loses_address,
            new_membership,
        },
        Err(error) => Decision {
            outcome: Outcome::Refused(error),
            agent: None,
            loses_address: None,
            new_membership: None,
        },
    }
}

type Found<'a> = (Outcome, Option<&'a KnownAgent>, Option<Uuid>);

/// The account of the login.
fn agent<'a>(
    identity: &Identity,
    known: &'a Known,
    policy: &Policy,
) -> Result<Found<'a>, AccessError> {
    let address = email_key(identity);
    match (&known.by_subject, &known.by_email) {
        (Some(agent), Some(other)) if agent.id != other.id => match policy.changed_subject {
            ChangedSubject::Attach => Ok((Outcome::AddressTakenOver, Some(agent), Some(other.id))),
            ChangedSubject::Refuse => Err(AccessError::AccountConflict),
        },
        (Some(agent), _) => {
            let is_same = address.is_none() || address == agent.email_key;
            let outcome = if is_same {
                Outcome::Known
            } else {
                Outcome::AddressChanged
            };
            Ok((outcome, Some(agent), None))
        }
        (None, Some(agent)) => match policy.changed_subject {
            ChangedSubject::Attach => Ok((Outcome::SubjectChanged, Some(agent), None)),
            ChangedSubject::Refuse => Err(AccessError::AccountConflict),
        },
        (None, None) => Ok((Outcome::FirstLogin, None, None)),
    }
}

/// The role of the membership to create; `None` where there is one, or no organisation.
fn membership(
    identity: &Identity,
    known: &Known,
    policy: &Policy,
    agent: Option<&KnownAgent>,
) -> Result<Option<MembershipRole>, AccessError> {
    let is_listed = match &policy.first_login {
        FirstLogin::Open => true,
        FirstLogin::Listed(rules) => rules.iter().any(|rule| rule.admits(identity)),
        FirstLogin::Invitation => false,
    };
    let held = agent.and_then(|agent| agent.membership);
    match (held, known.invitation) {
        (Some(Membership { is_blocked: true }), _) => Err(AccessError::Blocked),
        (Some(_), _) => Ok(None),
        (None, Some(role)) => Ok(Some(role)),
        (None, None) if identity.siret.is_none() && (is_listed || agent.is_some()) => Ok(None),
        (None, None) if is_listed => Ok(Some(MembershipRole::Member)),
        (None, None) => Err(AccessError::NotInvited),
    }
}

/// The address by which an agent is found: without spaces around it, in lower case.
#[must_use]
pub fn email_key(identity: &Identity) -> Option<String> {
    let email = identity.email.as_deref().map(str::trim);
    email
        .filter(|email| !email.is_empty())
        .map(str::to_lowercase)
}

impl Outcome {
    /// The stable name, in the audit trail and in the table `access_decisions`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::FirstLogin => "first_login",
            Self::AddressChanged => "address_changed",
            Self::SubjectChanged => "subject_changed",
            Self::AddressTakenOver => "address_taken_over",
            Self::Refused(AccessError::AccountConflict) => "refused_conflict",
            Self::Refused(AccessError::Blocked) => "refused_blocked",
            Self::Refused(_) => "refused_not_invited",
        }
    }
}
