//! The beginning of a session. A browser gets one session, even if it finishes several logins at
//! the same time.

use super::{
    SqliteSessionStore, error::backend, life::Life, record, seal::Column, store::hash, transaction,
};
use proconnect::web::{ALREADY_BEGUN, Browser, SessionLabels};
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use tower_sessions::{
    session::{Id, Record},
    session_store::Result,
};

impl SqliteSessionStore {
    /// Writes the record as a new session, and deletes the browser's other ones. If the same login
    /// has just begun a session, writes nothing and marks the record.
    pub(super) async fn begin(&self, record: &mut Record) -> Result<()> {
        let browser = SessionLabels::of(&record.data).and_then(|labels| labels.browser);
        let browser_hash = browser
            .as_ref()
            .map(|browser| Sha256::digest(&browser.id).to_vec());
        let writer = &self.database.connections().await?.writer;
        let mut transaction = transaction::begin(writer).await.map_err(backend)?;
        if let (Some(browser), Some(browser_hash)) = (&browser, &browser_hash) {
            if self
                .has_begun(&mut transaction, browser, browser_hash)
                .await?
            {
                record.data = [(ALREADY_BEGUN.to_owned(), true.into())].into();
                return Ok(());
            }
            sqlx::query("DELETE FROM sessions WHERE browser_hash = ?1")
                .bind(browser_hash)
                .execute(&mut *transaction)
                .await
                .map_err(backend)?;
        }
        // A new id, which nobody can have seen before the login.
        record.id = Id::default();
        let hash = hash(record.id);
        let life = Life::beginning(self.now(), &self.lifetimes);
        sqlx::query("INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(hash.as_slice())
            .bind(self.seal_record(&hash, record)?)
            .bind(self.seal.close(&hash, Column::Life, &life.to_bytes())?)
            .bind(browser_hash)
            .bind(life.purge_at())
            .execute(&mut *transaction)
            .await
            .map_err(backend)?;
        transaction::commit(transaction).await.map_err(backend)?;
        record::mark_created(record);
        Ok(())
    }

    /// True when the browser has a living session of the same login, which began while this one was
    /// under way.
    async fn has_begun(
        &self,
        connection: &mut SqliteConnection,
        browser: &Browser,
        browser_hash: &[u8],
    ) -> Result<bool> {
        let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = sqlx::query_as(
            "SELECT id_hash, sealed_record, sealed_life FROM sessions WHERE browser_hash = ?1",
        )
        .bind(browser_hash)
        .fetch_all(connection)
        .await
        .map_err(backend)?;
        let now = self.now();
        Ok(rows.iter().any(|(hash, sealed_record, sealed_life)| {
            let Some((data, life, _)) = self.unseal(hash, sealed_record, sealed_life) else {
                return false;
            };
            let other = SessionLabels::of(&data).and_then(|labels| labels.browser);
            life.end(now, &self.lifetimes) > now
                && other.is_some_and(|other| browser.has_just_begun(&other, life.begun_at, now))
        }))
    }
}
