//! Reads rows, and finds them by their agent or by the session of the issuer.

use super::keys::{ALL, index, indexes, row_key};
use crate::session_store::{
    error::StoreError,
    rows::{FoundRow, Sealed},
};
use proconnect::web::{AgentHash, Selection, SessionReference};
use redis::{AsyncTypedCommands, aio::ConnectionManager};

/// The index of the last reference that is read at a time. Each costs an exchange with the server.
const SOME: isize = 49;

/// Rows in Redis. A clone shares the connection.
#[derive(Clone)]
pub struct RedisRows(pub(super) ConnectionManager);

/// The sealed columns, where the row exists.
type Columns = (Option<Vec<u8>>, Option<Vec<u8>>);

fn sealed((record, life): Columns) -> Option<Sealed> {
    Some(Sealed {
        record: record?,
        life: life?,
    })
}

impl RedisRows {
    /// Reads a row.
    pub(super) async fn read(
        &self,
        reference: &SessionReference,
    ) -> Result<Option<Sealed>, StoreError> {
        let mut read = redis::cmd("HMGET");
        let read = read.arg(row_key(reference)).arg("record").arg("life");
        let columns: Columns = read.query_async(&mut self.0.clone()).await?;
        Ok(sealed(columns))
    }

    /// Reads the rows that exist.
    pub(super) async fn found(&self, references: Vec<String>) -> Result<Vec<FoundRow>, StoreError> {
        let mut found = Vec::new();
        for reference in references {
            let Ok(reference) = reference.parse() else {
                continue;
            };
            if let Some(sealed) = self.read(&reference).await? {
                found.push(FoundRow { reference, sealed });
            }
        }
        Ok(found)
    }

    /// References in a sorted index, the last to end first, so that a reference that outlived its row comes last.
    /// `last` is the index of the last one that is read.
    pub(super) async fn references(
        &self,
        environment: &str,
        name: &str,
        last: isize,
    ) -> Result<Vec<String>, StoreError> {
        let mut references = Vec::new();
        for index in indexes(environment, name) {
            references.extend(self.0.clone().zrevrange(index, 0, last).await?);
        }
        Ok(references)
    }

    /// References of selected rows: of several, some at a time.
    pub(super) async fn selected(
        &self,
        environment: &str,
        which: &Selection,
    ) -> Result<Vec<String>, StoreError> {
        let of_agent = |agent: &AgentHash| index("agent", agent.as_str());
        match which {
            Selection::One(reference) | Selection::OneOf(_, reference) => {
                Ok(vec![reference.as_str().to_owned()])
            }
            Selection::AllOf(agent) => self.references(environment, &of_agent(agent), SOME).await,
            Selection::AllButOne(agent, but) => {
                let mut all = self.references(environment, &of_agent(agent), SOME).await?;
                all.retain(|reference| reference != but.as_str());
                Ok(all)
            }
            Selection::OfIssuerSession(session, _) => {
                let name = index("issuer-session", session.as_str());
                let keys = indexes(environment, &name).to_vec();
                Ok(self.0.clone().sunion(keys).await?.into_iter().collect())
            }
            Selection::All => self.references(environment, ALL, SOME).await,
        }
    }
}
