//! The invitations of an organisation. An invitation admits the agent who has its address, and gives the role at their
//! first login for the organisation.

use super::{
    decision::address_key, members::is_still_administrator, membership_role::MembershipRole,
    scope::Scope,
};
use crate::{
    database::{DatabaseError, Transaction},
    in_transaction, on_pool,
};
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::web::AgentHash;
use uuid::Uuid;

/// How long an invitation can be used, in days.
pub const VALID_DAYS: i64 = 30;

/// As many invitations as are listed, the last ones first.
pub const MOST_LISTED: usize = 50;

/// An invitation that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The address in lower case.
    pub address: String,
    /// The role of the membership.
    pub role: MembershipRole,
    /// The end.
    pub expires_at: DateTime<Utc>,
}

impl Invitation {
    /// The address, as the audit trail names the person who is invited.
    #[must_use]
    pub fn hash(&self) -> AgentHash {
        AgentHash::of_address(&self.address)
    }
}

/// The result of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// The invitation is recorded, in place of an earlier one of this address.
    Recorded,
    /// A member of the organisation has this address.
    IsMember,
    /// The agent who asks is no administrator any more.
    NoAdministrator,
}

/// The result of a withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// The invitation is withdrawn.
    Done,
    /// The organisation has no such invitation.
    Unknown,
    /// The agent who asks is no administrator any more.
    NoAdministrator,
}

/// The typed address, as accounts are found by it; `None` where it is none.
#[must_use]
pub fn address(typed: &str) -> Option<String> {
    let address = address_key(typed)?;
    let (local, domain) = address.rsplit_once('@')?;
    let is_address = !local.contains('@')
        && domain.split('.').all(|label| !label.is_empty())
        && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;".contains(c));
    is_address.then_some(address)
}

/// Reads the invitations that can be used, the last ones first; and whether there are older ones.
///
/// # Errors
/// When the database does not answer.
pub async fn pending(
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<(Vec<Invitation>, bool), DatabaseError> {
    let statement = format!(
        "SELECT email_key, role, expires_at FROM invitations
         WHERE organisation_id = $1 AND expires_at > $2
         ORDER BY invited_at DESC, email_key LIMIT {}",
        MOST_LISTED + 1
    );
    let rows: Vec<(String, String, DateTime<Utc>)> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(&statement)
            .bind(scope.organisation().id)
            .bind(now)
            .fetch_all(&pool)
            .await?);
    let has_more = rows.len() > MOST_LISTED;
    let invitation = |(address, role, expires_at): (String, String, _)| Invitation {
        address,
        role: MembershipRole::from_name(&role).unwrap_or(MembershipRole::Member),
        expires_at,
    };
    let listed = rows.into_iter().take(MOST_LISTED).map(invitation);
    Ok((listed.collect(), has_more))
}

/// Invites the person of this address, which [`address`] has read.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    scope: &Scope,
    address: &str,
    role: MembershipRole,
    now: DateTime<Utc>,
) -> Result<Invited, DatabaseError> {
    let mut transaction = scope.begin().await?;
    if !is_still_administrator(&mut transaction, scope).await? {
        return Ok(Invited::NoAdministrator);
    }
    let organisation = scope.organisation().id;
    if !record(&mut transaction, organisation, address, role, now).await? {
        return Ok(Invited::IsMember);
    }
    transaction.commit().await?;
    Ok(Invited::Recorded)
}

/// Withdraws the invitation of this address.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(scope: &Scope, typed: &str) -> Result<Withdrawn, DatabaseError> {
    // PostgreSQL has no text with a null character, and would answer with an error.
    let Some(address) = address(typed) else {
        return Ok(Withdrawn::Unknown);
    };
    let mut transaction = scope.begin().await?;
    if !is_still_administrator(&mut transaction, scope).await? {
        return Ok(Withdrawn::NoAdministrator);
    }
    let count = in_transaction!(transaction, connection =>
        sqlx::query("DELETE FROM invitations WHERE organisation_id = $1 AND email_key = $2")
            .bind(scope.organisation().id)
            .bind(&address)
            .execute(connection)
            .await?
            .rows_affected());
    transaction.commit().await?;
    Ok(if count > 0 {
        Withdrawn::Done
    } else {
        Withdrawn::Unknown
    })
}

/// Records an invitation. False where a member of the organisation has the address: their role is changed instead.
pub(super) async fn record(
    transaction: &mut Transaction,
    organisation: Uuid,
    address: &str,
    role: MembershipRole,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let member: Option<Uuid> = in_transaction!(*transaction, connection =>
        sqlx::query_scalar(
            "SELECT agent_id FROM memberships JOIN agents ON agents.id = agent_id
             WHERE organisation_id = $1 AND email_key = $2")
            .bind(organisation)
            .bind(address)
            .fetch_optional(connection)
            .await?);
    if member.is_some() {
        return Ok(false);
    }
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO invitations (organisation_id, email_key, role, invited_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (organisation_id, email_key) DO UPDATE SET role = excluded.role,
                invited_at = excluded.invited_at, expires_at = excluded.expires_at")
            .bind(organisation)
            .bind(address)
            .bind(role.name())
            .bind(now)
            .bind(now + TimeDelta::days(VALID_DAYS))
            .execute(connection)
            .await?
            .rows_affected());
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_accounts_are_found_by_it() {
        for (typed, kept) in [
            (
                " Angela.Dubois@Ministere.gouv.fr ",
                "angela.dubois@ministere.gouv.fr",
            ),
            (
                "zoe.o'neil+test@hostile.example.fr",
                "zoe.o'neil+test@hostile.example.fr",
            ),
            ("Élise@Mairie.example", "Élise@mairie.example"),
        ] {
            assert_eq!(address(typed).as_deref(), Some(kept));
        }
        let endless = format!("{}@example.fr", "a".repeat(250));
        for other in [
            "",
            "@",
            "a@",
            "@b",
            "a b@c.fr",
            "a@b..fr",
            "a@.fr",
            "a@b@c.fr",
            "a@b.fr,c@d.fr",
            "A <a@b.fr>",
            "a@b.fr\n",
            &endless,
        ] {
            let is_none = address(other).is_none();
            assert!(is_none || other.trim() != other, "{other}");
        }
    }
}
