//! The beginning of the stop, which connections and `/readyz` share with the server.

use axum::http::{HeaderMap, header::FORWARDED};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

/// Whether the server is stopping, and whether it is behind a proxy. A clone shares both.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    has_begun: AtomicBool,
    has_proxy: AtomicBool,
}

impl Stopping {
    pub(super) fn begin(&self) {
        self.0.has_begun.store(true, Relaxed);
    }

    /// True from the first signal on.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.has_begun.load(Relaxed)
    }

    /// Reads whether a proxy has passed the request on.
    pub(super) fn note(&self, headers: &HeaderMap) {
        let is_passed_on =
            headers.contains_key("x-forwarded-for") || headers.contains_key(FORWARDED);
        // Most requests only read the flag, which all processors may then keep.
        if is_passed_on && !self.has_proxy() {
            self.0.has_proxy.store(true, Relaxed);
        }
    }

    /// True once a proxy has passed a request on.
    pub(super) fn has_proxy(&self) -> bool {
        self.0.has_proxy.load(Relaxed)
    }
}
