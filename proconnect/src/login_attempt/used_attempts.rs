//! The attempts whose code was used, so that no code is used twice: a page that is reloaded, two
//! responses at once. A second use would make the issuer revoke the tokens of the first (RFC 6749 4.1.2).

use crate::error::SessionError;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    runtime::Handle,
    time::{Instant, sleep},
};

/// Time between two questions about an attempt that another response is processing.
const PAUSE: Duration = Duration::from_millis(50);

/// How the use of an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A response is using the attempt.
    Pending,
    /// The agent has a session.
    Succeeded,
    /// The login was refused.
    Failed,
}

/// Where used attempts are recorded. All replicas of an application share one place.
#[async_trait]
pub trait UsedAttempts: Debug + Send + Sync + 'static {
    /// Records that the code of this attempt is about to be used. The record may be forgotten at
    /// `forget_at`, when the attempt has expired. Returns false for a second use.
    ///
    /// # Errors
    /// When the record cannot be written: the code must not be used then.
    async fn begin(
        &self,
        attempt_id: &str,
        now: DateTime<Utc>,
        forget_at: DateTime<Utc>,
    ) -> Result<bool, SessionError>;

    /// Records the outcome. A failure to do so is not reported: another response to the same attempt
    /// then waits in vain.
    async fn end(&self, attempt_id: &str, outcome: Outcome);

    /// Returns the outcome; `None` for an attempt that was not used, or when the record cannot be read.
    async fn outcome(&self, attempt_id: &str) -> Option<Outcome>;

    /// Whether the attempt signed the agent in. Waits up to `patience` for the response that uses it.
    async fn has_succeeded(&self, attempt_id: &str, patience: Duration) -> bool {
        let began = Instant::now();
        loop {
            match self.outcome(attempt_id).await {
                Some(Outcome::Pending) if began.elapsed() < patience => sleep(PAUSE).await,
                outcome => return outcome == Some(Outcome::Succeeded),
            }
        }
    }
}

/// An attempt in use, by the one response that may use it. A value that is dropped records that the login failed:
/// a check refused it, or the browser no longer waits for the response.
#[derive(Debug)]
pub struct AttemptInUse {
    id: String,
    /// `None` once the outcome is recorded.
    attempts: Option<Arc<dyn UsedAttempts>>,
}

impl AttemptInUse {
    /// The attempt of this name, whose use was recorded.
    pub(crate) fn new(id: String, attempts: Arc<dyn UsedAttempts>) -> Self {
        let attempts = Some(attempts);
        Self { id, attempts }
    }

    /// The name of the attempt.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Takes note that the session store has recorded the success, together with the session.
    pub(crate) fn has_succeeded(mut self) {
        self.attempts = None;
    }

    /// Records that the login succeeded: the agent has a session.
    pub async fn succeed(mut self) {
        if let Some(attempts) = self.attempts.take() {
            attempts.end(&self.id, Outcome::Succeeded).await;
        }
    }
}

impl Drop for AttemptInUse {
    fn drop(&mut self) {
        // A drop cannot wait. Without a runtime, the process is ending.
        if let (Some(attempts), Ok(runtime)) = (self.attempts.take(), Handle::try_current()) {
            let id = std::mem::take(&mut self.id);
            runtime.spawn(async move { attempts.end(&id, Outcome::Failed).await });
        }
    }
}

/// Time between two sweeps of the used attempts: a sweep visits all of them.
const SWEEP_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// Greatest number of used attempts that are remembered: some 30 MB, or ten minutes of 160 logins a
/// second.
const MAX_USED: usize = 100_000;

/// Records used attempts in this process, for an application of one process. Beyond 100 000, the oldest
/// are forgotten: for these, the issuer alone refuses a second use.
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    uses: HashMap<String, Use>,
    swept_at: DateTime<Utc>,
}

#[derive(Debug)]
struct Use {
    forget_at: DateTime<Utc>,
    outcome: Outcome,
}

impl Used {
    /// At `most` entries, removes the oldest tenth.
    fn make_room(&mut self, most: usize) {
        if self.uses.len() < most {
            return;
        }
        let mut times: Vec<_> = self.uses.values().map(|of| of.forget_at).collect();
        let (_, oldest, _) = times.select_nth_unstable(most / 10);
        let oldest = *oldest;
        self.uses.retain(|_, of| of.forget_at > oldest);
    }
}

