//! Rows in SQLite or `PostgreSQL`, in the tables of `server/migrations`.

#![expect(
    clippy::disallowed_methods,
    reason = "sessions belong to no organisation"
)]

use super::{
    Begun, FoundRow, IsNeedless, Purged, Renewal, Row, Rows, Sealed, TRIAL, outcome_of, word_of,
};
use crate::session_store::error::StoreError;
use app::{database::Database, in_transaction, on_pool};
use async_trait::async_trait;
use columns::{EndedColumns, FoundColumns, ended, found};
use proconnect::{
    Outcome,
    web::{EndedSession, Selection, SessionReference},
};

mod begin;
mod columns;
mod purge;

/// Rows in a database.
#[derive(Clone)]
pub struct SqlRows(pub Database);

/// The condition of a selection, and its values.
fn condition(which: &Selection) -> (&'static str, [&str; 2]) {
    match which {
        Selection::One(reference) => ("reference = $1 AND $2 = ''", [reference.as_str(), ""]),
        Selection::OneOf(agent, reference) => (
            "agent_hash = $1 AND reference = $2",
            [agent.as_str(), reference.as_str()],
        ),
        Selection::AllOf(agent) => ("agent_hash = $1 AND $2 = ''", [agent.as_str(), ""]),
        Selection::AllButOne(agent, reference) => (
            "agent_hash = $1 AND reference <> $2",
            [agent.as_str(), reference.as_str()],
        ),
        Selection::OfIssuerSession(session, None) => (
            "issuer_session_hash = $1 AND $2 = ''",
            [session.as_str(), ""],
        ),
        Selection::OfIssuerSession(session, Some(agent)) => (
            "issuer_session_hash = $1 AND agent_hash = $2",
            [session.as_str(), agent.as_str()],
        ),
        Selection::All => ("$1 = '' AND $2 = ''", ["", ""]),
    }
}

#[async_trait]
impl Rows for SqlRows {
    async fn begin(
        &self,
        row: &Row,
        cap: Option<u32>,
        is_needless: IsNeedless<'_>,
    ) -> Result<Begun, StoreError> {
        begin::begin(&self.0, row, cap, is_needless).await
    }

