//! The operations of `tower-sessions`: create, save, load, delete.

use super::{AgentSessions, opened::Opened, record, renewal::Read, rows::Sealed, store::within};
use async_trait::async_trait;
use proconnect::web::{SESSION_END, Selection, SessionReference};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::Result,
};

#[async_trait]
impl SessionStore for AgentSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        Ok(self.begin(record).await?)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // After a login, the layer of `tower-sessions` saves once more the record that was just
        // created.
        if record::is_as_created(record) {
            return Ok(());
        }
        let reference = SessionReference::of(record.id);
        let sealed = self.seal_record(&reference, record)?;
        // An update, never an insert: a request that ends after a logout must not restore the
        // session.
        Ok(within("save", self.rows.save(&reference, &sealed)).await?)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let reference = SessionReference::of(*id);
        let Some(sealed) = within("load", self.rows.load(&reference)).await? else {
            return Ok(None);
        };
        let Some(opened) = self.unseal(&reference, &sealed) else {
            tracing::info!(
                "session ignored: it was sealed with another secret, or for another issuer, client or version"
            );
            return Ok(None);
        };
        if opened.life.end(self.now(), &self.lifetimes) <= self.now() {
            // The purge deletes it, and records its end: a clock that is ahead for a moment ends no session.
            return Ok(None);
        }
        Ok(Some(self.record_of(*id, reference, sealed, opened).await))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let one = Selection::One(SessionReference::of(*id));
        within("end", self.rows.end(&self.environment, &one)).await?;
        Ok(())
    }
}

impl AgentSessions {
    /// The record of a living session, renewed if it is time.
    async fn record_of(
        &self,
        id: Id,
        reference: SessionReference,
        sealed: Sealed,
        opened: Opened,
    ) -> Record {
        let mut record = Record {
            id,
            data: opened.data,
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let read = Read {
            reference,
            sealed_record: sealed.record,
            life: opened.life,
            by_previous: opened.by_previous,
        };
        let life = self.renew(read, &record).await;
        let end = life.end(self.now(), &self.lifetimes);
        record.data.insert(SESSION_END.to_owned(), end.into());
        record
    }
}
