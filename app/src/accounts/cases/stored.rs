//! A case in a database.

#![expect(
    clippy::disallowed_methods,
    reason = "a test writes the state of a case without a scope"
)]

use super::{
    case::{Case, MINISTRY, TOWN, now},
    expected::{NAME, Row, World, id},
};
use crate::{
    accounts::admission::Accounts,
    database::{Database, DatabaseError},
    on_pool,
};
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    Clock,
    web::{Admission, Verdict},
};
use uuid::Uuid;

/// The tables, in an order in which they can be emptied.
const TABLES: [&str; 6] = [
    "blocked_aliases",
    "access_decisions",
    "invitations",
    "memberships",
    "agents",
    "organisations",
];

impl World {
    /// Puts the case into the database, and admits its login. Returns the verdict and the state after it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_login(
        case: &Case,
        database: &Database,
    ) -> Result<(Verdict, Self), DatabaseError> {
        put(case, database).await?;
        let accounts = Accounts::new(database.clone(), case.policy(), Clock::new(now));
        let verdict = accounts.admit(&case.identity()).await.unwrap();
        Ok((verdict, Self::read(database).await?))
    }

    /// Reads the state of a database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(database: &Database) -> Result<Self, DatabaseError> {
        type Agent = (
            String,
            Option<String>,
            Option<String>,
            String,
            DateTime<Utc>,
        );
        let mut world = Self::default();
        let agents: Vec<Agent> = on_pool!(database.reader().await?, pool =>
            sqlx::query_as("SELECT sub, email_key, idp_id, name, last_login_at FROM agents")
                .fetch_all(&pool).await?);
        for (sub, email_key, idp, name, last_login) in agents {
            let is_dated = last_login == now();
            let row = Row {
                email_key,
                idp,
                name,
                is_dated,
                ..Row::default()
            };
            world.accounts.insert(sub, row);
        }
        let memberships: Vec<(String, String, String, bool, DateTime<Utc>)> = on_pool!(database.reader().await?, pool =>
            sqlx::query_as(
                "SELECT sub, siret, role, blocked_at IS NOT NULL, memberships.last_login_at FROM memberships
                 JOIN agents ON agents.id = agent_id JOIN organisations ON organisations.id = organisation_id")
                .fetch_all(&pool).await?);
        for (sub, siret, role, is_closed, last_login) in memberships {
            let row = world.accounts.get_mut(&sub).unwrap();
            row.memberships
                .insert(siret, (role, is_closed, last_login == now()));
        }
        let invitations: Vec<(String, String, String)> = on_pool!(database.reader().await?, pool =>
            sqlx::query_as(
                "SELECT email_key, siret, role FROM invitations
                 JOIN organisations ON organisations.id = organisation_id")
                .fetch_all(&pool).await?);
        let aliases: Vec<(String, String)> = on_pool!(database.reader().await?, pool =>
            sqlx::query_as("SELECT alias, sub FROM blocked_aliases JOIN agents ON agents.id = agent_id")
                .fetch_all(&pool).await?);
        world.invitations = invitations.into_iter().collect();
        world.aliases = aliases.into_iter().collect();
        world.decisions = on_pool!(database.reader().await?, pool =>
            sqlx::query_as("SELECT siret, verdict FROM access_decisions").fetch_all(&pool).await?);
        Ok(world)
    }
}

/// Empties the tables, and writes the state before the login.
async fn put(case: &Case, database: &Database) -> Result<(), DatabaseError> {
    for table in TABLES {
        execute(database, &format!("DELETE FROM {table}")).await?;
    }
    let before = now() - TimeDelta::days(30);
    let organisations = [(TOWN, id(100)), (MINISTRY, id(101))];
    let organisation = |siret: &str| organisations.iter().find(|(of, _)| *of == siret).unwrap().1;
    // A login creates the organisation that nobody is in yet.
    let known = case.accounts.iter().flat_map(|account| account.memberships);
    let known = known.map(|(siret, _, _)| *siret);
    let known: Vec<_> = known
        .chain(case.invitations.iter().map(|invitation| invitation.siret))
        .collect();
    for (siret, id) in organisations
        .iter()
        .filter(|(siret, _)| known.contains(siret))
    {
        on_pool!(database.writer().await?, pool =>
            sqlx::query("INSERT INTO organisations (id, siret) VALUES ($1, $2)")
                .bind(id).bind(siret).execute(&pool).await?.rows_affected());
    }
    for (index, account) in case.accounts.iter().enumerate() {
        on_pool!(database.writer().await?, pool =>
            sqlx::query(
                "INSERT INTO agents (id, sub, email, email_key, name, idp_id, first_login_at, last_login_at)
                 VALUES ($1, $2, $3, $3, $4, $5, $6, $6)")
                .bind(id(index)).bind(account.sub).bind(account.email).bind(NAME).bind(account.idp).bind(before)
                .execute(&pool).await?.rows_affected());
        for (siret, role, is_closed) in account.memberships {
            on_pool!(database.writer().await?, pool =>
                sqlx::query(
                    "INSERT INTO memberships (agent_id, organisation_id, role, blocked_at, last_login_at)
                     VALUES ($1, $2, $3, $4, $5)")
                    .bind(id(index)).bind(organisation(siret)).bind(role.name())
                    .bind(is_closed.then_some(before)).bind(before)
                    .execute(&pool).await?.rows_affected());
        }
    }
    for invitation in case.invitations {
        on_pool!(database.writer().await?, pool =>
            sqlx::query(
                "INSERT INTO invitations (organisation_id, email_key, role, invited_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5)")
                .bind(organisation(invitation.siret)).bind(invitation.email).bind(invitation.role.name())
                .bind(before).bind(now() + TimeDelta::hours(invitation.hours))
                .execute(&pool).await?.rows_affected());
    }
    for (alias, sub) in case.aliases {
        let index = case.accounts.iter().position(|account| account.sub == *sub);
        let agent: Uuid = id(index.unwrap());
        on_pool!(database.writer().await?, pool =>
            sqlx::query("INSERT INTO blocked_aliases (alias, agent_id) VALUES ($1, $2)")
                .bind(alias).bind(agent).execute(&pool).await?.rows_affected());
    }
    Ok(())
}

async fn execute(database: &Database, sql: &str) -> Result<(), DatabaseError> {
    on_pool!(database.writer().await?, pool => sqlx::query(sql).execute(&pool).await?.rows_affected());
    Ok(())
}
