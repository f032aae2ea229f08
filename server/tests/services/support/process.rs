use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// A process with its children. It is killed when it is dropped, or by the guard.
pub struct Process {
    child: Child,
    folder: PathBuf,
}

/// A command that receives an error, instead of a signal that kills it, when its files may not grow.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap '' XFSZ; exec "$0" "$@""#]);
    command.arg(program);
    command
}

impl Process {
    /// Starts the command. Its output goes into the file `log` of the folder.
    pub fn start(command: &mut Command, folder: &Path) -> Self {
        let mut log = OpenOptions::new();
        let log = log.create(true).append(true).open(folder.join("log"));
        let log = log.unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        // For the guard.
        fs::write(folder.join("pid"), child.id().to_string()).unwrap();
        Self {
            child,
            folder: folder.to_owned(),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything that the process has written.
    pub fn log(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// The process and its children.
    pub fn family(&self) -> Vec<u32> {
        let id = self.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let children = children.unwrap_or_default();
        let children = children.split_whitespace();
        let children = children.filter_map(|child| child.parse().ok());
        [id].into_iter().chain(children).collect()
    }

    /// Sends a signal to the process alone.
    pub fn signal(&self, signal: Signal) {
        send(self.id(), signal);
    }

    /// Stops the process and its children, which keep their memory and their connections.
    pub fn pause(&self) {
        // The process first, so that it starts no other child.
        for id in self.family() {
            send(id, Signal::STOP);
        }
    }

    pub fn resume(&self) {
        for id in self.family() {
            send(id, Signal::CONT);
        }
    }

    /// Kills the process and its children at once, as a machine that loses its power.
    pub fn kill(&mut self) {
        if self.ended().is_some() {
            return;
        }
        self.pause();
        let family = self.family();
        for id in family.iter().rev() {
            send(*id, Signal::KILL);
        }
        let _ = self.child.wait();
        let gone = || !family.iter().any(|id| is_running(*id));
        assert!(super::holds_within(super::START, gone), "{family:?}");
        let _ = fs::remove_file(self.folder.join("pid"));
    }

    /// The exit status of a process that has ended.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// The exit status, if the process ends within that time.
    pub fn ends_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if let Some(status) = self.ended() {
                let _ = fs::remove_file(self.folder.join("pid"));
                return Some(status);
            }
            sleep(Duration::from_millis(5));
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A process that has just ended is no fault.
fn send(id: u32, signal: Signal) {
    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let _ = kill_process(id.unwrap(), signal);
}

/// True while the process runs or is stopped; false once it has ended, even before its parent knows.
pub fn is_running(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let state = stat.rsplit(") ").next().unwrap_or_default();
    !stat.is_empty() && !state.starts_with(['Z', 'X'])
}
