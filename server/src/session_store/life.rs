//! The lifetime of a session. Its times are sealed: they cannot be changed in the table without the
//! secret.

use chrono::TimeDelta;
use proconnect::web::SessionLifetimes;

/// Longest pause between two renewals, so that most requests do not write.
const RENEWAL_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// Times in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// When the session began.
    pub begun_at: i64,
    /// The absolute end, computed with the lifetimes in force at the beginning.
    absolute_end: i64,
    /// The last renewal.
    pub seen_at: i64,
    /// The end without further requests, computed with the lifetimes in force at the last renewal.
    idle_end: i64,
}

impl Life {
    /// The life of a session that begins now.
    pub fn beginning(now: i64, lifetimes: &SessionLifetimes) -> Self {
        Self {
            begun_at: now,
            absolute_end: now + lifetimes.absolute.num_seconds(),
            seen_at: now,
            idle_end: now + lifetimes.idle.num_seconds(),
        }
    }

    /// Returns the end: the earliest of the sealed ends and of those that the current lifetimes
    /// give, so that lowering a lifetime applies at once. A time in the future comes from a clock
    /// that was ahead, and counts as now.
    pub fn end(&self, now: i64, lifetimes: &SessionLifetimes) -> i64 {
        let idle = self.seen_at.min(now) + lifetimes.idle.num_seconds();
        self.absolute(now, lifetimes).min(idle).min(self.idle_end)
    }

    /// Returns the end by the absolute lifetime alone.
    pub fn absolute(&self, now: i64, lifetimes: &SessionLifetimes) -> i64 {
        let present = self.begun_at.min(now) + lifetimes.absolute.num_seconds();
        present.min(self.absolute_end)
    }

    /// Returns the life renewed at `now`; `None` if the last renewal is recent.
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

    /// The bytes to seal.
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

    /// Reads those bytes; `None` if they are malformed.
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
