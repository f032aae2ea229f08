use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The issuer's clock: the machine's, plus the seconds that a test has added.
#[derive(Default)]
pub struct Clock {
    /// In seconds.
    advance: AtomicU64,
}

impl Clock {
    /// Seconds since the Unix epoch.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place of the mock that reads the system's time"
    )]
    pub fn now(&self) -> u64 {
        let machine = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        machine.as_secs() + self.advance.load(Ordering::Relaxed)
    }

    pub fn advance(&self, duration: Duration) {
        self.advance
            .fetch_add(duration.as_secs(), Ordering::Relaxed);
    }
}
