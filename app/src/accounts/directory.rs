//! The accounts of every organisation, as the commands of an operator read and change them.

#![expect(
    clippy::disallowed_methods,
    reason = "an operator acts on every organisation, and no request has a scope for it"
)]

use super::{invitations, membership_role::MembershipRole};
use crate::{
    database::{Database, DatabaseError, Transaction},
    in_transaction, on_pool,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The agent of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// By the identifier at `ProConnect`.
    Sub(String),
    /// By the address in lower case.
    Address(String),
}

/// An agent who is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The agent.
    pub id: Uuid,
    /// The identifier at `ProConnect`.
    pub sub: String,
    /// The address in lower case.
    pub address: Option<String>,
}

/// A membership, or an agent without any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The identifier at `ProConnect`.
    pub sub: String,
    /// The address as `ProConnect` sent it.
    pub email: Option<String>,
    /// The establishment; `None` for an agent without one.
    pub siret: Option<String>,
    /// The role there.
    pub role: Option<String>,
    /// When the access was closed.
    pub blocked_at: Option<DateTime<Utc>>,
    /// The last login.
    pub last_login_at: DateTime<Utc>,
}

/// The result of attaching a subject to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attached {
    /// The account had this subject before.
    InPlaceOf(String),
    /// No account has the address.
    NoAccount,
    /// Another account has the subject.
    IsTaken,
}

/// Reads the memberships, by address, and the agents without any; of one establishment, or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn list(database: &Database, siret: Option<&str>) -> Result<Vec<Listed>, DatabaseError> {
    type Row = (
        String,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<DateTime<Utc>>,
        DateTime<Utc>,
    );
    let rows: Vec<Row> = on_pool!(database.reader().await?, pool =>
        sqlx::query_as(
            "SELECT sub, email, siret, role, blocked_at,
                coalesce(memberships.last_login_at, agents.last_login_at)
             FROM agents
             LEFT JOIN memberships ON memberships.agent_id = agents.id
             LEFT JOIN organisations ON organisations.id = memberships.organisation_id
             WHERE $1 IS NULL OR siret = $1
             ORDER BY email_key, sub, siret")
            .bind(siret)
            .fetch_all(&pool)
            .await?);
    let listed = |(sub, email, siret, role, blocked_at, last_login_at)| Listed {
        sub,
        email,
        siret,
        role,
        blocked_at,
        last_login_at,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Finds the agent.
///
/// # Errors
/// When the database does not answer.
pub async fn find(database: &Database, who: &Who) -> Result<Option<Account>, DatabaseError> {
    let (column, value) = match who {
        Who::Sub(sub) => ("sub", sub),
        Who::Address(address) => ("email_key", address),
    };
    let row: Option<(Uuid, String, Option<String>)> = on_pool!(database.reader().await?, pool =>
        sqlx::query_as(&format!("SELECT id, sub, email_key FROM agents WHERE {column} = $1"))
            .bind(value)
            .fetch_optional(&pool)
            .await?);
    Ok(row.map(|(id, sub, address)| Account { id, sub, address }))
}

/// Invites the person of this address into the establishment, which is created where it is not known. False where a
/// member of it has the address.
///
/// # Errors
/// When the database does not answer.
pub async fn invite(
    database: &Database,
    siret: &str,
    address: &str,
    role: MembershipRole,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let mut transaction = database.begin().await?;
    let organisation = organisation(&mut transaction, siret).await?;
    let is_new = invitations::record(&mut transaction, organisation, address, role, now).await?;
    transaction.commit().await?;
    Ok(is_new)
}

async fn organisation(transaction: &mut Transaction, siret: &str) -> Result<Uuid, DatabaseError> {
    Ok(in_transaction!(*transaction, connection =>
        sqlx::query_scalar(
            "INSERT INTO organisations (id, siret) VALUES ($1, $2)
             ON CONFLICT (siret) DO UPDATE SET siret = excluded.siret RETURNING id")
            .bind(Uuid::new_v4())
            .bind(siret)
            .fetch_one(connection)
            .await?))
}

/// Gives a member of the establishment this role. False where the agent is no member of it.
///
/// # Errors
/// When the database does not answer.
pub async fn set_role(
    database: &Database,
    agent: Uuid,
    siret: &str,
    role: MembershipRole,
) -> Result<bool, DatabaseError> {
    let count = on_pool!(database.writer().await?, pool =>
        sqlx::query(
            "UPDATE memberships SET role = $3 WHERE agent_id = $1
             AND organisation_id = (SELECT id FROM organisations WHERE siret = $2)")
            .bind(agent)
            .bind(siret)
            .bind(role.name())
            .execute(&pool)
            .await?
            .rows_affected());
    Ok(count > 0)
}

/// Attaches another subject to the account of this address: the agent has another identity provider.
///
/// # Errors
/// When the database does not answer.
pub async fn attach(
    database: &Database,
    address: &str,
    sub: &str,
) -> Result<Attached, DatabaseError> {
    let Some(account) = find(database, &Who::Address(address.to_owned())).await? else {
        return Ok(Attached::NoAccount);
    };
    let changed = async {
        let count = on_pool!(database.writer().await?, pool =>
            sqlx::query("UPDATE agents SET sub = $2 WHERE id = $1 AND sub = $3")
                .bind(account.id)
                .bind(sub)
                .bind(&account.sub)
                .execute(&pool)
                .await?
                .rows_affected());
        Ok::<_, DatabaseError>(count)
    };
    match changed.await {
        Ok(1) => Ok(Attached::InPlaceOf(account.sub)),
        // A login has given the account another subject meanwhile.
        Ok(_) => Ok(Attached::NoAccount),
        Err(error) if error.is_duplicate() => Ok(Attached::IsTaken),
        Err(error) => Err(error),
    }
}

/// The establishments that this agent alone administers.
///
/// # Errors
/// When the database does not answer.
pub async fn administered_alone(
    database: &Database,
    agent: Uuid,
) -> Result<Vec<String>, DatabaseError> {
    Ok(on_pool!(database.reader().await?, pool =>
        sqlx::query_scalar(
            "SELECT siret FROM organisations JOIN memberships own ON own.organisation_id = organisations.id
             WHERE own.agent_id = $1 AND own.role = $2 AND NOT EXISTS (
                SELECT 1 FROM memberships other WHERE other.organisation_id = organisations.id
                AND other.agent_id <> $1 AND other.role = $2 AND other.blocked_at IS NULL)
             ORDER BY siret")
            .bind(agent)
            .bind(MembershipRole::Administrator.name())
            .fetch_all(&pool)
            .await?))
}
