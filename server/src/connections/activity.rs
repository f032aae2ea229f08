use super::Limits;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long a connection is sure to have, before it gives way to another: where all others are busy,
/// it would be the next to come that takes its place.
pub(super) const A_MOMENT: Duration = Duration::from_millis(50);

/// The state of a connection: the event that it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// For its first byte.
    New,
    /// For the next request.
    Idle,
    /// For the rest of a header.
    Header,
    /// For the rest of a body.
    Body,
    /// For the application.
    Working,
    /// For the client to take the answer.
    Answering,
}

/// The state of a connection, and since when. The connection writes the value; the pool reads it.
#[derive(Debug)]
pub struct Activity(Mutex<(Phase, Instant)>);

impl Default for Activity {
    fn default() -> Self {
        Self(Mutex::new((Phase::New, Instant::now())))
    }
}

impl Activity {
    /// Another phase begins.
    pub fn enter(&self, phase: Phase) {
        self.update(|_| Some(phase));
    }

    /// Bytes came. A header begins, unless they belong to something else.
    pub(super) fn received(&self) {
        self.update(|phase| matches!(phase, Phase::New | Phase::Idle).then_some(Phase::Header));
    }

    /// The client took bytes of an answer.
    pub(super) fn sent(&self) {
        self.update(|phase| matches!(phase, Phase::Answering | Phase::Idle).then_some(phase));
    }

    fn update(&self, next: impl Fn(Phase) -> Option<Phase>) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(phase) = next(now.0) {
            *now = (phase, Instant::now());
        }
    }

    /// The phase, and how long it has lasted.
    pub(super) fn lasts(&self) -> (Phase, Duration) {
        let (phase, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (phase, since.elapsed())
    }

    /// Whether the client has kept the server waiting longer than it may.
    pub(super) fn is_overdue(&self, limits: &Limits) -> bool {
        let (phase, lasted) = self.lasts();
        match phase {
            Phase::New | Phase::Header => lasted > limits.header,
            // A moment more, for the answer about the timeout.
            Phase::Body => lasted > limits.body + Duration::from_secs(2),
            Phase::Idle => lasted > limits.idle,
            Phase::Answering => lasted > limits.answer,
            Phase::Working => false,
        }
    }

    /// How long the connection has kept the server waiting, where it may give way to another.
    pub(super) fn may_give_way(&self) -> Option<Duration> {
        // A client that is slow to take a file is not a client that takes nothing.
        const STALLED: Duration = Duration::from_secs(2);
        let (phase, lasted) = self.lasts();
        let patience = match phase {
            Phase::Working => return None,
            Phase::Answering => STALLED,
            Phase::New | Phase::Idle | Phase::Header | Phase::Body => A_MOMENT,
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
    fn f3_a_request_under_way_gives_way_to_nobody() {
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
