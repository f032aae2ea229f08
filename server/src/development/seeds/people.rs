//! The agents, their organisations, and the invitations.

use app::{
    accounts::{decision::address_key, invitations::VALID_DAYS, membership_role::MembershipRole},
    database::{DatabaseError, Transaction},
    in_transaction,
};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::types::Uuid;
use std::collections::BTreeMap;

/// The agents of the mock, by their name there; their role in the organisation of their claims; whether their access is
/// closed. The first of an organisation names it.
const PERSONAS: [(&str, MembershipRole, bool); 10] = [
    ("etat", MembershipRole::Administrator, false),
    ("otp-mail", MembershipRole::Member, false),
    ("pci-migre", MembershipRole::Member, false),
    ("mfa-sur-demande", MembershipRole::Member, false),
    ("email-casse", MembershipRole::Member, false),
    ("carte-agent", MembershipRole::Member, true),
    ("territorial", MembershipRole::Administrator, false),
    ("prive", MembershipRole::Administrator, false),
    ("dirigeant", MembershipRole::Member, false),
    ("mfa-fort", MembershipRole::Member, false),
];

/// A persona who is invited into their organisation, and has not logged in yet.
const INVITED: &str = "eidas0";

/// The agents and the organisations that were written.
pub struct People {
    /// Each agent and their organisation, in the order of [`PERSONAS`].
    pub agents: Vec<(Uuid, Uuid)>,
}

pub async fn write(
    transaction: &mut Transaction,
    claim: &impl Fn(&str, &str) -> Option<String>,
    now: DateTime<Utc>,
) -> Result<People, DatabaseError> {
    let mut organisations = BTreeMap::new();
    let mut agents = Vec::new();
    for (index, (persona, role, is_blocked)) in PERSONAS.into_iter().enumerate() {
        let Some(siret) = claim(persona, "siret") else {
            continue;
        };
        let organisation = if let Some(id) = organisations.get(&siret) {
            *id
        } else {
            let label = claim(persona, "organization_label");
            organisation(transaction, &siret, label).await?
        };
        organisations.insert(siret, organisation);
        let seen_at = now - TimeDelta::hours(20 * i64::try_from(index).unwrap_or_default() + 2);
        let agent = agent(transaction, |name| claim(persona, name), seen_at).await?;
        let blocked_at = is_blocked.then_some(seen_at);
        membership(transaction, agent, organisation, role, blocked_at, seen_at).await?;
        agents.push((agent, organisation));
    }
    let siret = claim(INVITED, "siret");
    let organisation = siret.and_then(|siret| organisations.get(&siret).copied());
    if let (Some(organisation), Some(email)) = (organisation, claim(INVITED, "email")) {
        invitation(transaction, organisation, &email, now - TimeDelta::days(3)).await?;
    }
    Ok(People { agents })
}

async fn organisation(
    transaction: &mut Transaction,
    siret: &str,
    label: Option<String>,
) -> Result<Uuid, DatabaseError> {
    let id = Uuid::new_v4();
    in_transaction!(*transaction, connection =>
        sqlx::query("INSERT INTO organisations (id, siret, label) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(siret)
            .bind(label)
            .execute(connection)
            .await?
            .rows_affected());
    Ok(id)
}

/// The agent as a login writes them.
async fn agent(
    transaction: &mut Transaction,
    claim: impl Fn(&str) -> Option<String>,
    seen_at: DateTime<Utc>,
) -> Result<Uuid, DatabaseError> {
    let id = Uuid::new_v4();
    let names = [claim("given_name"), claim("usual_name")];
    let names: Vec<_> = names.into_iter().flatten().collect();
    let email = claim("email");
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO agents (id, sub, email, email_key, name, idp_id, first_login_at, last_login_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(id)
            .bind(claim("sub"))
            .bind(&email)
            .bind(email.as_deref().and_then(address_key))
            .bind(names.join(" "))
            .bind(claim("idp_id"))
            .bind(seen_at - TimeDelta::days(90))
            .bind(seen_at)
            .execute(connection)
            .await?
            .rows_affected());
    Ok(id)
}

async fn membership(
    transaction: &mut Transaction,
    agent: Uuid,
    organisation: Uuid,
    role: MembershipRole,
    blocked_at: Option<DateTime<Utc>>,
    seen_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO memberships (agent_id, organisation_id, role, blocked_at, last_login_at)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(agent)
            .bind(organisation)
            .bind(role.name())
            .bind(blocked_at)
            .bind(seen_at)
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}

async fn invitation(
    transaction: &mut Transaction,
    organisation: Uuid,
    email: &str,
    invited_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO invitations (organisation_id, email_key, role, invited_at, expires_at)
             VALUES ($1, $2, $3, $4, $5)")
            .bind(organisation)
            .bind(address_key(email))
            .bind(MembershipRole::Member.name())
            .bind(invited_at)
            .bind(invited_at + TimeDelta::days(VALID_DAYS))
            .execute(connection)
            .await?
            .rows_affected());
    Ok(())
}
