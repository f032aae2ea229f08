use super::{KnownAgent, MembershipRole, NewAliases};
use proconnect::error::AccessError;
use uuid::Uuid;

/// The kind of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The agent is known, with the same address or without one.
    Known,
    /// Neither the subject nor the address is known.
    FirstLogin,
    /// The subject is known, with another address.
    AddressChanged,
    /// The address is known, with another subject at another identity provider: the account has the new subject from
    /// now on.
    SubjectChanged,
    /// The subject is one agent's and the address another's: the agent of the subject enters, and has the address from
    /// now on.
    AddressTakenOver,
    /// The address is known, with another subject: a new account has the address from now on, and no other right of
    /// the account that had it.
    AddressReassigned,
    /// The address or the subject is that of an agent with a closed access elsewhere, whose account does not change:
    /// the agent of the subject enters, and the address is not written.
    AddressWithheld,
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
    /// Whether the account has the address of this login from now on.
    pub has_address: bool,
    /// The agent who loses the address.
    pub loses_address: Option<Uuid>,
    /// The role of the membership to create.
    pub new_membership: Option<MembershipRole>,
    /// Whether the invitation is used.
    pub uses_invitation: bool,
    /// The aliases to write, also where nobody enters.
    pub new_aliases: Option<NewAliases>,
}

impl Decision {
    pub(super) fn of(outcome: Outcome, agent: Option<&KnownAgent>) -> Self {
        Self {
            outcome,
            agent: agent.map(|agent| agent.id),
            has_address: false,
            loses_address: None,
            new_membership: None,
            uses_invitation: false,
            new_aliases: None,
        }
    }

    pub(super) fn refused(error: AccessError) -> Self {
        Self::of(Outcome::Refused(error), None)
    }

    /// Whether the address passes from one subject to another.
    #[must_use]
    pub fn moves_address(&self) -> bool {
        self.loses_address.is_some() || self.outcome == Outcome::SubjectChanged
    }

    pub(super) fn with_address(self) -> Self {
        Self {
            has_address: true,
            ..self
        }
    }

    pub(super) fn with_address_of(self, other: &KnownAgent) -> Self {
        Self {
            loses_address: Some(other.id),
            ..self.with_address()
        }
    }
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
            Self::AddressReassigned => "address_reassigned",
            Self::AddressWithheld => "address_withheld",
            Self::Refused(AccessError::AccountConflict) => "refused_conflict",
            Self::Refused(AccessError::Blocked) => "refused_blocked",
            Self::Refused(_) => "refused_not_invited",
        }
    }
}
