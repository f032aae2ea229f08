//! The thread that writes the lines.

use super::queue::{Line, Lines, Room};
use std::{
    io::{self, ErrorKind, Write},
    thread,
    time::Duration,
};

/// Time until an event that could not be written is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts the thread, which writes until the process ends.
pub fn spawn(lines: Lines, mut target: impl Write + Send + 'static) -> io::Result<()> {
    let write = move || {
        loop {
            let line = lines.next();
            let is_written = write(&lines, &mut target, &line);
            lines.done(&line, !is_written);
            report_lost_logs(&lines);
        }
    };
    let thread = thread::Builder::new().name("stdout".to_owned());
    thread.spawn(write).map(drop)
}

/// Writes a line. One of the logs is given up when it fails; an event of the trail is tried until it is written.
fn write(lines: &Lines, target: &mut impl Write, line: &Line) -> bool {
    let mut rest = line.text.as_slice();
    loop {
        match target.write(rest) {
            Ok(0) => {}
            Ok(written) => {
                lines.note(false);
                rest = &rest[written..];
                if rest.is_empty() {
                    return true;
                }
                continue;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => {}
        }
        lines.note(true);
        // The rest of a line that was begun follows, or the next line would be a part of it.
        if line.room == Room::Logs && rest.len() == line.text.len() {
            return false;
        }
        thread::sleep(PAUSE);
    }
}

/// Logs the number of lines that found no room, once there is room.
fn report_lost_logs(lines: &Lines) {
    if !lines.is_written() {
        return;
    }
    let count = lines.take_lost_logs();
    if count > 0 {
        tracing::warn!(
            count,
            "lines of the logs are lost: the standard output was not read in time"
        );
    }
}
