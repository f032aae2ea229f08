//! The clock of an application, which only the test advances.

use chrono::{DateTime, Utc};
use proconnect::Clock;
use std::sync::{Arc, Mutex};

#[derive(Clone)]
pub struct Time(Arc<Mutex<DateTime<Utc>>>);

impl Time {
    pub fn new(now: DateTime<Utc>) -> Self {
        Self(Arc::new(Mutex::new(now)))
    }

    pub fn set(&self, now: DateTime<Utc>) {
        *self.0.lock().unwrap() = now;
    }

    pub fn clock(&self) -> Clock {
        let now = Arc::clone(&self.0);
        Clock::new(move || *now.lock().unwrap())
    }
}
