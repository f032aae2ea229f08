//! The record of a decision, and the aliases of an agent with a closed access.

use super::login::Login;
use crate::{
    accounts::decision::{NewAliases, Outcome},
    database::{DatabaseError, Transaction},
    in_transaction,
};
use proconnect::web::AgentHash;
use uuid::Uuid;

/// Writes that the agent has come under this subject or this address.
pub async fn aliases(
    transaction: &mut Transaction,
    login: &Login<'_>,
    new: NewAliases,
) -> Result<(), DatabaseError> {
    let subject = new.subject.then(|| login.subject_alias());
    let address = login.address_alias().filter(|_| new.address);
    for alias in subject.into_iter().chain(address) {
        in_transaction!(*transaction, connection =>
            sqlx::query(
                "INSERT INTO blocked_aliases (alias, agent_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(alias)
                .bind(new.agent)
                .execute(connection)
                .await?
                .rows_affected());
    }
    Ok(())
}

/// Records the decision.
pub async fn decision(
    transaction: &mut Transaction,
    login: &Login<'_>,
    outcome: Outcome,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO access_decisions (id, decided_at, agent_hash, siret, verdict)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(Uuid::new_v4())
            .bind(login.now)
            .bind(AgentHash::of(&login.identity.sub).as_str())
            .bind(login.siret)
            .bind(outcome.name())
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}
