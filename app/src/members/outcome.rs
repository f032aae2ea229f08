mod words;

use crate::{
    accounts::{invitations::Invitation, members::Member},
    request,
};
use proconnect::web::AgentHash;
use std::fmt::Write;
use uuid::Uuid;

/// The path of the page.
pub const PATH: &str = "/organisation/membres";

/// The result of a form. It is in the query of the page, which any link may forge: the page shows it only where
/// its lists agree. An address is personal data, and is there as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The member has the role that was chosen.
    RoleChanged(Uuid),
    /// The access is closed, and the sessions are over.
    AccessClosed(Uuid),
    /// The access is open again.
    AccessReopened(Uuid),
    /// The sessions are over.
    SessionsEnded(Uuid),
    /// The organisation has no such member.
    UnknownMember,
    /// The administrator asked for a change of their own membership.
    Oneself,
    /// The person is invited.
    Invited(AgentHash),
    /// The person is a member already.
    IsMember,
    /// The typed text is no address.
    NoAddress,
    /// The invitation is withdrawn.
    Withdrawn(AgentHash),
    /// There was no such invitation.
    WasWithdrawn(AgentHash),
}

const RESULT: &str = "resultat";
const MEMBER: &str = "membre";
const INVITATION: &str = "invitation";

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::RoleChanged(_) => "role",
            Self::AccessClosed(_) => "acces-ferme",
            Self::AccessReopened(_) => "acces-rouvert",
            Self::SessionsEnded(_) => "sessions-fermees",
            Self::UnknownMember => "membre-inconnu",
            Self::Oneself => "soi-meme",
            Self::Invited(_) => "invitation",
            Self::IsMember => "deja-membre",
            Self::NoAddress => "adresse",
            Self::Withdrawn(_) => "invitation-retiree",
            Self::WasWithdrawn(_) => "invitation-deja-retiree",
        }
    }

    /// The member that the result is about.
    pub fn member(&self) -> Option<Uuid> {
        match self {
            Self::RoleChanged(id)
            | Self::AccessClosed(id)
            | Self::AccessReopened(id)
            | Self::SessionsEnded(id) => Some(*id),
            _ => None,
        }
    }

    fn invitation(&self) -> Option<&AgentHash> {
        match self {
            Self::Invited(hash) | Self::Withdrawn(hash) | Self::WasWithdrawn(hash) => Some(hash),
            _ => None,
        }
    }

    /// The address of the page with this result.
    pub fn address(&self) -> String {
        let mut address = format!("{PATH}?{RESULT}={}", self.name());
        // Writing into a string does not fail.
        let _ = match (self.member(), self.invitation()) {
            (Some(id), _) => write!(address, "&{MEMBER}={id}"),
            (None, Some(hash)) => write!(address, "&{INVITATION}={hash}"),
            (None, None) => Ok(()),
        };
        address
    }

    /// The result in the address of this request.
    pub(super) fn of_request() -> Option<Self> {
        let member = request::query(MEMBER).and_then(|id| id.parse().ok());
        let invitation = request::query(INVITATION).map(AgentHash::from_hash);
        Self::read(&request::query(RESULT)?, member, invitation)
    }

    fn read(name: &str, member: Option<Uuid>, invitation: Option<AgentHash>) -> Option<Self> {
        let of_member = [
            Self::RoleChanged,
            Self::AccessClosed,
            Self::AccessReopened,
            Self::SessionsEnded,
        ];
        let of_member = member.map(|id| of_member.map(|outcome| outcome(id)));
        let of_invitation = [Self::Invited, Self::Withdrawn, Self::WasWithdrawn];
        let of_invitation =
            invitation.map(|hash| of_invitation.map(|outcome| outcome(hash.clone())));
        let others = [
            Self::UnknownMember,
            Self::Oneself,
            Self::IsMember,
            Self::NoAddress,
        ];
        let mut all = of_member
            .into_iter()
            .flatten()
            .chain(of_invitation.into_iter().flatten())
            .chain(others);
        all.find(|outcome| outcome.name() == name)
    }

    /// Whether the member of the result, and the invitations of the page, show the same.
    pub fn agrees_with(&self, member: Option<&Member>, invitations: &[Invitation]) -> bool {
        let invites = |hash: &AgentHash| {
            let mut hashes = invitations.iter().map(Invitation::hash);
            hashes.any(|listed| listed == *hash)
        };
        match self {
            Self::RoleChanged(_) | Self::SessionsEnded(_) => member.is_some(),
            Self::AccessClosed(_) => member.is_some_and(|member| member.blocked_at.is_some()),
            Self::AccessReopened(_) => member.is_some_and(|member| member.blocked_at.is_none()),
            Self::Invited(hash) => invites(hash),
            Self::Withdrawn(hash) | Self::WasWithdrawn(hash) => !invites(hash),
            Self::UnknownMember | Self::Oneself | Self::IsMember | Self::NoAddress => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_read_as_it_is_written_and_no_other_is() {
        let id = Uuid::from_u128(7);
        let hash = AgentHash::of_address("a@example.fr");
        for outcome in [
            Outcome::RoleChanged(id),
            Outcome::AccessClosed(id),
            Outcome::AccessReopened(id),
            Outcome::SessionsEnded(id),
            Outcome::UnknownMember,
            Outcome::Oneself,
            Outcome::Invited(hash.clone()),
            Outcome::IsMember,
            Outcome::NoAddress,
            Outcome::Withdrawn(hash.clone()),
            Outcome::WasWithdrawn(hash.clone()),
        ] {
            let read = Outcome::read(outcome.name(), Some(id), Some(hash.clone()));
            assert_eq!(read.as_ref(), Some(&outcome));
            assert!(!outcome.address().contains('@'));
            let is_of_one = outcome.member().is_some() || outcome.invitation().is_some();
            assert_eq!(outcome.address().contains('&'), is_of_one);
            let without = Outcome::read(outcome.name(), None, None);
            assert_eq!(without, (!is_of_one).then_some(outcome));
        }
        assert_eq!(Outcome::read("autre", Some(id), Some(hash)), None);
    }
}
