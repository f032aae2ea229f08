//! Checks that a store can be written.

use super::{error::StoreError, rows::Rows, store::within};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// How long an answer is reused. Anyone may call `/readyz`, and each trial writes to the disk.
const PAUSE: Duration = Duration::from_secs(1);

/// An answer and its time.
type Answer = (Instant, Result<(), StoreError>);

/// A store, and the last answer with its time. A clone shares them.
#[derive(Clone)]
pub struct Probe {
    rows: Arc<dyn Rows>,
    last: Arc<Mutex<Option<Answer>>>,
}

impl Probe {
    /// A probe of these rows.
    pub fn new(rows: Arc<dyn Rows>) -> Self {
        let last = Arc::default();
        Self { rows, last }
    }

    /// Writes and deletes a row. The answer may be a second old.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn ask(&self) -> Result<(), StoreError> {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < PAUSE
        {
            return answer.clone();
        }
        let answer = within("probe", self.rows.try_to_write()).await;
        if let Err(error) = &answer {
            tracing::debug!(%error, "a store cannot be written");
        }
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}
