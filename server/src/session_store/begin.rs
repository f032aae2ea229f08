//! The beginning of a session. A browser gets one session, even if it finishes several logins at
//! the same time.

use super::{
    AgentSessions,
    error::StoreError,
    life::Life,
    record,
    rows::{Begun, FoundRow, Row, Sealed},
    store::within,
};
use proconnect::web::{
    ALREADY_BEGUN, ATTEMPT_SUCCEEDED, AuditAction, Browser, EndedBy, SessionLabels,
    SessionReference,
};
use sha2::{Digest, Sha256};
use tower_sessions::session::{Id, Record};

impl AgentSessions {
    /// Writes the record as a new session, and deletes the browser's other ones. If the same login
    /// has just begun a session, writes nothing and marks the record.
    pub(super) async fn begin(&self, record: &mut Record) -> Result<(), StoreError> {
        // A new id, which nobody can have seen before the login.
        let id = Id::default();
        let labels = SessionLabels::of(&record.data);
        let browser = labels.as_ref().and_then(|labels| labels.browser.clone());
        let row = self.row_of(id, record, labels)?;
        let now = self.now();
        let is_needless = |rows: &[FoundRow]| {
            let of_browser = browser.as_ref();
            of_browser.is_some_and(|browser| self.has_begun(browser, rows, now))
        };
        match within("begin", self.rows.begin(&row, self.cap, &is_needless)).await? {
            Begun::Before => record.data = [(ALREADY_BEGUN.to_owned(), true.into())].into(),
            Begun::Now {
                replaced,
                above_cap,
            } => {
                record.id = id;
                record::mark_created(record);
                if row.attempt.is_some() {
                    record
                        .data
                        .insert(ATTEMPT_SUCCEEDED.to_owned(), true.into());
                }
                for (by, ended) in [(EndedBy::NewLogin, replaced), (EndedBy::Cap, above_cap)] {
                    let action = AuditAction::SessionEnded(by);
                    for ended in ended {
                        self.record(action, ended);
                    }
                }
            }
        }
        Ok(())
    }

    fn row_of(
        &self,
        id: Id,
        record: &Record,
        labels: Option<SessionLabels>,
    ) -> Result<Row, StoreError> {
        let reference = SessionReference::of(id);
        let life = Life::beginning(self.now(), &self.lifetimes);
        let sealed = Sealed {
            record: self.seal_record(&reference, record)?,
            life: self.seal_life(&reference, life)?,
        };
        let (agent, issuer_session, browser, attempt) = match labels {
            Some(of) => {
                let agent = of.agent.as_str().to_owned();
                (agent, of.issuer_session, of.browser, of.attempt)
            }
            None => Default::default(),
        };
        Ok(Row {
            reference,
            environment: self.environment.to_string(),
            attempt: attempt.map(|id| self.attempt(&id)),
            agent_hash: agent,
            issuer_session_hash: issuer_session.map(|hash| hash.as_str().to_owned()),
            browser_hash: browser.map(|browser| hash(&browser.id)),
            sealed,
            written_at: life.begun_at,
            purge_at: life.purge_at(),
        })
    }

    /// True when the browser has a living session of the same login, which began while this one was
    /// under way.
    fn has_begun(&self, browser: &Browser, rows: &[FoundRow], now: i64) -> bool {
        rows.iter().any(|row| {
            let Some(opened) = self.unseal(&row.reference, &row.sealed) else {
                return false;
            };
            let other = SessionLabels::of(&opened.data).and_then(|labels| labels.browser);
            opened.life.end(now, &self.lifetimes) > now
                && other
                    .is_some_and(|other| browser.has_just_begun(&other, opened.life.begun_at, now))
        })
    }
}

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}
