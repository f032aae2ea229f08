//! Reads rows, and finds them by their agent or by the session of the issuer.

use super::keys::{ALL, key, row_key};

use crate::session_store::{
    error::StoreError,
    rows::{FoundRow, Sealed},
};
use proconnect::web::{Selection, SessionReference};
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

    /// References of selected rows: of several, some at a time. The last to end comes first, so that a
    /// reference that outlived its row comes last.
    pub(super) async fn selected(&self, which: &Selection) -> Result<Vec<String>, StoreError> {
        let mut connection = self.0.clone();
        Ok(match which {
            Selection::One(reference) | Selection::OneOf(_, reference) => {
                vec![reference.as_str().to_owned()]
            }
            Selection::AllOf(agent) => {
                connection
                    .zrevrange(key("agent", agent.as_str()), 0, SOME)
                    .await?
            }
            Selection::AllButOne(agent, but) => {
                let mut all = connection
                    .zrevrange(key("agent", agent.as_str()), 0, SOME)
                    .await?;
                all.retain(|reference| reference != but.as_str());
                all
            }
            Selection::OfIssuerSession(session, _) => {
                let members = connection.smembers(key("issuer-session", session.as_str()));
                members.await?.into_iter().collect()
            }
            Selection::All => connection.zrevrange(ALL, 0, SOME).await?,
        })
    }
}
