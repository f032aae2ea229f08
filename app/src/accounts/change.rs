//! The changes of an account by another person, as the audit trail names them.

use super::membership_role::MembershipRole;

/// A change by an administrator of the organisation, or by the command of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountChange {
    /// The membership has this role.
    Role(MembershipRole),
    /// The access is closed.
    AccessClosed,
    /// The access is open again.
    AccessReopened,
    /// The open sessions are ended.
    SessionsEnded,
    /// The person is invited, with this role.
    Invited(MembershipRole),
    /// The invitation is withdrawn.
    InvitationWithdrawn,
    /// The account has another subject of `ProConnect`.
    SubjectAttached,
    /// The data of the person are read.
    Exported,
    /// The data of the person are erased.
    Forgotten,
}

impl AccountChange {
    /// The stable name: `event.reason` in the audit trail.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Role(MembershipRole::Member) => "role_member",
            Self::Role(MembershipRole::Administrator) => "role_administrator",
            Self::AccessClosed => "access_closed",
            Self::AccessReopened => "access_reopened",
            Self::SessionsEnded => "sessions_ended",
            Self::Invited(MembershipRole::Member) => "invited_member",
            Self::Invited(MembershipRole::Administrator) => "invited_administrator",
            Self::InvitationWithdrawn => "invitation_withdrawn",
            Self::SubjectAttached => "subject_attached",
            Self::Exported => "exported",
            Self::Forgotten => "forgotten",
        }
    }
}
