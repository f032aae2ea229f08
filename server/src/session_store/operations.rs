//! The operations of `tower-sessions`: create, save, load, delete.

use super::{SqliteSessionStore, error::backend, record, renewal::Row, store::hash};
use async_trait::async_trait;
use proconnect::web::SESSION_END;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::Result,
};

#[async_trait]
impl SessionStore for SqliteSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.begin(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // After a login, the layer of `tower-sessions` saves once more the record that was just
        // created.
        if record::is_as_created(record) {
            return Ok(());
        }
        let hash = hash(record.id);
        let sealed = self.seal_record(&hash, record)?;
        // An update, never an insert: a request that ends after a logout must not restore the
        // session.
        sqlx::query("UPDATE sessions SET sealed_record = ?2 WHERE id_hash = ?1")
            .bind(hash.as_slice())
            .bind(sealed)
            .execute(&self.database.connections().await?.writer)
            .await
            .map(drop)
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let hash = hash(*id);
        let connections = self.database.connections().await?;
        let row: Option<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT sealed_record, sealed_life FROM sessions WHERE id_hash = ?1")
                .bind(hash.as_slice())
                .fetch_optional(&connections.readers)
                .await
                .map_err(backend)?;
        let Some((sealed_record, sealed_life)) = row else {
            return Ok(None);
        };
        let Some((data, life, by_previous)) = self.unseal(&hash, &sealed_record, &sealed_life)
        else {
            tracing::info!(
                "session ignored: it was sealed with another secret, or for another issuer, client or version"
            );
            return Ok(None);
        };
        if life.end(self.now(), &self.lifetimes) <= self.now() {
            return Ok(None);
        }
        let mut record = Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::UNIX_EPOCH,
        };
        let row = Row {
            hash,
            sealed_record,
            life,
            by_previous,
        };
        let life = self.renew(&row, &record).await;
        let end = life.end(self.now(), &self.lifetimes);
        record.data.insert(SESSION_END.to_owned(), end.into());
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE id_hash = ?1")
            .bind(hash(*id).as_slice())
            .execute(&self.database.connections().await?.writer)
            .await
            .map(drop)
            .map_err(backend)
    }
}
