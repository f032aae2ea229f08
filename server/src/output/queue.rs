//! The lines that wait.

use crate::metrics;
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tracing_subscriber::fmt::MakeWriter;

/// The kind of a line. Each has a room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Logs.
    Logs,
    /// Events of the audit trail.
    Trail,
}

impl Room {
    /// Greatest number of bytes that wait. The trail's is enough for some 25 000 events.
    pub fn size(self) -> usize {
        match self {
            Self::Logs => 4 << 20,
            Self::Trail => 16 << 20,
        }
    }

    /// The name of the stream in the metrics.
    fn stream(self) -> &'static str {
        match self {
            Self::Logs => "logs",
            Self::Trail => "audit",
        }
    }
}

/// The part of the trail's room that events of strangers may fill, in bytes. Strangers make as many as they want, and
/// must not keep agents from logging in.
const STRANGERS: usize = 4 << 20;

/// The room that an event must find for a login to begin: that of the events of requests under way.
const SPARE: usize = 1 << 20;

/// The queue. A clone shares it.
#[derive(Clone, Default)]
pub struct Lines(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Line>,
    logs: Waiting,
    trail: Waiting,
    is_failing: bool,
}

/// The lines of one kind: those that wait, the one that is being written included, and those that were lost.
#[derive(Default)]
struct Waiting {
    lines: u64,
    bytes: usize,
    lost: u64,
}

/// A line to write.
pub(super) struct Line {
    pub room: Room,
    pub text: Vec<u8>,
    /// The number of lines that are lost with it.
    lines: u64,
}

impl State {
    fn of(&mut self, room: Room) -> &mut Waiting {
        match room {
            Room::Logs => &mut self.logs,
            Room::Trail => &mut self.trail,
        }
    }
}

impl Lines {
    /// Adds a line of the logs, which ends with a line feed. Without room it is lost, and counted.
    pub fn log(&self, line: Vec<u8>) {
        self.push(self.state(), Room::Logs, Room::Logs.size(), line, 1);
    }

    /// Adds an event of the trail, which ends with a line feed. Without room it is lost, and counted. The first
    /// one after a loss follows the line that `gap` makes of the number of lost events. An event that names no agent
    /// finds less room.
    pub fn record(&self, event: Vec<u8>, is_of_agent: bool, gap: impl FnOnce(u64) -> Vec<u8>) {
        let state = self.state();
        let size = if is_of_agent {
            Room::Trail.size()
        } else {
            STRANGERS
        };
        match state.trail.lost {
            0 => self.push(state, Room::Trail, size, event, 1),
            lost => {
                let both = [gap(lost), event].concat();
                self.push(state, Room::Trail, size, both, lost + 1);
            }
        }
    }

    /// Adds `text` if the room holds at most `size` bytes with it.
    fn push(
        &self,
        mut state: MutexGuard<'_, State>,
        room: Room,
        size: usize,
        text: Vec<u8>,
        lines: u64,
    ) {
        let waiting = state.of(room);
        if waiting.bytes + text.len() > size {
            waiting.lost += 1;
            drop(state);
            metrics::count_lost_line(room.stream());
            return;
        }
        waiting.lines += lines;
        waiting.bytes += text.len();
        if room == Room::Trail {
            // Its line reports them.
            waiting.lost = 0;
        }
        state.waiting.push_back(Line { room, text, lines });
        self.0.changed.notify_all();
    }

    /// The number of lines of the logs that were lost since the last call; 0 while there is hardly any room.
    pub(super) fn take_lost_logs(&self) -> u64 {
        let logs = &mut self.state().logs;
        if logs.bytes * 2 > Room::Logs.size() {
            return 0;
        }
        std::mem::take(&mut logs.lost)
    }

    /// Whether the trail takes the events of another login.
    pub fn has_room(&self) -> bool {
        self.state().trail.bytes + SPARE <= Room::Trail.size()
    }

    /// Whether lines are written: the last one did not fail.
    pub fn is_written(&self) -> bool {
        !self.state().is_failing
    }

    /// Waits until every line is written, or the time is over. Returns the number of events of the trail that are
    /// not.
    pub fn finish(&self, patience: Duration) -> u64 {
        let is_busy = |state: &mut State| state.logs.lines + state.trail.lines > 0;
        let waited = self
            .0
            .changed
            .wait_timeout_while(self.state(), patience, is_busy);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.trail.lines + state.trail.lost
    }

    /// Waits for a line, and takes it. It counts as waiting until [`Self::written`].
    pub(super) fn next(&self) -> Line {
        let is_empty = |state: &mut State| state.waiting.is_empty();
        loop {
            let waited = self.0.changed.wait_while(self.state(), is_empty);
            let next = waited
                .unwrap_or_else(PoisonError::into_inner)
                .waiting
                .pop_front();
            if let Some(next) = next {
                return next;
            }
        }
    }

    /// Notes that a line is written, or lost.
    pub(super) fn done(&self, line: &Line, is_lost: bool) {
        let mut state = self.state();
        let waiting = state.of(line.room);
        waiting.lines -= line.lines;
        waiting.bytes -= line.text.len();
        waiting.lost += u64::from(is_lost);
        self.0.changed.notify_all();
        drop(state);
        if is_lost {
            metrics::count_lost_line(line.room.stream());
        }
    }

    /// Notes whether the last line failed.
    pub(super) fn note(&self, is_failing: bool) {
        self.state().is_failing = is_failing;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line of the logs. The layer of `tracing-subscriber` writes a whole line in one call.
pub struct LogLine(Lines);

impl io::Write for LogLine {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.log(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = LogLine;

    fn make_writer(&self) -> LogLine {
        LogLine(self.clone())
    }
}
