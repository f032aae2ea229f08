//! The rows of a store: what SQL and Redis must each be able to do. Sealing, lifetimes and the rules about
//! sessions are in the files beside, once for both.

use super::error::StoreError;
use async_trait::async_trait;
use proconnect::{
    Outcome,
    web::{EndedSession, Selection, SessionReference},
};

pub mod redis;
pub mod sql;

/// The size of the row of [`Rows::try_to_write`], in bytes: more than a session takes, so that the store does not
/// count as ready when a trial fits into a gap that a session does not.
pub const TRIAL: usize = 4096;

/// A session at rest. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name of the session, by which the row is found.
    pub reference: SessionReference,
    /// The name of the issuer and client.
    pub environment: String,
    /// The used attempt that the session comes from.
    pub attempt: Option<String>,
    /// The hash of the agent's `sub`.
    pub agent_hash: String,
    /// The hash of the issuer's `sid`.
    pub issuer_session_hash: Option<String>,
    /// The hash of the browser's name.
    pub browser_hash: Option<String>,
    /// The sealed columns.
    pub sealed: Sealed,
    /// When the row is written.
    pub written_at: i64,
    /// When the purge may delete the row.
    pub purge_at: i64,
}

/// The sealed columns of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The session's data.
    pub record: Vec<u8>,
    /// The session's times.
    pub life: Vec<u8>,
}

/// A row, as a list reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// The name of the session.
    pub reference: SessionReference,
    /// The sealed columns.
    pub sealed: Sealed,
}

/// A renewal of a session.
pub struct Renewal {
    /// The sealed times.
    pub life: Vec<u8>,
    /// When the renewal is written.
    pub written_at: i64,
    /// When the purge may delete the row.
    pub purge_at: i64,
    /// The record as it was read, and as it replaces that one: after a rotation of the secret.
    pub record: Option<(Vec<u8>, Vec<u8>)>,
}

/// Whether the rows of a browser make a new session needless.
pub type IsNeedless<'a> = &'a (dyn Fn(&[FoundRow]) -> bool + Send + Sync);

/// The outcome of [`Rows::begin`].
#[derive(Debug, PartialEq, Eq)]
pub enum Begun {
    /// The row was written. The sessions that it replaces were deleted: those of the same browser, and
    /// those above the cap of the agent.
    Now {
        /// The sessions of the same browser.
        replaced: Vec<EndedSession>,
        /// The sessions above the cap.
        above_cap: Vec<EndedSession>,
    },
    /// The rows of the browser made it needless: nothing was written.
    Before,
}

/// A place for rows. Every operation is atomic, and ends in time. Rows whose environment is empty come from the
/// version before this one, and belong to every environment.
#[async_trait]
pub trait Rows: Send + Sync + 'static {
    /// Writes a new row and the success of its attempt, unless `is_needless` returns true for the rows of the same browser. Deletes these,
    /// and the agent's least recently seen rows so that `cap` remain. Two beginnings of one browser or of
    /// one agent run one after the other.
    async fn begin(
        &self,
        row: &Row,
        cap: Option<u32>,
        is_needless: IsNeedless<'_>,
    ) -> Result<Begun, StoreError>;

    /// Reads a row.
    async fn load(&self, reference: &SessionReference) -> Result<Option<Sealed>, StoreError>;

    /// Replaces the record of a row that exists. Never creates a row.
    async fn save(&self, reference: &SessionReference, record: &[u8]) -> Result<(), StoreError>;

    /// Renews a row that exists. Never creates a row.
    async fn renew(
        &self,
        reference: &SessionReference,
        renewal: &Renewal,
    ) -> Result<(), StoreError>;

    /// Deletes selected rows of an environment, and returns them: of several, some hundreds at a time, none when none is left.
    async fn end(
        &self,
        environment: &str,
        which: &Selection,
    ) -> Result<Vec<EndedSession>, StoreError>;

    /// Reads the rows of an agent of an environment, or all of the environment.
    async fn list(
        &self,
        environment: &str,
        agent_hash: Option<&str>,
    ) -> Result<Vec<FoundRow>, StoreError>;

    /// Deletes some of the environment's rows that may be deleted at `now`. Of several replicas, one gets each
    /// row. A row of another environment is left to its own replicas for a day.
    async fn purge(&self, environment: &str, now: i64) -> Result<Purged, StoreError>;

    /// Records the use of a login attempt until `forget_at`. Returns false if it was recorded before.
    async fn use_attempt(&self, id: &str, now: i64, forget_at: i64) -> Result<bool, StoreError>;

    /// Records the outcome of a used attempt.
    async fn end_attempt(&self, id: &str, outcome: Outcome) -> Result<(), StoreError>;

    /// Reads the outcome of a used attempt.
    async fn attempt(&self, id: &str) -> Result<Option<Outcome>, StoreError>;

    /// Writes and deletes a row of a session's size: this needs the same space and rights as a login.
    async fn try_to_write(&self) -> Result<(), StoreError>;
}

/// The outcome of a step of the purge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// The sessions that were deleted, each with its sealed times.
    pub sessions: Vec<(EndedSession, Vec<u8>)>,
    /// True when no row is left to delete.
    pub is_done: bool,
}

/// The word for an outcome at rest.
pub fn word_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending => "pending",
        Outcome::Succeeded => "succeeded",
        Outcome::Failed => "failed",
    }
}

/// Reads that word. A word of another version counts as pending.
pub fn outcome_of(word: &str) -> Outcome {
    match word {
        "succeeded" => Outcome::Succeeded,
        "failed" => Outcome::Failed,
        _ => Outcome::Pending,
    }
}
