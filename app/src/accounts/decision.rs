//! The decision on a login: a pure function of what is known, of what ProConnect sent, and of the policies.
//!
//! `docs/login-decisions.md` is its table of cases.

mod known;
mod outcome;

pub use known::{Alias, Known, KnownAgent, Membership, NewAliases};
pub use outcome::{Decision, Outcome};

use super::{
    membership_role::MembershipRole,
    policy::{ChangedSubject, FirstLogin, Policy},
};
use proconnect::{error::AccessError, identity::Identity};

/// Longest address (RFC 5321 4.5.3.1.3).
const LONGEST_ADDRESS: usize = 254;

/// Decides on a login. `known` must be what the database holds in the transaction that records the decision.
#[must_use]
pub fn decide(identity: &Identity, known: &Known, policy: &Policy) -> Decision {
    let decision = if known.is_blocked() {
        Err(AccessError::Blocked)
    } else {
        account(identity, known, policy)
    };
    let decision = decision.and_then(|decision| membership(decision, identity, known, policy));
    Decision {
        // Of a refused agent too: the next login may bring this subject with another address.
        new_aliases: known.new_aliases(email_key(identity).as_deref()),
        ..decision.unwrap_or_else(Decision::refused)
    }
}

/// The account of the login: by its subject first, by its address next, never by a name.
fn account(identity: &Identity, known: &Known, policy: &Policy) -> Result<Decision, AccessError> {
    let address = email_key(identity);
    let refuses = policy.changed_subject == ChangedSubject::Refuse;
    Ok(match (&known.by_subject, &known.by_email) {
        (Some(agent), Some(other)) if agent.id != other.id => {
            if refuses {
                return Err(AccessError::AccountConflict);
            } else if agent.is_barred || other.is_barred {
                Decision::of(Outcome::AddressWithheld, Some(agent))
            } else {
                Decision::of(Outcome::AddressTakenOver, Some(agent)).with_address_of(other)
            }
        }
        (Some(agent), _) => {
            if address.is_none() {
                Decision::of(Outcome::Known, Some(agent))
            } else if address == agent.email_key {
                Decision::of(Outcome::Known, Some(agent)).with_address()
            } else if agent.is_barred {
                Decision::of(Outcome::AddressWithheld, Some(agent))
            } else {
                Decision::of(Outcome::AddressChanged, Some(agent)).with_address()
            }
        }
        (None, Some(_)) if refuses => return Err(AccessError::AccountConflict),
        (None, Some(other)) if other.is_barred => Decision::of(Outcome::AddressWithheld, None),
        (None, Some(agent)) if agent.has_moved_to(identity.idp_id.as_deref()) => {
            Decision::of(Outcome::SubjectChanged, Some(agent)).with_address()
        }
        (None, Some(other)) => {
            Decision::of(Outcome::AddressReassigned, None).with_address_of(other)
        }
        (None, None) => Decision::of(Outcome::FirstLogin, None).with_address(),
    })
}

/// Adds the membership to create. There is none where the agent has one, or where ProConnect sent no SIRET.
fn membership(
    decision: Decision,
    identity: &Identity,
    known: &Known,
    policy: &Policy,
) -> Result<Decision, AccessError> {
    let is_listed = match &policy.first_login {
        FirstLogin::Open => true,
        FirstLogin::Listed(rules) => rules.iter().any(|rule| rule.admits(identity)),
        FirstLogin::Invitation => false,
    };
    let new_membership = if known.is_member(decision.agent) {
        None
    } else if let Some(role) = known.invitation {
        // The address was invited while another subject had it, perhaps another person.
        let is_certain = !known.has_another_subject_for_the_address();
        Some(if is_certain {
            role
        } else {
            MembershipRole::Member
        })
    } else if is_listed {
        identity.siret.is_some().then_some(MembershipRole::Member)
    } else {
        return Err(AccessError::NotInvited);
    };
    Ok(Decision {
        new_membership,
        uses_invitation: known.invitation.is_some(),
        ..decision
    })
}

/// The address by which an agent is found, as [`address_key`] writes it.
#[must_use]
pub fn email_key(identity: &Identity) -> Option<String> {
    identity.email.as_deref().and_then(address_key)
}

/// An address without spaces around it, its ASCII letters in lower case; `None` for a text that is no address, or has
/// a control character.
///
/// Other letters are kept as they are. Unicode's lower case of the Kelvin sign is an ordinary `k`: another person's
/// address could be written with it.
#[must_use]
pub fn address_key(text: &str) -> Option<String> {
    let text = text.trim();
    let (local, domain) = text.rsplit_once('@')?;
    let is_address = !local.is_empty()
        && !domain.is_empty()
        && text.len() <= LONGEST_ADDRESS
        && !text.contains(char::is_control);
    is_address.then(|| text.to_ascii_lowercase())
}
