//! The process of the service: started, stopped, and weighed.

mod last_words;

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use url::Url;

use super::arguments::Arguments;
use super::preparation::Obstacle;
use super::text::Language;
use last_words::LastWords;

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
    last_words: Option<LastWords>,
    pid: Option<u32>,
}

impl Process {
    /// # Errors
    /// When the command cannot be started.
    pub fn of(arguments: &Arguments) -> Result<Self, Obstacle> {
        let mut process = Self {
            command: arguments.command.clone(),
            child: None,
            last_words: None,
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
        let mut child = Command::new("sh")
            .args(["-c", command])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        self.last_words = child.stderr.take().map(LastWords::of);
        self.pid = Some(child.id());
        self.child = Some(child);
        Ok(())
    }

    /// Waits until the service that the suite started answers. Without a command, the service answers at once.
    ///
    /// # Errors
    /// When the command ended, or nothing answers.
    pub async fn ready(&mut self, arguments: &Arguments) -> Result<(), Obstacle> {
        let (page, language) = (&arguments.start, arguments.language);
        if self.command.is_none() {
            let connects = timeout(arguments.patience(), is_open(page)).await;
            return match connects {
                Ok(true) => Ok(()),
                _ => Err(unanswered(page, language)),
            };
        }
        match self.wait_for(page).await {
            Wait::Open => Ok(()),
            Wait::Ended(status) => {
                let last_words = self.last_words.as_ref().map(LastWords::read);
                Err(ended(status, &last_words.unwrap_or_default(), language))
            }
            Wait::TooLong => Err(unanswered(page, language)),
        }
    }

    /// Waits until the host of `page` accepts connections, or the command has ended.
    async fn wait_for(&mut self, page: &Url) -> Wait {
        let limit = Instant::now() + START;
        while Instant::now() < limit {
            if timeout(START, is_open(page)).await == Ok(true) {
                return Wait::Open;
            }
            if let Some(status) = self.ended() {
                return Wait::Ended(status);
            }
            sleep(Duration::from_millis(50)).await;
        }
        Wait::TooLong
    }

    /// The status of the command once it has ended. A script that succeeds may leave the service behind, in its
    /// process group.
    fn ended(&mut self) -> Option<ExitStatus> {
        let child = self.child.as_mut()?;
        let status = child.try_wait().ok()??;
        let goes_on = group(child).is_some_and(|group| test_kill_process_group(group).is_ok());
        (!status.success() || !goes_on).then_some(status)
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
        self.wait_for(page).await;
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

/// The end of the wait for a service that starts.
enum Wait {
    Open,
    Ended(ExitStatus),
    TooLong,
}

fn unanswered(page: &Url, language: Language) -> Obstacle {
    Obstacle(match language {
        Language::Fr => format!("rien ne répond à {page}\u{a0}: le service est-il lancé\u{a0}?"),
        Language::En => format!("nothing answers at {page}: is the service started?"),
    })
}

fn ended(status: ExitStatus, last_words: &str, language: Language) -> Obstacle {
    let told = match (status.code(), language) {
        (Some(code), Language::Fr) => format!("--command s’est terminée avec le code {code}"),
        (Some(code), Language::En) => format!("--command ended with the code {code}"),
        (None, language) => {
            let signal = status.signal().unwrap_or_default();
            match language {
                Language::Fr => format!("--command a été arrêtée par le signal {signal}"),
                Language::En => format!("--command ended by the signal {signal}"),
            }
        }
    };
    let colon = match (last_words, language) {
        ("", _) => "",
        (_, Language::Fr) => "\u{a0}:\n",
        (_, Language::En) => ":\n",
    };
    Obstacle(format!("{told}{colon}{last_words}"))
}

fn group(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

fn signal(child: &Child, signal: Signal) {
    if let Some(group) = group(child) {
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

/// Whether the host of `page` accepts connections.
async fn is_open(page: &Url) -> bool {
    let addresses = page.socket_addrs(|| None).unwrap_or_default();
    let connection = tokio::net::TcpStream::connect(addresses.as_slice()).await;
    connection.is_ok()
}

/// Workers outlive the process that started them by some milliseconds: the next process would wait for a port that
/// is still theirs. A proxy in front of the service never closes its own.
async fn wait_until_closed(page: &Url) {
    let limit = Instant::now() + CLOSE;
    while Instant::now() < limit && is_open(page).await {
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
