//! The process of the service: started, stopped, and weighed.

use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use url::Url;

use super::arguments::Arguments;
use super::preparation::Obstacle;

/// Longest wait for a service that starts.
const START: Duration = Duration::from_secs(60);

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
        // `exec`: the process id is that of the service, not of the shell.
        let child = Command::new("sh")
            .args(["-c", &format!("exec {command}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.pid = Some(child.id());
        self.child = Some(child);
        Ok(())
    }

    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// True when the suite can start the service again.
    pub fn can_restart(&self) -> bool {
        self.command.is_some()
    }

    /// Stops the service and starts it again, until `page` answers. Does nothing without a command.
    pub async fn restart(&mut self, page: &Url) {
        if self.command.is_none() {
            return;
        }
        self.stop();
        let _ = self.start();
        wait_for(page).await;
    }

    /// The resident memory in bytes, on Linux.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid?)).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = line.trim().split(' ').next()?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}

/// Waits until the host of `page` accepts connections.
pub async fn wait_for(page: &Url) {
    let addresses = page.socket_addrs(|| None).unwrap_or_default();
    let limit = Instant::now() + START;
    while Instant::now() < limit {
        if tokio::net::TcpStream::connect(addresses.as_slice())
            .await
            .is_ok()
        {
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
