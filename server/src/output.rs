//! The standard output, written by a thread of its own. A request never waits for the reader of the standard
//! output, which may hang, nor for its disk, which may be full: its lines wait in a queue.
//!
//! The queue is bounded. A line of the logs that finds no room is dropped, and counted. Events of the audit trail
//! have a room of their own, which no logs can fill: see [`crate::audit`]. `tracing-appender` has one room for
//! all lines, and counts lines where this queue counts bytes.

mod queue;
mod writer;

pub use queue::{Lines, Room};

use std::{
    fs::File,
    io::{self, Write},
    os::fd::AsFd,
    sync::mpsc,
    thread,
    time::Duration,
};

/// The longest time that the end of the process waits for the reader.
const LAST_LINES: Duration = Duration::from_secs(3);

/// The longest time that the end of the process waits for the error output.
const LAST_WORD: Duration = Duration::from_millis(500);

/// The standard output of this process. It writes the lines that wait when it is dropped: at the end of the
/// server, and when a panic ends it.
pub struct Output(Lines);

impl Output {
    /// Starts the thread that writes to the standard output.
    ///
    /// # Errors
    /// When the system gives no thread or no descriptor.
    pub fn start() -> io::Result<Self> {
        // Without the buffer and the lock of `io::Stdout`: a line that fails is written again.
        let stdout = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Self::to(stdout)
    }

    /// Starts a thread that writes there.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn to(target: impl Write + Send + 'static) -> io::Result<Self> {
        let lines = Lines::default();
        writer::spawn(lines.clone(), target)?;
        Ok(Self(lines))
    }

    /// The queue of its lines.
    pub fn lines(&self) -> Lines {
        self.0.clone()
    }
}

impl Drop for Output {
    /// Waits three seconds at most. The error output then gets the number of events that are lost.
    fn drop(&mut self) {
        let events = self.0.finish(LAST_LINES);
        if events > 0 {
            last_word(format!(
                "{events} event(s) of the audit trail could not be written to the standard output: nobody reads \
                 it, or its disk is full"
            ));
        }
    }
}

/// Writes to the error output, which may have the same reader.
fn last_word(text: String) {
    let (said, done) = mpsc::channel();
    let _ = thread::Builder::new().spawn(move || {
        eprintln!("{text}");
        let _ = said.send(());
    });
    let _ = done.recv_timeout(LAST_WORD);
}

#[cfg(test)]
mod tests;
