//! The scope of a request: the agent, the organisation of their session, and their role in it.
//!
//! Every function that reads or writes the team's data takes a scope as its first argument, and its statements name
//! [`Scope::organisation`](crate::accounts::scope::Scope::organisation). There is no other way to the data: the database
//! is in no context, and its methods are disallowed in `clippy.toml`.

#![expect(
    clippy::disallowed_methods,
    reason = "the scope is the way to the database"
)]

use super::membership_role::MembershipRole;
use crate::{
    agent::Agent,
    database::{Database, DatabaseError, Pool, Transaction},
    on_pool,
};
use axum::extract::FromRequestParts;
use chrono::{DateTime, Utc};
use http::request::Parts;
use proconnect::{
    error::{AccessError, Refusal, SessionError},
    web::Refused,
};
use uuid::Uuid;

/// The agent, the organisation of their session, and their role in it. Only [`Scope::of`] makes one.
///
/// ```compile_fail
/// use app::accounts::scope::Scope;
/// fn forged(scope: Scope) -> Scope {
///     Scope { role: app::accounts::membership_role::MembershipRole::Administrator, ..scope }
/// }
/// ```
#[derive(Clone)]
pub struct Scope {
    agent: Agent,
    agent_id: Uuid,
    organisation: Organisation,
    role: MembershipRole,
    database: Database,
}

/// An organisation: an establishment, by its SIRET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The key of the data of this organisation.
    pub id: Uuid,
    /// The establishment, 14 digits.
    pub siret: String,
    /// The establishment's name, for display only.
    pub label: Option<String>,
}

impl Scope {
    /// Reads the rights of the agent, as they are now. A role that was taken away has no effect any more.
    ///
    /// # Errors
    /// When the agent is no member of the organisation of their session, or the database does not answer.
    pub async fn of(agent: Agent, database: Database) -> Result<Self, Refusal> {
        type Row = (Uuid, Uuid, Option<String>, String, Option<DateTime<Utc>>);
        let siret = agent.siret.clone().ok_or(AccessError::MembershipMissing)?;
        let statement = "SELECT agents.id, organisations.id, organisations.label, role, blocked_at
             FROM agents
             JOIN memberships ON memberships.agent_id = agents.id
             JOIN organisations ON organisations.id = memberships.organisation_id
             WHERE agents.sub = $1 AND organisations.siret = $2";
        let read = async {
            let row: Option<Row> = on_pool!(database.reader().await?, pool =>
                sqlx::query_as(statement)
                    .bind(&agent.sub)
                    .bind(&siret)
                    .fetch_optional(&pool)
                    .await?);
            Ok::<_, DatabaseError>(row)
        };
        let row = read.await.map_err(|error| {
            tracing::error!(%error, "the rights of an agent cannot be read");
            SessionError::Unavailable
        })?;
        let (agent_id, id, label, role, blocked_at) = row.ok_or(AccessError::MembershipMissing)?;
        if blocked_at.is_some() {
            return Err(AccessError::Blocked.into());
        }
        Ok(Self {
            agent,
            agent_id,
            organisation: Organisation { id, siret, label },
            role: MembershipRole::from_name(&role).ok_or(AccessError::MembershipMissing)?,
            database,
        })
    }

    /// The signed-in agent.
    #[must_use]
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// The key of the agent's own data.
    #[must_use]
    pub fn agent_id(&self) -> Uuid {
        self.agent_id
    }

    /// The organisation of the session.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// The role in that organisation.
    #[must_use]
    pub fn role(&self) -> MembershipRole {
        self.role
    }

    /// Whether the agent is an administrator of the organisation.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.role == MembershipRole::Administrator
    }

    /// Returns the statement, which must name the organisation: a test that runs another one fails.
    #[must_use]
    pub fn checked<'s>(&self, statement: &'s str) -> &'s str {
        debug_assert!(statement.contains("organisation_id"), "{statement}");
        statement
    }

    /// As [`Database::reader`].
    ///
    /// # Errors
    /// As there.
    pub async fn reader(&self) -> Result<Pool, DatabaseError> {
        self.database.reader().await
    }

    /// As [`Database::writer`].
    ///
    /// # Errors
    /// As there.
    pub async fn writer(&self) -> Result<Pool, DatabaseError> {
        self.database.writer().await
    }

    /// As [`Database::begin`].
    ///
    /// # Errors
    /// As there.
    pub async fn begin(&self) -> Result<Transaction, DatabaseError> {
        self.database.begin().await
    }
}

/// Reads rows of the organisation of a scope, whose key is the first value of the statement:
/// `rows_of!(scope, "SELECT title FROM requests WHERE organisation_id = $1 AND id = $2", id)`.
///
/// The statement is not kept: PostgreSQL plans each call with its values. A plan for any values supposes that a range
/// holds few rows, and sorts them, where an index has them in order.
#[macro_export]
macro_rules! rows_of {
    ($scope:expr, $statement:expr $(, $value:expr)*) => {
        $crate::on_pool!($scope.reader().await?, pool =>
            sqlx::query_as($scope.checked($statement))
                .persistent(false)
                .bind($scope.organisation().id)
                $(.bind($value))*
                .fetch_all(&pool)
                .await?)
    };
}

/// Writes rows of the organisation of a scope in a transaction, as [`rows_of!`] reads them. Returns the number of rows.
#[macro_export]
macro_rules! write_of {
    ($scope:expr, $transaction:expr, $statement:expr $(, $value:expr)*) => {
        $crate::in_transaction!($transaction, connection =>
            sqlx::query($scope.checked($statement))
                .bind($scope.organisation().id)
                $(.bind($value))*
                .execute(connection)
                .await?
                .rows_affected())
    };
}

/// A layer of the server has inserted the scope into the request's extensions, where the table of access requires a
/// membership.
impl<S: Send + Sync> FromRequestParts<S> for Scope {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let scope = parts.extensions.get::<Self>().cloned();
        scope.ok_or_else(|| AccessError::MembershipMissing.into())
    }
}
