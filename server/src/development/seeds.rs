//! Data for demonstration, in an empty database of a development build whose issuer is the mock: agents of the mock in
//! their organisations, an invitation, and requests with their history.

#![expect(
    clippy::disallowed_methods,
    reason = "the data are of several organisations, and no request has a scope for them"
)]

mod people;
mod requests;

use app::{
    database::{Database, DatabaseError},
    in_transaction, on_pool,
};
use chrono::{DateTime, Utc};

/// The rows that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planted {
    /// Agents.
    pub agents: usize,
    /// Requests; none where the feature was removed.
    pub requests: usize,
}

/// Writes the data if the database knows no agent. `claim` returns the text of a claim of an agent of the mock. Returns
/// `None` where the database has agents.
///
/// # Errors
/// When the database does not answer: nothing is written.
pub async fn plant(
    database: &Database,
    claim: impl Fn(&str, &str) -> Option<String>,
    now: DateTime<Utc>,
) -> Result<Option<Planted>, DatabaseError> {
    let has_requests = has_requests(database).await?;
    let mut transaction = database.begin().await?;
    transaction.lock("seeds").await?;
    let known: i64 = in_transaction!(transaction, connection =>
        sqlx::query_scalar("SELECT count(*) FROM agents").fetch_one(connection).await?);
    if known > 0 {
        return Ok(None);
    }
    let people = people::write(&mut transaction, &claim, now).await?;
    let requests = if has_requests {
        requests::write(&mut transaction, &people, now).await?
    } else {
        0
    };
    transaction.commit().await?;
    let agents = people.agents.len();
    Ok(Some(Planted { agents, requests }))
}

/// Whether the tables of the worked feature are there.
async fn has_requests(database: &Database) -> Result<bool, DatabaseError> {
    let count = async {
        let count: i64 = on_pool!(database.reader().await?, pool =>
            sqlx::query_scalar("SELECT count(*) FROM service_requests").fetch_one(&pool).await?);
        Ok(count)
    };
    match count.await {
        Ok(_) => Ok(true),
        Err(DatabaseError::TableMissing) => Ok(false),
        Err(error) => Err(error),
    }
}
