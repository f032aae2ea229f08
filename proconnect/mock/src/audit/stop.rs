//! The request to stop a run before its end.

use std::pin::Pin;

/// Work goes on until `signal` is ready. Later work is not begun.
pub struct Stop<'a, F> {
    signal: Pin<&'a mut F>,
    pub is_received: bool,
}

impl<'a, F: Future<Output = ()>> Stop<'a, F> {
    pub fn new(signal: Pin<&'a mut F>) -> Self {
        Self {
            signal,
            is_received: false,
        }
    }

    /// The result of `work`, or `None` when it was interrupted or not begun.
    pub async fn unless_received<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        if self.is_received {
            return None;
        }
        tokio::select! {
            biased;
            () = &mut self.signal => {
                self.is_received = true;
                None
            }
            done = work => Some(done),
        }
    }
}
