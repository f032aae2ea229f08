//! Rows in Redis or Valkey. Every operation that reads before it writes is one script, which Redis runs
//! alone. A cluster is not supported: a script reads keys that it finds in other keys.
//!
//! | key | content |
//! |---|---|
//! | `agent-sessions:row:REFERENCE` | a hash: record, life, agent, issuer session, browser, environment; expires a day after the session |
//! | `agent-sessions:ENVIRONMENT:all` | a sorted set: the references of all sessions, by `purge_at` |
//! | `agent-sessions:ENVIRONMENT:agent:HASH` | a sorted set: the references of the agent's sessions, by `purge_at` |
//! | `agent-sessions:ENVIRONMENT:issuer-session:HASH`, `agent-sessions:ENVIRONMENT:browser:HASH` | sets of references |
//! | `agent-sessions:attempt:ENVIRONMENT:ID` | the outcome of a used login attempt; expires with the attempt |
//!
//! A row without an environment, and indexes without one in their names, come from the version before this one.

use super::{Begun, FoundRow, IsNeedless, Purged, Renewal, Row, Rows, Sealed, outcome_of, word_of};
use crate::session_store::error::StoreError;
use async_trait::async_trait;
use keys::{ALL, BATCH, index, key, row_key};
use proconnect::{
    Outcome,
    web::{AgentHash, EndedSession, Selection, SessionReference},
};
use redis::AsyncTypedCommands;

mod begin;
mod connect;
mod keys;
mod reading;
mod scripts;
mod trial;

pub use reading::RedisRows;

#[async_trait]
impl Rows for RedisRows {
    async fn begin(
        &self,
        row: &Row,
        cap: Option<u32>,
        is_needless: IsNeedless<'_>,
    ) -> Result<Begun, StoreError> {
        begin::begin(self, row, cap, is_needless).await
    }

    async fn load(&self, reference: &SessionReference) -> Result<Option<Sealed>, StoreError> {
        self.read(reference).await
    }

    async fn save(&self, reference: &SessionReference, record: &[u8]) -> Result<(), StoreError> {
        let mut script = scripts::SAVE.prepare_invoke();
        let script = script.key(row_key(reference)).arg(record);
        Ok(script.invoke_async(&mut self.0.clone()).await?)
    }

    async fn renew(
        &self,
        reference: &SessionReference,
        renewal: &Renewal,
    ) -> Result<(), StoreError> {
        let (old, new) = match &renewal.record {
            Some((old, new)) => (old.as_slice(), new.as_slice()),
            None => (&[][..], &[][..]),
        };
        let mut script = scripts::RENEW.prepare_invoke();
        let script = script
            .key(row_key(reference))
            .arg(renewal.life.as_slice())
            .arg(renewal.purge_at)
            .arg(renewal.purge_at - renewal.written_at)
            .arg(old)
            .arg(new);
        Ok(script.invoke_async(&mut self.0.clone()).await?)
    }

    async fn end(
        &self,
        environment: &str,
        which: &Selection,
    ) -> Result<Vec<EndedSession>, StoreError> {
        let of_agent = match which {
            Selection::OneOf(agent, _) | Selection::OfIssuerSession(_, Some(agent)) => {
                agent.as_str()
            }
            _ => "",
        };
        let mut ended = Vec::new();
        for reference in self.selected(environment, which).await? {
            let mut script = scripts::END.prepare_invoke();
            let script = script
                .key(key("row", &reference))
                .arg(environment)
                .arg(of_agent);
            let agent: Option<String> = script.invoke_async(&mut self.0.clone()).await?;
            if let (Some(agent), Ok(reference)) = (agent, reference.parse()) {
                let agent = AgentHash::from_hash(agent);
                ended.push(EndedSession { reference, agent });
            }
        }
        Ok(ended)
    }

    async fn list(
        &self,
        environment: &str,
        agent_hash: Option<&str>,
    ) -> Result<Vec<FoundRow>, StoreError> {
        let name = agent_hash.map_or_else(|| ALL.to_owned(), |agent| index("agent", agent));
        let references = self.references(environment, &name, -1).await?;
        self.found(references).await
    }

    /// Redis itself deletes the used attempts, and, a day later, a row that was not purged.
    async fn purge(&self, environment: &str, now: i64) -> Result<Purged, StoreError> {
        let mut script = scripts::PURGE.prepare_invoke();
        let script = script.arg(environment).arg(now).arg(BATCH);
        let rows: Vec<(String, String, Vec<u8>)> = script.invoke_async(&mut self.0.clone()).await?;
        let is_done = rows.len() < BATCH;
        let read = |(reference, agent, life): (String, _, _)| {
            let reference = reference.parse().ok()?;
            let agent = AgentHash::from_hash(agent);
            Some((EndedSession { reference, agent }, life))
        };
        let sessions = rows.into_iter().filter_map(read).collect();
        Ok(Purged { sessions, is_done })
    }

    async fn use_attempt(&self, id: &str, now: i64, forget_at: i64) -> Result<bool, StoreError> {
        let lifetime = (forget_at - now).max(1);
        let mut set = redis::cmd("SET");
        let set = set
            .arg(key("attempt", id))
            .arg(word_of(Outcome::Pending))
            .arg("NX")
            .arg("EX")
            .arg(lifetime);
        let written: Option<String> = set.query_async(&mut self.0.clone()).await?;
        Ok(written.is_some())
    }

    async fn end_attempt(&self, id: &str, outcome: Outcome) -> Result<(), StoreError> {
        let mut set = redis::cmd("SET");
        let set = set
            .arg(key("attempt", id))
            .arg(word_of(outcome))
            .arg("XX")
            .arg("KEEPTTL");
        Ok(set.exec_async(&mut self.0.clone()).await?)
    }

    async fn attempt(&self, id: &str) -> Result<Option<Outcome>, StoreError> {
        let word = self.0.clone().get(key("attempt", id)).await?;
        Ok(word.as_deref().map(outcome_of))
    }

    async fn try_to_write(&self) -> Result<(), StoreError> {
        trial::try_to_write(&mut self.0.clone()).await
    }
}
