//! The beginning of a session, in one transaction.

#![expect(
    clippy::disallowed_methods,
    reason = "sessions belong to no organisation"
)]

use super::columns::{EndedColumns, FoundColumns, ended, found};
use crate::session_store::{
    error::StoreError,
    rows::{Begun, FoundRow, IsNeedless, Row, word_of},
};
use app::{
    database::{Database, Transaction},
    in_transaction,
};
use proconnect::{Outcome, web::EndedSession};

/// As [`Rows::begin`](crate::session_store::Rows::begin).
pub async fn begin(
    database: &Database,
    row: &Row,
    cap: Option<u32>,
    is_needless: IsNeedless<'_>,
) -> Result<Begun, StoreError> {
    let mut transaction = database.begin().await?;
    // Always in this order, so that two transactions do not wait for each other.
    transaction
        .lock(&format!("agent {}", row.agent_hash))
        .await?;
    let mut replaced = Vec::new();
    if let Some(browser) = &row.browser_hash {
        transaction.lock(&format!("browser {browser}")).await?;
        let found = of_browser(&mut transaction, &row.environment, browser).await?;
        if is_needless(&found) {
            return Ok(Begun::Before);
        }
        if !found.is_empty() {
            replaced = delete_of_browser(&mut transaction, &row.environment, browser).await?;
        }
    }
    let above_cap = match cap {
        Some(cap) => delete_above_cap(&mut transaction, row, cap).await?,
        None => Vec::new(),
    };
    insert(&mut transaction, row).await?;
    if let Some(attempt) = &row.attempt {
        record_success(&mut transaction, attempt).await?;
    }
    transaction.commit().await?;
    Ok(Begun::Now {
        replaced,
        above_cap,
    })
}

async fn of_browser(
    transaction: &mut Transaction,
    environment: &str,
    browser: &str,
) -> Result<Vec<FoundRow>, StoreError> {
    let rows: Vec<FoundColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "SELECT reference, sealed_record, sealed_life FROM agent_sessions
             WHERE browser_hash = $1 AND environment IN ($2, '')")
            .bind(browser)
            .bind(environment)
            .fetch_all(connection)
            .await)?;
    Ok(found(rows))
}

async fn delete_of_browser(
    transaction: &mut Transaction,
    environment: &str,
    browser: &str,
) -> Result<Vec<EndedSession>, StoreError> {
    let rows: Vec<EndedColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE browser_hash = $1 AND environment IN ($2, '')
             RETURNING reference, agent_hash")
            .bind(browser)
            .bind(environment)
            .fetch_all(connection)
            .await)?;
    Ok(ended(rows))
}

/// Leaves room for one more session of the agent. `purge_at` orders sessions by their last request.
async fn delete_above_cap(
    transaction: &mut Transaction,
    row: &Row,
    cap: u32,
) -> Result<Vec<EndedSession>, StoreError> {
    let rows: Vec<EndedColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE reference IN (
                SELECT reference FROM agent_sessions WHERE agent_hash = $1 AND environment IN ($3, '')
                ORDER BY purge_at DESC LIMIT 100000 OFFSET $2)
             RETURNING reference, agent_hash")
            .bind(&row.agent_hash)
            .bind(i64::from(cap.saturating_sub(1)))
            .bind(&row.environment)
            .fetch_all(connection)
            .await)?;
    Ok(ended(rows))
}

async fn insert(transaction: &mut Transaction, row: &Row) -> Result<(), StoreError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO agent_sessions (reference, agent_hash, issuer_session_hash, browser_hash,
                                         sealed_record, sealed_life, purge_at, environment)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(row.reference.as_str())
            .bind(&row.agent_hash)
            .bind(row.issuer_session_hash.as_deref())
            .bind(row.browser_hash.as_deref())
            .bind(row.sealed.record.as_slice())
            .bind(row.sealed.life.as_slice())
            .bind(row.purge_at)
            .bind(&row.environment)
            .execute(connection)
            .await
            .map(drop))?;
    Ok(())
}

/// In the session's own transaction: a login waits for the disk once.
async fn record_success(transaction: &mut Transaction, attempt: &str) -> Result<(), StoreError> {
    in_transaction!(*transaction, connection =>
        sqlx::query("UPDATE used_login_attempts SET outcome = $2 WHERE attempt_id = $1")
            .bind(attempt)
            .bind(word_of(Outcome::Succeeded))
            .execute(connection)
            .await
            .map(drop))?;
    Ok(())
}
