//! Checks that the store can be written.

use super::{
    database::{Database, TIMEOUT},
    error::StoreError,
    trial,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

/// How long an answer is reused. Anyone may call `/readyz`, and each probe writes to the disk.
const PAUSE: Duration = Duration::from_secs(1);

/// The result of a probe.
pub type Answer = Result<(), Arc<StoreError>>;

/// The last answer and its time.
#[derive(Default)]
pub struct Probe(Mutex<Option<(Instant, Answer)>>);

impl Probe {
    /// Returns an answer that is at most a second old.
    pub async fn ask(&self, database: &Database) -> Answer {
        let mut last = self.0.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < PAUSE
        {
            return answer.clone();
        }
        let answer = probe(database).await.map_err(Arc::new);
        if let Err(error) = &answer {
            tracing::debug!(%error, "the session store cannot be written");
        }
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

async fn probe(database: &Database) -> Result<(), StoreError> {
    let connections = database.connections().await?;
    timeout(TIMEOUT + TIMEOUT, trial::write(&connections.writer))
        .await
        .map_err(|_| StoreError::TimedOut)?
}
