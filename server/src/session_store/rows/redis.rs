//! Rows in Redis or Valkey. Every operation that reads before it writes is one script, which Redis runs
//! alone. A cluster is not supported: a script reads keys that it finds in other keys.
//!
//! | key | content |
//! |---|---|
//! | `agent-sessions:row:REFERENCE` | a hash: record, life, agent, issuer session, browser; expires with the session |
//! | `agent-sessions:agent:HASH` | a sorted set: the references of the agent's sessions, by `purge_at` |
//! | `agent-sessions:issuer-session:HASH`, `agent-sessions:browser:HASH` | sets of references |
//! | `agent-sessions:attempt:ID` | the outcome of a used login attempt; expires with the attempt |

use super::{
    Begun, FoundRow, IsNeedless, Purged, Renewal, Row, Rows, Sealed, TRIAL, outcome_of, word_of,
};
use crate::session_store::error::StoreError;
use async_trait::async_trait;
use proconnect::{
    Outcome,
    web::{AgentHash, EndedSession, Selection, SessionReference},
};
use redis::{AsyncTypedCommands, aio::ConnectionManager};

mod begin;
mod connect;
mod scripts;
mod trial;

/// Rows in Redis. A clone shares the connection.
#[derive(Clone)]
pub struct RedisRows(ConnectionManager);

fn key(kind: &str, name: &str) -> String {
    format!("agent-sessions:{kind}:{name}")
}

fn row_key(reference: &SessionReference) -> String {
    key("row", reference.as_str())
}

/// The sealed columns, where the row exists.
type Columns = (Option<Vec<u8>>, Option<Vec<u8>>);

fn sealed((record, life): Columns) -> Option<Sealed> {
    Some(Sealed {
        record: record?,
        life: life?,
    })
}

impl RedisRows {
    async fn found(&self, references: Vec<String>) -> Result<Vec<FoundRow>, StoreError> {
        let mut found = Vec::new();
        for reference in references {
            let Ok(reference) = reference.parse() else {
                continue;
            };
            if let Some(sealed) = self.load(&reference).await? {
                found.push(FoundRow { reference, sealed });
            }
        }
        Ok(found)
    }

    /// The references of all rows.
    async fn all(&self) -> Result<Vec<String>, StoreError> {
        let prefix = key("row", "");
        let mut connection = self.0.clone();
        let mut names = Vec::new();
        let mut keys = connection
            .scan_match::<_, String>(format!("{prefix}*"))
            .await?;
        while let Some(name) = keys.next_item().await {
            names.extend(name?.strip_prefix(&prefix).map(str::to_owned));
        }
        Ok(names)
    }

    /// The references of the selected rows.
    async fn selected(&self, which: &Selection) -> Result<Vec<String>, StoreError> {
        let mut connection = self.0.clone();
        Ok(match which {
            Selection::One(reference) | Selection::OneOf(_, reference) => {
                vec![reference.as_str().to_owned()]
            }
            Selection::AllOf(agent) => {
                connection
                    .zrange(key("agent", agent.as_str()), 0, -1)
                    .await?
            }
            Selection::AllButOne(agent, but) => {
                let mut all = connection
                    .zrange(key("agent", agent.as_str()), 0, -1)
                    .await?;
                all.retain(|reference| reference != but.as_str());
                all
            }
            Selection::OfIssuerSession(session) => {
                let members = connection.smembers(key("issuer-session", session.as_str()));
                members.await?.into_iter().collect()
            }
            Selection::All => self.all().await?,
        })
    }
}

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
        let mut read = redis::cmd("HMGET");
        let read = read.arg(row_key(reference)).arg("record").arg("life");
        let columns: Columns = read.query_async(&mut self.0.clone()).await?;
        Ok(sealed(columns))
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

    async fn end(&self, which: &Selection) -> Result<Vec<EndedSession>, StoreError> {
        let of_agent = match which {
            Selection::OneOf(agent, _) => agent.as_str(),
            _ => "",
        };
        let mut ended = Vec::new();
        for reference in self.selected(which).await? {
            let mut script = scripts::END.prepare_invoke();
            let script = script.key(key("row", &reference)).arg(of_agent);
            let agent: Option<String> = script.invoke_async(&mut self.0.clone()).await?;
            if let (Some(agent), Ok(reference)) = (agent, reference.parse()) {
                let agent = AgentHash::from_hash(agent);
                ended.push(EndedSession { reference, agent });
            }
        }
        Ok(ended)
    }

    async fn list(&self, agent_hash: Option<&str>) -> Result<Vec<FoundRow>, StoreError> {
        let which = match agent_hash {
            Some(agent) => Selection::AllOf(AgentHash::from_hash(agent.to_owned())),
            None => Selection::All,
        };
        self.found(self.selected(&which).await?).await
    }

    /// Redis deletes what has expired.
    async fn purge(&self, _: i64) -> Result<Purged, StoreError> {
        Ok(Purged {
            count: 0,
            is_done: true,
        })
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
