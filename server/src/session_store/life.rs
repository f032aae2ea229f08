//! When a session ends. These times are sealed: whoever writes the table without the secret
//! changes none of them.

use chrono::TimeDelta;
use proconnect::web::SessionLifetimes;

/// The longest pause between two renewals, so that reading rarely writes.
const RENEWAL_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// Times in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// When the session began.
    pub begun_at: i64,
    /// When it ends at the latest, by the lifetimes of that time.
    absolute_end: i64,
    /// The last request that renewed it.
    seen_at: i64,
    /// When it ends without any other, by the lifetimes of that time.
    idle_end: i64,
}

impl Life {
    /// Of a session that begins now.
    pub fn beginning(now: i64, lifetimes: &SessionLifetimes) -> Self {
        Self {
            begun_at: now,
            absolute_end: now + lifetimes.absolute.num_seconds(),
            seen_at: now,
            idle_end: now + lifetimes.idle.num_seconds(),
        }
    }

    /// When the session ends: by its own times, or by the present lifetimes where those have been
    /// lowered since. A time that is still to come was written by a clock that went wrong: it
    /// counts as now.
    pub fn end(&self, now: i64, lifetimes: &SessionLifetimes) -> i64 {
        let absolute = self.begun_at.min(now) + lifetimes.absolute.num_seconds();
        let idle = self.seen_at.min(now) + lifetimes.idle.num_seconds();
        let present = absolute.min(idle);
        present.min(self.absolute_end).min(self.idle_end)
    }

    /// The same session used now; `None` where it was, a moment ago.
    pub fn renewed(&self, now: i64, lifetimes: &SessionLifetimes) -> Option<Self> {
        let pause = RENEWAL_PAUSE.min(lifetimes.idle / 4).num_seconds();
        ((now - self.seen_at).abs() >= pause.max(1)).then(|| Self {
            seen_at: now,
            idle_end: now + lifetimes.idle.num_seconds(),
            ..*self
        })
    }

    /// When the sweep may delete the row.
    pub fn purge_at(&self) -> i64 {
        self.absolute_end.min(self.idle_end)
    }

    /// The bytes that are sealed.
    pub fn to_bytes(self) -> Vec<u8> {
        [
            self.begun_at,
            self.absolute_end,
            self.seen_at,
            self.idle_end,
        ]
        .map(i64::to_be_bytes)
        .concat()
    }

    /// Reads what was sealed; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (times, []) = bytes.as_chunks::<8>() else {
            return None;
        };
        let &[begun_at, absolute_end, seen_at, idle_end] = times else {
            return None;
        };
        Some(Self {
            begun_at: i64::from_be_bytes(begun_at),
            absolute_end: i64::from_be_bytes(absolute_end),
            seen_at: i64::from_be_bytes(seen_at),
            idle_end: i64::from_be_bytes(idle_end),
        })
    }
}
