//! The members of the organisation of a scope, for its administrators.

use super::{membership_role::MembershipRole, scope::Scope};
use crate::{
    database::{DatabaseError, Transaction},
    in_transaction, on_pool,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Members on a page.
pub const PER_PAGE: usize = 50;

/// A member of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The agent.
    pub id: Uuid,
    /// The identifier at `ProConnect`, by which the sessions are found. No page shows it.
    pub sub: String,
    /// The name.
    pub name: String,
    /// The address; `None` where it has passed to another agent.
    pub email: Option<String>,
    /// The role in this organisation.
    pub role: MembershipRole,
    /// When an administrator closed the access; `None` while it is open.
    pub blocked_at: Option<DateTime<Utc>>,
    /// The last login for this organisation.
    pub last_login_at: DateTime<Utc>,
}

/// A change of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Gives this role.
    Role(MembershipRole),
    /// Closes the access.
    Close,
    /// Opens the access again.
    Reopen,
}

/// The result of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The membership is as asked for, whether it was so before or not.
    Done(Member),
    /// The organisation has no such member.
    Unknown,
    /// An administrator keeps their own role and access: the organisation always has one.
    Oneself,
    /// The agent who asks is no administrator any more.
    NoAdministrator,
}

type Row = (
    Uuid,
    String,
    String,
    Option<String>,
    String,
    Option<DateTime<Utc>>,
    DateTime<Utc>,
);

fn member((id, sub, name, email, role, blocked_at, last_login_at): Row) -> Member {
    Member {
        id,
        sub,
        name,
        email,
        role: MembershipRole::from_name(&role).unwrap_or(MembershipRole::Member),
        blocked_at,
        last_login_at,
    }
}

const MEMBERS: &str =
    "SELECT agents.id, sub, name, email, role, blocked_at, memberships.last_login_at
    FROM memberships JOIN agents ON agents.id = memberships.agent_id
    WHERE organisation_id = $1";

/// Reads a page of the members, by name, after the member `after`; and whether others follow.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    scope: &Scope,
    after: Option<Uuid>,
) -> Result<(Vec<Member>, bool), DatabaseError> {
    let statement = format!(
        "{MEMBERS} AND ($2 IS NULL OR (name, agents.id) > (
             SELECT name, id FROM agents JOIN memberships ON agent_id = id
             WHERE id = $2 AND organisation_id = $1))
         ORDER BY name, agents.id LIMIT {}",
        PER_PAGE + 1
    );
    let rows: Vec<Row> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(&statement)
            .bind(scope.organisation().id)
            .bind(after)
            .fetch_all(&pool)
            .await?);
    let has_more = rows.len() > PER_PAGE;
    Ok((
        rows.into_iter().take(PER_PAGE).map(member).collect(),
        has_more,
    ))
}

/// Reads a member of the organisation; `None` for any other agent.
///
/// # Errors
/// When the database does not answer.
pub async fn find(scope: &Scope, id: Uuid) -> Result<Option<Member>, DatabaseError> {
    let statement = format!("{MEMBERS} AND agents.id = $2");
    let row: Option<Row> = on_pool!(scope.reader().await?, pool =>
        sqlx::query_as(&statement)
            .bind(scope.organisation().id)
            .bind(id)
            .fetch_optional(&pool)
            .await?);
    Ok(row.map(member))
}

/// Changes a membership. Changes of one organisation wait for each other: of two administrators who take each other's
/// role away at once, the second has lost it.
///
/// # Errors
/// When the database does not answer.
pub async fn change(
    scope: &Scope,
    id: Uuid,
    change: Change,
    now: DateTime<Utc>,
) -> Result<Changed, DatabaseError> {
    if id == scope.agent_id() {
        return Ok(Changed::Oneself);
    }
    let mut transaction = scope.begin().await?;
    if !is_still_administrator(&mut transaction, scope).await? {
        return Ok(Changed::NoAdministrator);
    }
    let organisation = scope.organisation().id;
    let row: Option<Row> = in_transaction!(transaction, connection =>
        sqlx::query_as(&format!("{MEMBERS} AND agents.id = $2"))
            .bind(organisation)
            .bind(id)
            .fetch_optional(connection)
            .await?);
    let Some(mut member) = row.map(member) else {
        return Ok(Changed::Unknown);
    };
    match change {
        Change::Role(role) => member.role = role,
        Change::Close => member.blocked_at = member.blocked_at.or(Some(now)),
        Change::Reopen => member.blocked_at = None,
    }
    in_transaction!(transaction, connection =>
        sqlx::query(
            "UPDATE memberships SET role = $3, blocked_at = $4
             WHERE organisation_id = $1 AND agent_id = $2")
            .bind(organisation)
            .bind(id)
            .bind(member.role.name())
            .bind(member.blocked_at)
            .execute(connection)
            .await?
            .rows_affected());
    transaction.commit().await?;
    Ok(Changed::Done(member))
}

/// Waits for the other changes of the organisation. True while the agent of the scope is an administrator.
pub(super) async fn is_still_administrator(
    transaction: &mut Transaction,
    scope: &Scope,
) -> Result<bool, DatabaseError> {
    let organisation = scope.organisation().id;
    transaction.lock(&format!("members:{organisation}")).await?;
    let found: Option<i64> = in_transaction!(*transaction, connection =>
        sqlx::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM memberships
             WHERE organisation_id = $1 AND agent_id = $2 AND role = $3 AND blocked_at IS NULL")
            .bind(organisation)
            .bind(scope.agent_id())
            .bind(MembershipRole::Administrator.name())
            .fetch_optional(connection)
            .await?);
    Ok(found.is_some())
}
