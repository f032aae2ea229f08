//! The beginning of a session, in one transaction.

use super::columns::{EndedColumns, FoundColumns, ended, found};
use crate::session_store::{
    error::StoreError,
    rows::{Begun, FoundRow, IsNeedless, Row},
};
use app::{
    database::{Database, Transaction},
    in_transaction,
};
use proconnect::web::EndedSession;

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
        if is_needless(&of_browser(&mut transaction, browser).await?) {
            return Ok(Begun::Before);
        }
        replaced = delete_of_browser(&mut transaction, browser).await?;
    }
    let above_cap = match cap {
        Some(cap) => delete_above_cap(&mut transaction, &row.agent_hash, cap).await?,
        None => Vec::new(),
    };
    insert(&mut transaction, row).await?;
    transaction.commit().await?;
    Ok(Begun::Now {
        replaced,
        above_cap,
    })
}

async fn of_browser(
    transaction: &mut Transaction,
    browser: &str,
) -> Result<Vec<FoundRow>, StoreError> {
    let rows: Vec<FoundColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "SELECT reference, sealed_record, sealed_life FROM agent_sessions WHERE browser_hash = $1")
            .bind(browser)
            .fetch_all(connection)
            .await)?;
    Ok(found(rows))
}

async fn delete_of_browser(
    transaction: &mut Transaction,
    browser: &str,
) -> Result<Vec<EndedSession>, StoreError> {
    let rows: Vec<EndedColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE browser_hash = $1 RETURNING reference, agent_hash")
            .bind(browser)
            .fetch_all(connection)
            .await)?;
    Ok(ended(rows))
}

/// Leaves room for one more session of the agent. `purge_at` orders sessions by their last request.
async fn delete_above_cap(
    transaction: &mut Transaction,
    agent: &str,
    cap: u32,
) -> Result<Vec<EndedSession>, StoreError> {
    let rows: Vec<EndedColumns> = in_transaction!(*transaction, connection =>
        sqlx::query_as(
            "DELETE FROM agent_sessions WHERE reference IN (
                SELECT reference FROM agent_sessions WHERE agent_hash = $1
                ORDER BY purge_at DESC LIMIT 100000 OFFSET $2)
             RETURNING reference, agent_hash")
            .bind(agent)
            .bind(i64::from(cap.saturating_sub(1)))
            .fetch_all(connection)
            .await)?;
    Ok(ended(rows))
}

async fn insert(transaction: &mut Transaction, row: &Row) -> Result<(), StoreError> {
    in_transaction!(*transaction, connection =>
        sqlx::query(
            "INSERT INTO agent_sessions (reference, agent_hash, issuer_session_hash, browser_hash,
                                         sealed_record, sealed_life, purge_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(row.reference.as_str())
            .bind(&row.agent_hash)
            .bind(row.issuer_session_hash.as_deref())
            .bind(row.browser_hash.as_deref())
            .bind(row.sealed.record.as_slice())
            .bind(row.sealed.life.as_slice())
            .bind(row.purge_at)
            .execute(connection)
            .await
            .map(drop))?;
    Ok(())
}
