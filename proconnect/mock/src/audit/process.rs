//! The process of the service: started, stopped, and weighed.

use rustix::process::{Pid, Signal, kill_process_group};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use url::Url;

use super::arguments::Arguments;
use super::preparation::Obstacle;

/// Longest wait for a service that starts.
const START: Duration = Duration::from_secs(60);

/// Longest wait for the port of a service that was stopped.
const CLOSE: Duration = Duration::from_secs(1);

/// Longest wait for a service that stops.
const STOP: Duration = Duration::from_secs(3);

const PAUSE: Duration = Duration::from_millis(20);

/// The service, if the suite started it or knows its process id.
pub struct Process {
    command: Option<String>,
    child: Option<Child>,
    pid: Option<u32>,
}

impl Process {
    /// # Errors
    /// When the command cannot be started.
    pub fn of(arguments: &Arguments) -> Result<Self, Obstacle> {
        let mut process = Self {
            command: arguments.command.clone(),
            child: None,
            pid: arguments.pid,
        };
        process
            .start()
            .map_err(|error| Obstacle(format!("--command: {error}")))?;
        Ok(process)
    }

    fn start(&mut self) -> std::io::Result<()> {
        let Some(command) = &self.command else {
            return Ok(());
        };
        // A process group of its own: it ends with its workers, which would keep the port.
        let child = Command::new("sh")
            .args(["-c", &format!("exec {command}")])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.pid = Some(child.id());
        self.child = Some(child);
        Ok(())
    }

    /// Asks the service to stop, and kills it when it does not.
    pub fn stop(&mut self) {
        let Some(mut child) = self.child.take() else {
            return;
        };
        signal(&child, Signal::TERM);
        let limit = Instant::now() + STOP;
        while Instant::now() < limit && matches!(child.try_wait(), Ok(None)) {
            std::thread::sleep(PAUSE);
        }
        signal(&child, Signal::KILL);
        let _ = child.wait();
    }

    /// Stops the service and starts it again, until `page` answers. Does nothing without a command.
    pub async fn restart(&mut self, page: &Url) {
        if self.command.is_none() {
            return;
        }
        self.stop();
        wait_until_closed(page).await;
        let _ = self.start();
        wait_for(page).await;
    }

    /// The resident memory of the process and its workers in bytes, on Linux.
    pub fn memory(&self) -> Option<u64> {
        let group = self.pid?;
        let processes = std::fs::read_dir("/proc").ok()?.filter_map(|entry| {
            let path = entry.ok()?.path();
            let stat = std::fs::read_to_string(path.join("stat")).ok()?;
            // After the name in parentheses: state, parent, process group.
            let of: u32 = stat.rsplit_once(") ")?.1.split(' ').nth(2)?.parse().ok()?;
            let is_ours = of == group || path.ends_with(group.to_string());
            is_ours.then(|| resident(&path)).flatten()
        });
        Some(processes.sum::<u64>()).filter(|memory| *memory > 0)
    }
}

fn signal(child: &Child, signal: Signal) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, signal);
    }
}

/// In bytes.
fn resident(process: &Path) -> Option<u64> {
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().split(' ').next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Waits until the host of `page` accepts connections.
pub async fn wait_for(page: &Url) {
    wait_until(page, true, START).await;
}

/// Workers outlive the process that started them by some milliseconds: the next process would wait for a port that
/// is still theirs. A proxy in front of the service never closes its own.
async fn wait_until_closed(page: &Url) {
    wait_until(page, false, CLOSE).await;
}

async fn wait_until(page: &Url, is_open: bool, longest: Duration) {
    let addresses = page.socket_addrs(|| None).unwrap_or_default();
    let limit = Instant::now() + longest;
    while Instant::now() < limit {
        let connection = tokio::net::TcpStream::connect(addresses.as_slice()).await;
        if connection.is_ok() == is_open {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_port_of_a_stopped_service_is_waited_for_and_that_of_a_proxy_not_for_ever() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let page = format!("http://{}/", listener.local_addr().unwrap());
        let page: Url = page.parse().unwrap();
        let begun = Instant::now();
        let worker = tokio::spawn(async move {
            sleep(Duration::from_millis(200)).await;
            drop(listener);
        });
        wait_until_closed(&page).await;
        assert!(worker.is_finished() && begun.elapsed() < CLOSE);
        let proxy = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let page = format!("http://{}/", proxy.local_addr().unwrap());
        wait_until_closed(&page.parse().unwrap()).await;
        assert!(begun.elapsed() < CLOSE * 3);
    }
}
