use super::Limits;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Least time that a connection keeps its place. Without it, when all others are busy, each new
/// connection would close the one just before it.
pub(super) const GRACE_PERIOD: Duration = Duration::from_millis(50);

/// The event that a connection is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The first byte of the connection.
    New,
    /// The next request.
    Idle,
    /// The rest of a header.
    Header,
    /// The rest of a body.
    Body,
    /// The application's response.
    Working,
    /// The client, to take the response.
    Answering,
}

/// The phase of a connection and the time it began. The connection writes it; the pool reads it.
#[derive(Debug)]
pub struct Activity(Mutex<(Phase, Instant)>);

impl Default for Activity {
    fn default() -> Self {
        Self(Mutex::new((Phase::New, Instant::now())))
    }
}

impl Activity {
    /// Begins `phase`.
    pub fn enter(&self, phase: Phase) {
        self.update(|_| Some(phase));
    }

    /// Bytes arrived: a new or idle connection begins a header.
    pub(super) fn received(&self) {
        self.update(|phase| matches!(phase, Phase::New | Phase::Idle).then_some(Phase::Header));
    }

    /// The client took bytes of a response.
    pub(super) fn sent(&self) {
        self.update(|phase| matches!(phase, Phase::Answering | Phase::Idle).then_some(phase));
    }

    fn update(&self, next: impl Fn(Phase) -> Option<Phase>) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(phase) = next(now.0) {
            *now = (phase, Instant::now());
        }
    }

    /// Returns the phase and its duration so far.
    pub(super) fn lasts(&self) -> (Phase, Duration) {
        let (phase, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (phase, since.elapsed())
    }

    /// True when the client has exceeded the time of its phase.
    pub(super) fn is_overdue(&self, limits: &Limits) -> bool {
        let (phase, lasted) = self.lasts();
        match phase {
            Phase::New | Phase::Header => lasted > limits.header,
            // Two seconds more, so that the handler can still answer with its timeout.
            Phase::Body => lasted > limits.body + Duration::from_secs(2),
            Phase::Idle => lasted > limits.idle,
            Phase::Answering => lasted > limits.answer,
            Phase::Working => false,
        }
    }

    /// Returns how long the connection has kept the server waiting; `None` if it must not be closed
    /// for another.
    pub(super) fn may_give_way(&self) -> Option<Duration> {
        // A client that takes a file slowly is not stalled.
        const STALLED: Duration = Duration::from_secs(2);
        let (phase, lasted) = self.lasts();
        let patience = match phase {
            Phase::Working => return None,
            Phase::Answering => STALLED,
            Phase::New | Phase::Idle | Phase::Header | Phase::Body => GRACE_PERIOD,
        };
        (lasted >= patience).then_some(lasted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l1_bytes_that_trickle_in_do_not_buy_time_and_bytes_that_are_taken_do() {
        let activity = Activity::default();
        activity.received();
        let (phase, since) = *activity.0.lock().unwrap();
        assert_eq!(phase, Phase::Header);
        activity.received();
        assert_eq!(*activity.0.lock().unwrap(), (Phase::Header, since));

        activity.enter(Phase::Answering);
        let (_, since) = *activity.0.lock().unwrap();
        activity.received();
        assert_eq!(*activity.0.lock().unwrap(), (Phase::Answering, since));
        activity.sent();
        assert!(activity.0.lock().unwrap().1 >= since);
    }

    #[test]
    fn f3_a_request_under_way_is_not_closed_for_another() {
        let activity = Activity::default();
        let gives_way_after = |phase, milliseconds| {
            let since = Instant::now().checked_sub(Duration::from_millis(milliseconds));
            *activity.0.lock().unwrap() = (phase, since.unwrap());
            activity.may_give_way().is_some()
        };
        for phase in [Phase::New, Phase::Idle, Phase::Header, Phase::Body] {
            assert!(gives_way_after(phase, 60), "{phase:?}");
            assert!(!gives_way_after(phase, 10), "{phase:?}, just begun");
        }
        assert!(!gives_way_after(Phase::Working, 20_000));
        assert!(!gives_way_after(Phase::Answering, 1000));
        assert!(gives_way_after(Phase::Answering, 3000));
    }
}
