//! The decision on a login, and its record, in one transaction.

use super::{
    decision::{Decision, Known, KnownAgent, Membership, Outcome, decide, email_key},
    membership_role::MembershipRole,
    policy::Policy,
};
use crate::{
    database::{Database, DatabaseError, Transaction},
    in_transaction,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use proconnect::{
    Clock,
    error::SessionError,
    identity::Identity,
    web::{Admission, AgentHash, Verdict},
};
use uuid::Uuid;

/// The accounts of the service.
pub struct Accounts {
    database: Database,
    policy: Policy,
    clock: Clock,
}

impl Accounts {
    /// The accounts in this database.
    pub fn new(database: Database, policy: Policy, clock: Clock) -> Self {
        Self {
            database,
            policy,
            clock,
        }
    }

    /// Decides, then writes. Logins of one subject or one address wait for each other.
    async fn decide(&self, identity: &Identity) -> Result<Decision, DatabaseError> {
        let now = self.clock.now();
        let address = email_key(identity);
        let mut transaction = self.database.begin().await?;
        // In this order at each login: two of them cannot wait for each other.
        let mut keys = vec![format!("agent:{}", identity.sub.as_str())];
        keys.extend(address.iter().map(|address| format!("email:{address}")));
        keys.sort();
        for key in &keys {
            transaction.lock(key).await?;
        }
        let known = read(&mut transaction, identity, address.as_deref(), now).await?;
        let decision = decide(identity, &known, &self.policy);
        if !matches!(decision.outcome, Outcome::Refused(_)) {
            write(
                &mut transaction,
                identity,
                address.as_deref(),
                decision,
                now,
            )
            .await?;
        }
        record(&mut transaction, identity, decision.outcome, now).await?;
        transaction.commit().await?;
        Ok(decision)
    }
}

#[async_trait]
impl Admission for Accounts {
    async fn admit(&self, identity: &Identity) -> Result<Verdict, SessionError> {
        let mut decided = self.decide(identity).await;
        // Two first logins into one organisation at once: the second finds it at the next try.
        if decided.as_ref().is_err_and(DatabaseError::is_duplicate) {
            decided = self.decide(identity).await;
        }
        let decision = decided.map_err(|error| {
            tracing::error!(%error, "the account of a login cannot be read or written");
            SessionError::Unavailable
        })?;
        let refusal = match decision.outcome {
            Outcome::Refused(error) => Some(error),
            _ => None,
        };
        Ok(Verdict {
            name: decision.outcome.name(),
            refusal,
        })
    }
}

/// Reads what is known about the login.
async fn read(
    transaction: &mut Transaction,
    identity: &Identity,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Known, DatabaseError> {
    let siret = identity
        .siret
        .as_ref()
        .map(|siret| siret.as_str().to_owned());
    let agent = "SELECT agents.id, agents.email_key, memberships.agent_id IS NOT NULL, memberships.blocked_at
        FROM agents
        LEFT JOIN organisations ON organisations.siret = $2
        LEFT JOIN memberships ON memberships.agent_id = agents.id
            AND memberships.organisation_id = organisations.id";
    type Row = (Uuid, Option<String>, bool, Option<DateTime<Utc>>);
    let known = |(id, email_key, is_member, blocked_at): Row| KnownAgent {
        id,
        email_key,
        membership: is_member.then_some(Membership {
            is_blocked: blocked_at.is_some(),
        }),
    };
    let by_subject: Option<Row> = in_transaction!(*transaction, connection =>
        sqlx::query_as(&format!("{agent} WHERE agents.sub = $1"))
            .bind(identity.sub.as_str())
            .bind(&siret)
            .fetch_optional(connection)
            .await?);
    let by_email: Option<Row> = in_transaction!(*transaction, connection =>
        sqlx::query_as(&format!("{agent} WHERE agents.email_key = $1"))
            .bind(address)
            .bind(&siret)
            .fetch_optional(connection)
            .await?);
    let invitation: Option<String> = in_transaction!(*transaction, connection =>
        sqlx::query_scalar(
            "SELECT role FROM invitations
             JOIN organisations ON organisations.id = invitations.organisation_id
             WHERE invitations.email_key = $1 AND organisations.siret = $2 AND expires_at > $3")
            .bind(address)
            .bind(&siret)
            .bind(now)
            .fetch_optional(connection)
            .await?);
    Ok(Known {
        by_subject: by_subject.map(known),
        by_email: by_email.map(known),
        invitation: invitation.as_deref().and_then(MembershipRole::from_name),
    })
}

/// Writes the changes of the decision.
async fn write(
    transaction: &mut Transaction,
    identity: &Identity,
    address: Option<&str>,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    if let Some(other) = decision.loses_address {
        in_transaction!(*transaction, connection =>
            sqlx::query("UPDATE agents SET email = NULL, email_key = NULL WHERE id = $1")
                .bind(other)
                .execute(connection)
                .await?
                .rows_affected());
    }
    let id = decision.agent.unwrap_or_else(Uuid::new_v4);
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO agents (id, sub, email, email_key, name, idp_id, first_login_at, last_login_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
             ON CONFLICT (id) DO UPDATE SET sub = excluded.sub,
                email = coalesce(excluded.email, agents.email),
                email_key = coalesce(excluded.email_key, agents.email_key),
                name = excluded.name, idp_id = excluded.idp_id, last_login_at = excluded.last_login_at")
            .bind(id)
            .bind(identity.sub.as_str())
            .bind(identity.email.as_deref().map(str::trim))
            .bind(address)
            .bind(identity.name())
            .bind(&identity.idp_id)
            .bind(now)
            .execute(connection)
            .await?
            .rows_affected());
    let Some(siret) = &identity.siret else {
        return Ok(());
    };
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO organisations (id, siret, label) VALUES ($1, $2, $3)
             ON CONFLICT (siret) DO UPDATE SET label = coalesce(excluded.label, organisations.label)")
            .bind(Uuid::new_v4())
            .bind(siret.as_str())
            .bind(&identity.organization_label)
            .execute(connection)
            .await?
            .rows_affected());
    let role = decision.new_membership.unwrap_or(MembershipRole::Member);
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO memberships (agent_id, organisation_id, role, last_login_at)
             SELECT $1, id, $2, $3 FROM organisations WHERE siret = $4
             ON CONFLICT (agent_id, organisation_id) DO UPDATE SET last_login_at = excluded.last_login_at")
            .bind(id)
            .bind(role.name())
            .bind(now)
            .bind(siret.as_str())
            .execute(connection)
            .await?
            .rows_affected());
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "DELETE FROM invitations WHERE email_key = $1
             AND organisation_id = (SELECT id FROM organisations WHERE siret = $2)")
            .bind(address)
            .bind(siret.as_str())
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}

/// Records the decision.
async fn record(
    transaction: &mut Transaction,
    identity: &Identity,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO access_decisions (id, decided_at, agent_hash, siret, verdict)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(Uuid::new_v4())
            .bind(now)
            .bind(AgentHash::of(&identity.sub).as_str())
            .bind(identity.siret.as_ref().map(|siret| siret.as_str().to_owned()))
            .bind(outcome.name())
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}
