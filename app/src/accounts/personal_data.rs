//! The data that are kept of an agent: what a command exports and erases, and what the page on personal data lists.

#![expect(
    clippy::disallowed_methods,
    reason = "an operator reads and erases the data of a person in every organisation"
)]

use super::directory::Account;
use crate::{
    database::{Database, DatabaseError},
    in_transaction, on_pool,
};
use chrono::{DateTime, SecondsFormat, Utc};
use proconnect::{Subject, web::AgentHash};
use serde_json::{Map, Value};
use sqlx::{Column, Row, TypeInfo};

/// Rows that are kept of an agent. A feature adds one for each of its tables.
pub struct Kept {
    /// The name in the export, and in the result of an erasure.
    pub name: &'static str,
    /// The value of `$1` in both statements.
    pub key: Key,
    /// The statement that reads the rows. Its columns are `TEXT`, `BIGINT`, `BOOLEAN` or `TIMESTAMPTZ`.
    pub select: &'static str,
    /// The statement that erases the rows; `None` where they stay without their author, by `ON DELETE SET NULL`.
    pub delete: Option<&'static str>,
}

/// The value by which rows are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `agents.id`.
    Agent,
    /// The address in lower case.
    Address,
    /// The hash of the `sub`, as in the audit trail.
    Hash,
}

/// Everything that the database keeps of an agent, in the order of the erasure. A row of the table `agents` is the last
/// one, because others refer to it.
pub static PERSONAL_DATA: &[Kept] = &[
    Kept {
        name: "access_decisions",
        key: Key::Hash,
        select: "SELECT decided_at, siret, verdict FROM access_decisions WHERE agent_hash = $1 ORDER BY decided_at",
        delete: Some("DELETE FROM access_decisions WHERE agent_hash = $1"),
    },
    Kept {
        name: "invitations",
        key: Key::Address,
        select: "SELECT siret, email_key, role, invited_at, expires_at FROM invitations
             JOIN organisations ON organisations.id = organisation_id WHERE email_key = $1 ORDER BY siret",
        delete: Some("DELETE FROM invitations WHERE email_key = $1"),
    },
    Kept {
        name: "memberships",
        key: Key::Agent,
        select: "SELECT siret, label, role, blocked_at, last_login_at FROM memberships
             JOIN organisations ON organisations.id = organisation_id WHERE agent_id = $1 ORDER BY siret",
        delete: Some("DELETE FROM memberships WHERE agent_id = $1"),
    },
    Kept {
        name: "blocked_aliases",
        key: Key::Agent,
        select: "SELECT alias FROM blocked_aliases WHERE agent_id = $1 ORDER BY alias",
        delete: Some("DELETE FROM blocked_aliases WHERE agent_id = $1"),
    },
    Kept {
        name: "service_requests",
        key: Key::Agent,
        select: "SELECT subject, siret, description, state, filed_at FROM service_requests
             WHERE agent_id = $1 ORDER BY filed_at",
        delete: None,
    },
    Kept {
        name: "service_request_events",
        key: Key::Agent,
        select: "SELECT state, reason, happened_at FROM service_request_events WHERE agent_id = $1 ORDER BY happened_at",
        delete: None,
    },
    Kept {
        name: "agents",
        key: Key::Agent,
        select: "SELECT sub, email, name, idp_id, first_login_at, last_login_at FROM agents WHERE id = $1",
        delete: Some("DELETE FROM agents WHERE id = $1"),
    },
];

/// The rows of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// As [`Kept::name`].
    pub name: &'static str,
    /// The number of rows that were deleted, or that have lost their author.
    pub rows: u64,
    /// Whether the rows were deleted.
    pub is_deleted: bool,
}

/// Reads the value of a column as JSON. SQLite has no type for booleans and times: the declared one decides.
macro_rules! column {
    ($row:expr, $column:expr) => {{
        let index = $column.ordinal();
        if $column.type_info().name().eq_ignore_ascii_case("BOOLEAN") {
            $row.try_get::<Option<bool>, _>(index).map(Value::from)
        } else if let Ok(number) = $row.try_get::<Option<i64>, _>(index) {
            Ok(number.into())
        } else if let Ok(at) = $row.try_get::<Option<DateTime<Utc>>, _>(index) {
            Ok(at
                .map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true))
                .into())
        } else {
            $row.try_get::<Option<String>, _>(index).map(Value::from)
        }
    }};
}

/// Runs a statement with the key of the account. An account without an address has no row by it.
macro_rules! with_key {
    ($query:expr, $key:expr, $account:expr, $hash:expr) => {
        match $key {
            Key::Agent => $query.bind($account.id),
            Key::Address => $query.bind($account.address.clone()),
            Key::Hash => $query.bind($hash.clone()),
        }
    };
}

/// Reads everything that is kept: an object with a list for each name.
///
/// # Errors
/// When the database does not answer.
pub async fn export(
    database: &Database,
    account: &Account,
) -> Result<Map<String, Value>, DatabaseError> {
    let hash = hash(account);
    let mut exported = Map::new();
    for kept in PERSONAL_DATA {
        let rows: Vec<Value> = on_pool!(database.reader().await?, pool => {
            let query = with_key!(sqlx::query(kept.select), kept.key, account, hash);
            let mut objects = Vec::new();
            for row in query.fetch_all(&pool).await? {
                let mut object = Map::new();
                for column in row.columns() {
                    object.insert(column.name().to_owned(), column!(row, column)?);
                }
                objects.push(Value::Object(object));
            }
            objects
        });
        exported.insert(kept.name.to_owned(), Value::Array(rows));
    }
    Ok(exported)
}

/// Erases everything that is kept, in one transaction.
///
/// # Errors
/// When the database does not answer: nothing is erased.
pub async fn forget(database: &Database, account: &Account) -> Result<Vec<Erased>, DatabaseError> {
    let hash = hash(account);
    let mut erased = Vec::new();
    let mut transaction = database.begin().await?;
    // As at a login of this agent.
    transaction.lock(&format!("agent:{}", account.sub)).await?;
    for kept in PERSONAL_DATA {
        let rows = in_transaction!(transaction, connection => match kept.delete {
            Some(delete) => with_key!(sqlx::query(delete), kept.key, account, hash)
                .execute(connection)
                .await?
                .rows_affected(),
            None => with_key!(sqlx::query(kept.select), kept.key, account, hash)
                .fetch_all(connection)
                .await?
                .len() as u64,
        });
        erased.push(Erased {
            name: kept.name,
            rows,
            is_deleted: kept.delete.is_some(),
        });
    }
    transaction.commit().await?;
    Ok(erased)
}

/// A subject that is no subject of the specification has no session and no decision.
fn hash(account: &Account) -> Option<String> {
    let sub = Subject::try_from(account.sub.clone()).ok()?;
    Some(AgentHash::of(&sub).as_str().to_owned())
}