#[async_trait]
impl UsedAttempts for InMemory {
    async fn begin(
        &self,
        attempt_id: &str,
        now: DateTime<Utc>,
        forget_at: DateTime<Utc>,
    ) -> Result<bool, SessionError> {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now - used.swept_at > SWEEP_PAUSE {
            used.uses.retain(|_, of| now <= of.forget_at);
            used.swept_at = now;
        }
        used.make_room(MAX_USED);
        if used.uses.contains_key(attempt_id) {
            return Ok(false);
        }
        let outcome = Outcome::Pending;
        let begun = Use { forget_at, outcome };
        used.uses.insert(attempt_id.to_owned(), begun);
        Ok(true)
    }

    async fn end(&self, attempt_id: &str, outcome: Outcome) {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of) = used.uses.get_mut(attempt_id) {
            of.outcome = outcome;
        }
    }

    async fn outcome(&self, attempt_id: &str) -> Option<Outcome> {
        let used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.uses.get(attempt_id).map(|of| of.outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::join;

    const LIFETIME: TimeDelta = TimeDelta::minutes(10);
    const PATIENCE: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn an_attempt_is_used_once() {
        let (used, now) = (InMemory::default(), Utc::now());
        assert_eq!(used.begin("one", now, now + LIFETIME).await, Ok(true));
        assert_eq!(used.begin("one", now, now + LIFETIME).await, Ok(false));
        assert_eq!(used.begin("two", now, now + LIFETIME).await, Ok(true));
    }

    #[tokio::test]
    async fn a_used_attempt_is_forgotten_once_it_has_expired() {
        let (used, start) = (InMemory::default(), Utc::now());
        used.begin("one", start, start + LIFETIME).await.unwrap();
        let late = start + LIFETIME + TimeDelta::seconds(1);
        used.begin("two", late, late + LIFETIME).await.unwrap();
        assert_eq!(used.0.lock().unwrap().uses.len(), 1);
        assert_eq!(used.outcome("one").await, None);
    }

    #[tokio::test]
    async fn f4_used_attempts_are_bounded_and_the_oldest_give_way() {
        let (used, start) = (InMemory::default(), Utc::now());
        for number in 0..100 {
            let forget_at = start + LIFETIME + TimeDelta::milliseconds(number);
            let id = number.to_string();
            assert_eq!(used.begin(&id, start, forget_at).await, Ok(true));
        }
        let mut used = used.0.lock().unwrap();
        used.make_room(101);
        assert_eq!(used.uses.len(), 100);
        used.make_room(100);
        assert_eq!(used.uses.len(), 89);
        let oldest = used.uses.values().map(|of| of.forget_at).min();
        assert_eq!(oldest, Some(start + LIFETIME + TimeDelta::milliseconds(11)));
    }

    #[tokio::test]
    async fn a_login_that_is_given_up_has_failed_and_holds_no_other_response_up() {
        let (used, now) = (Arc::new(InMemory::default()), Utc::now());
        for id in ["given up", "good"] {
            used.begin(id, now, now + LIFETIME).await.unwrap();
        }
        let in_use = |id: &str| AttemptInUse::new(id.to_owned(), used.clone());
        drop(in_use("given up"));
        let began = Instant::now();
        assert!(!used.has_succeeded("given up", PATIENCE).await);
        assert!(began.elapsed() < PATIENCE / 2);
        in_use("good").succeed().await;
        assert!(used.has_succeeded("good", PATIENCE).await);
    }

    #[tokio::test]
    async fn a_success_that_the_session_store_recorded_is_not_recorded_again() {
        let (used, now) = (Arc::new(InMemory::default()), Utc::now());
        used.begin("one", now, now + LIFETIME).await.unwrap();
        AttemptInUse::new("one".to_owned(), used.clone()).has_succeeded();
        sleep(PAUSE).await;
        assert_eq!(used.outcome("one").await, Some(Outcome::Pending));
    }

    #[tokio::test]
    async fn a_second_response_waits_for_the_first_and_learns_how_it_ended() {
        let (used, now) = (InMemory::default(), Utc::now());
        for (id, outcome) in [("good", Outcome::Succeeded), ("bad", Outcome::Failed)] {
            used.begin(id, now, now + LIFETIME).await.unwrap();
            let end = async {
                sleep(PAUSE).await;
                used.end(id, outcome).await;
            };
            let (succeeded, ()) = join!(used.has_succeeded(id, PATIENCE), end);
            assert_eq!(succeeded, outcome == Outcome::Succeeded);
        }
        assert!(!used.has_succeeded("unknown", PATIENCE).await);
        used.begin("lost", now, now + LIFETIME).await.unwrap();
        assert!(!used.has_succeeded("lost", PAUSE * 2).await);
    }
}
