//! The changes of a decision to the account, its memberships and its invitation.

use super::login::Login;
use crate::{
    accounts::{decision::Decision, membership_role::MembershipRole},
    database::{DatabaseError, Transaction},
    in_transaction,
};
use uuid::Uuid;

/// Writes the changes of a decision that refuses nobody.
pub async fn account(
    transaction: &mut Transaction,
    login: &Login<'_>,
    decision: &Decision,
) -> Result<(), DatabaseError> {
    if let Some(other) = decision.loses_address {
        in_transaction!(*transaction, connection =>
            sqlx::query("UPDATE agents SET email = NULL, email_key = NULL WHERE id = $1")
                .bind(other)
                .execute(connection)
                .await?
                .rows_affected());
    }
    if decision.moves_address() {
        lower_invitations(transaction, login).await?;
    }
    let id = agent(transaction, login, decision).await?;
    if login.siret.is_none() {
        return Ok(());
    }
    if let Some(role) = decision.new_membership {
        new_membership(transaction, login, id, role).await?;
    } else {
        membership(transaction, login, id).await?;
    }
    if decision.uses_invitation {
        in_transaction!(*transaction, connection =>
            sqlx::query(
                "DELETE FROM invitations WHERE email_key = $1
                 AND organisation_id = (SELECT id FROM organisations WHERE siret = $2)")
                .bind(&login.address)
                .bind(login.siret)
                .execute(connection)
                .await?
                .rows_affected());
    }
    Ok(())
}

/// Each organisation's invitation of the address makes a member only. At the next login, the address is that of the new
/// subject: nothing shows any more that another subject had it when the invitation was written.
async fn lower_invitations(
    transaction: &mut Transaction,
    login: &Login<'_>,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query("UPDATE invitations SET role = $2 WHERE email_key = $1")
            .bind(&login.address)
            .bind(MembershipRole::Member.name())
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}

/// Creates the agent, or writes the new subject, address and name of the account. An absent address keeps the known
/// one.
async fn agent(
    transaction: &mut Transaction,
    login: &Login<'_>,
    decision: &Decision,
) -> Result<Uuid, DatabaseError> {
    let email = login.email();
    let address = login.address.as_deref().filter(|_| decision.has_address);
    let statement = match decision.agent {
        Some(_) => {
            "UPDATE agents SET sub = $2, email = coalesce($3, email), email_key = coalesce($4, email_key),
                name = $5, idp_id = $6, last_login_at = $7
             WHERE id = $1"
        }
        None => {
            "INSERT INTO agents (id, sub, email, email_key, name, idp_id, first_login_at, last_login_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
        }
    };
    let id = decision.agent.unwrap_or_else(Uuid::new_v4);
    in_transaction!(*transaction, connection =>
        sqlx::query(statement)
            .bind(id)
            .bind(login.sub())
            .bind(email.filter(|_| address.is_some()))
            .bind(address)
            .bind(login.name())
            .bind(login.idp())
            .bind(login.now)
            .execute(connection)
            .await?
            .rows_affected());
    Ok(id)
}

/// Creates the membership, and the organisation at its first agent.
async fn new_membership(
    transaction: &mut Transaction,
    login: &Login<'_>,
    id: Uuid,
    role: MembershipRole,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO organisations (id, siret, label) VALUES ($1, $2, $3)
             ON CONFLICT (siret) DO UPDATE SET label = coalesce(excluded.label, organisations.label)")
            .bind(Uuid::new_v4())
            .bind(login.siret)
            .bind(login.label())
            .execute(connection)
            .await?
            .rows_affected());
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO memberships (agent_id, organisation_id, role, last_login_at)
             SELECT $1, id, $2, $3 FROM organisations WHERE siret = $4
             ON CONFLICT (agent_id, organisation_id) DO UPDATE SET last_login_at = excluded.last_login_at")
            .bind(id)
            .bind(role.name())
            .bind(login.now)
            .bind(login.siret)
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}

/// Dates the membership that was read. It does not come back if an administrator has deleted it meanwhile. The row of
/// an organisation is written only when its name changes: all its agents would wait for each other.
async fn membership(
    transaction: &mut Transaction,
    login: &Login<'_>,
    id: Uuid,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "UPDATE memberships SET last_login_at = $3 WHERE agent_id = $1
             AND organisation_id = (SELECT id FROM organisations WHERE siret = $2)")
            .bind(id)
            .bind(login.siret)
            .bind(login.now)
            .execute(connection)
            .await?
            .rows_affected());
    if let Some(label) = login.label() {
        in_transaction!(*transaction, connection =>
            sqlx::query(
                "UPDATE organisations SET label = $2 WHERE siret = $1 AND (label IS NULL OR label <> $2)")
                .bind(login.siret)
                .bind(label)
                .execute(connection)
                .await?
                .rows_affected());
    }
    Ok(())
}