    async fn load(&self, reference: &SessionReference) -> Result<Option<Sealed>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> = on_pool!(self.0.reader().await?, pool =>
            sqlx::query_as("SELECT sealed_record, sealed_life FROM agent_sessions WHERE reference = $1")
                .bind(reference.as_str())
                .fetch_optional(&pool)
                .await)?;
        Ok(row.map(|(record, life)| Sealed { record, life }))
    }

    async fn save(&self, reference: &SessionReference, record: &[u8]) -> Result<(), StoreError> {
        on_pool!(self.0.writer().await?, pool =>
            sqlx::query("UPDATE agent_sessions SET sealed_record = $2 WHERE reference = $1")
                .bind(reference.as_str())
                .bind(record)
                .execute(&pool)
                .await
                .map(drop))?;
        Ok(())
    }

    async fn renew(
        &self,
        reference: &SessionReference,
        renewal: &Renewal,
    ) -> Result<(), StoreError> {
        on_pool!(self.0.writer().await?, pool =>
            sqlx::query("UPDATE agent_sessions SET sealed_life = $2, purge_at = $3 WHERE reference = $1")
                .bind(reference.as_str())
                .bind(renewal.life.as_slice())
                .bind(renewal.purge_at)
                .execute(&pool)
                .await
                .map(drop))?;
        let Some((old, new)) = &renewal.record else {
            return Ok(());
        };
        // Unless another request has saved a newer record meanwhile.
        on_pool!(self.0.writer().await?, pool =>
            sqlx::query("UPDATE agent_sessions SET sealed_record = $3
                         WHERE reference = $1 AND sealed_record = $2")
                .bind(reference.as_str())
                .bind(old.as_slice())
                .bind(new.as_slice())
                .execute(&pool)
                .await
                .map(drop))?;
        Ok(())
    }

    async fn end(
        &self,
        environment: &str,
        which: &Selection,
    ) -> Result<Vec<EndedSession>, StoreError> {
        let (condition, [first, second]) = condition(which);
        // One statement for a million rows would outlast every time limit.
        let statement = format!(
            "DELETE FROM agent_sessions WHERE reference IN
                (SELECT reference FROM agent_sessions
                 WHERE {condition} AND environment IN ($3, '') LIMIT 200)
             RETURNING reference, agent_hash"
        );
        let rows: Vec<EndedColumns> = on_pool!(self.0.writer().await?, pool =>
            sqlx::query_as(&statement)
                .bind(first)
                .bind(second)
                .bind(environment)
                .fetch_all(&pool)
                .await)?;
        Ok(ended(rows))
    }

    async fn list(
        &self,
        environment: &str,
        agent_hash: Option<&str>,
    ) -> Result<Vec<FoundRow>, StoreError> {
        let condition = match agent_hash {
            Some(_) => "agent_hash = $1",
            None => "$1 = ''",
        };
        let statement = format!(
            "SELECT reference, sealed_record, sealed_life FROM agent_sessions
             WHERE {condition} AND environment IN ($2, '')"
        );
        let rows: Vec<FoundColumns> = on_pool!(self.0.reader().await?, pool =>
            sqlx::query_as(&statement)
                .bind(agent_hash.unwrap_or_default())
                .bind(environment)
                .fetch_all(&pool)
                .await)?;
        Ok(found(rows))
    }

    async fn purge(&self, environment: &str, now: i64) -> Result<Purged, StoreError> {
        purge::purge(&self.0, environment, now).await
    }

    async fn use_attempt(&self, id: &str, now: i64, forget_at: i64) -> Result<bool, StoreError> {
        let _ = now;
        let written = on_pool!(self.0.writer().await?, pool =>
            sqlx::query("INSERT INTO used_login_attempts VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(id)
                .bind(word_of(Outcome::Pending))
                .bind(forget_at)
                .execute(&pool)
                .await
                .map(|done| done.rows_affected()))?;
        Ok(written > 0)
    }

    async fn end_attempt(&self, id: &str, outcome: Outcome) -> Result<(), StoreError> {
        on_pool!(self.0.writer().await?, pool =>
            sqlx::query("UPDATE used_login_attempts SET outcome = $2 WHERE attempt_id = $1")
                .bind(id)
                .bind(word_of(outcome))
                .execute(&pool)
                .await
                .map(drop))?;
        Ok(())
    }

    async fn attempt(&self, id: &str) -> Result<Option<Outcome>, StoreError> {
        let word: Option<String> = on_pool!(self.0.reader().await?, pool =>
            sqlx::query_scalar("SELECT outcome FROM used_login_attempts WHERE attempt_id = $1")
                .bind(id)
                .fetch_optional(&pool)
                .await)?;
        Ok(word.as_deref().map(outcome_of))
    }

    async fn try_to_write(&self) -> Result<(), StoreError> {
        let mut transaction = self.0.begin().await?;
        // No session has this name, which has no hexadecimal digit.
        let name = format!("trial {:016x}", rand::random::<u64>());
        // Random, as what a seal writes: `PostgreSQL` compresses zeros, which then need no room.
        let record: Vec<u8> = (0..TRIAL).map(|_| rand::random()).collect();
        in_transaction!(transaction, connection =>
            sqlx::query("INSERT INTO agent_sessions (reference, agent_hash, sealed_record, sealed_life, purge_at)
                         VALUES ($1, '', $2, $3, 0)")
                .bind(&name)
                .bind(&record)
                .bind(vec![0_u8; 64])
                .execute(connection)
                .await
                .map(drop))?;
        in_transaction!(transaction, connection =>
            sqlx::query("DELETE FROM agent_sessions WHERE reference = $1")
                .bind(&name)
                .execute(connection)
                .await
                .map(drop))?;
        Ok(transaction.commit().await?)
    }
}
