//! Everything that is known about a login.

use super::login::Login;
use crate::{
    accounts::{
        decision::{Alias, Known, KnownAgent, Membership},
        membership_role::MembershipRole,
    },
    database::{DatabaseError, Transaction},
    in_transaction,
};
use uuid::Uuid;

/// The agents of the subject and of the address, with their membership of the organisation.
const AGENTS: &str = "SELECT agents.id, agents.sub, agents.email_key, agents.idp_id,
        memberships.agent_id IS NOT NULL, memberships.blocked_at IS NOT NULL,
        EXISTS (SELECT 1 FROM memberships AS held
            WHERE held.agent_id = agents.id AND held.role = 'administrator'),
        EXISTS (SELECT 1 FROM memberships AS held
            WHERE held.agent_id = agents.id AND held.blocked_at IS NOT NULL)
    FROM agents
    LEFT JOIN organisations ON organisations.siret = $3
    LEFT JOIN memberships ON memberships.agent_id = agents.id
        AND memberships.organisation_id = organisations.id
    WHERE agents.sub = $1 OR agents.email_key = $2
    ORDER BY agents.id";

/// The agents with a closed access who have come under the subject or the address, and where it is closed.
const ALIASES: &str = "SELECT memberships.agent_id, organisations.siret
    FROM blocked_aliases
    JOIN memberships ON memberships.agent_id = blocked_aliases.agent_id
    JOIN organisations ON organisations.id = memberships.organisation_id
    WHERE blocked_aliases.alias IN ($1, $2) AND memberships.blocked_at IS NOT NULL
    ORDER BY memberships.agent_id";

type Row = (
    Uuid,
    String,
    Option<String>,
    Option<String>,
    bool,
    bool,
    bool,
    bool,
);

/// Reads what is known. The accounts stay as they are read until the transaction ends.
pub async fn known(
    transaction: &mut Transaction,
    login: &Login<'_>,
) -> Result<Known, DatabaseError> {
    // In the order of their keys: two logins that exchange their addresses cannot wait for each other.
    let agents = format!("{AGENTS} {}", transaction.for_update_of_agents());
    let agents: Vec<Row> = in_transaction!(*transaction, connection =>
        sqlx::query_as(&agents)
            .bind(login.sub())
            .bind(&login.address)
            .bind(login.siret)
            .fetch_all(connection)
            .await?);
    let aliases: Vec<(Uuid, String)> = in_transaction!(*transaction, connection =>
        sqlx::query_as(ALIASES)
            .bind(login.subject_alias())
            .bind(login.address_alias())
            .fetch_all(connection)
            .await?);
    let invitation: Option<String> = in_transaction!(*transaction, connection =>
        sqlx::query_scalar(
            "SELECT role FROM invitations
             JOIN organisations ON organisations.id = invitations.organisation_id
             WHERE invitations.email_key = $1 AND organisations.siret = $2 AND expires_at > $3")
            .bind(&login.address)
            .bind(login.siret)
            .bind(login.now)
            .fetch_optional(connection)
            .await?);
    let by_subject = agents.iter().find(|row| row.1 == login.sub());
    let by_email = agents
        .iter()
        .find(|row| row.2.is_some() && row.2 == login.address);
    Ok(Known {
        by_subject: by_subject.map(agent),
        by_email: by_email.map(agent),
        by_alias: alias(&aliases, login.siret),
        invitation: invitation.as_deref().and_then(MembershipRole::from_name),
    })
}

fn agent(row: &Row) -> KnownAgent {
    let (id, _, email_key, idp_id, is_member, is_blocked, is_administrator, is_barred) =
        row.clone();
    KnownAgent {
        id,
        email_key,
        idp_id,
        membership: is_member.then_some(Membership { is_blocked }),
        is_administrator,
        is_barred,
    }
}

/// An agent to whom this organisation is closed, or else any of the agents.
fn alias(aliases: &[(Uuid, String)], siret: Option<&str>) -> Option<Alias> {
    let here = aliases
        .iter()
        .find(|(_, closed)| Some(closed.as_str()) == siret);
    let (agent, _) = here.or(aliases.first())?;
    Some(Alias {
        agent: *agent,
        is_blocked: here.is_some(),
    })
}
