//! The last lines that a command wrote to its error output.

use std::io::Read;
use std::process::ChildStderr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

/// In bytes.
const MOST: usize = 4096;

const LINES: usize = 5;

/// Longest wait for the end of the output: a worker of the command may keep it open.
const END: Duration = Duration::from_millis(300);

/// A thread that reads the error output, so that the command never waits for a reader.
pub struct LastWords {
    kept: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl LastWords {
    pub fn of(output: ChildStderr) -> Self {
        let kept = Arc::<Mutex<Vec<u8>>>::default();
        let written = kept.clone();
        let reader = spawn(move || keep_the_end(output, &written));
        Self { kept, reader }
    }

    /// The last lines of a command that has ended.
    pub fn read(&self) -> String {
        let pause = END / 10;
        for _ in 0..10 {
            if self.reader.is_finished() {
                break;
            }
            sleep(pause);
        }
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&kept);
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        lines[lines.len().saturating_sub(LINES)..].join("\n")
    }
}

fn keep_the_end(mut output: ChildStderr, kept: &Mutex<Vec<u8>>) {
    let mut chunk = [0; MOST];
    while let Ok(length @ 1..) = output.read(&mut chunk) {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(&chunk[..length]);
        let excess = kept.len().saturating_sub(MOST);
        kept.drain(..excess);
    }
}
