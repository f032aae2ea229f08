//! The one Chromium of a run: started with an empty profile, stopped and deleted at the end.

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

use super::connection::Connection;
use super::program;
use crate::audit::browser::BrowserError;

/// Longest wait for a Chromium that starts.
const START: Duration = Duration::from_secs(60);

/// Longest wait for a Chromium that ends.
const STOP: Duration = Duration::from_secs(2);

const PAUSE: Duration = Duration::from_millis(50);

/// No window, no question, no request of its own, and no upgrade of an address to https.
const FLAGS: [&str; 22] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-startup-window",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--no-pings",
    "--ignore-certificate-errors",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate,MediaRouter,OptimizationHints",
    "--disable-gpu",
    "--disable-popup-blocking",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
];

/// Passes the standard input and output on as the descriptors 3 and 4, by which Chromium is driven. Unlike a port,
/// no other program can reach them, and Chromium ends when they close.
const SHELL: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

pub struct Chromium {
    connection: Arc<Connection>,
    child: Child,
    profile: PathBuf,
    /// Its name of itself, without the word that says that it is driven.
    agent: String,
    patience: Duration,
}

impl Chromium {
    /// Starts `program`, or the browser that is found when it is empty. Its pages wait for `patience` for each
    /// response.
    ///
    /// # Errors
    /// When there is no Chromium, or it does not start.
    pub async fn start(program: &str, patience: Duration) -> Result<Self, BrowserError> {
        let program = program::find(program)?;
        let fail = |reason: &str| {
            BrowserError::Broken(format!("{} does not start: {reason}", program.display()))
        };
        let profile = new_profile().map_err(|error| fail(&error.to_string()))?;
        let mut child = match launch(&program, &profile) {
            Ok(child) => child,
            Err(error) => {
                let _ = fs::remove_dir_all(&profile);
                return Err(fail(&error.to_string()));
            }
        };
        let (Some(input), Some(output)) = (child.stdout.take(), child.stdin.take()) else {
            return Err(BrowserError::ended());
        };
        let mut chromium = Self {
            connection: Connection::new(input, output),
            child,
            profile,
            agent: String::new(),
            patience,
        };
        let version = chromium
            .connection
            .send(None, "Browser.getVersion", json!({}));
        let Ok(Ok(Ok(version))) = timeout(START, version).await else {
            return Err(fail(&chromium.last_words()));
        };
        let agent = version["userAgent"].as_str().unwrap_or_default();
        chromium.agent = agent.replace("Headless", "");
        Ok(chromium)
    }

    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    pub fn patience(&self) -> Duration {
        self.patience
    }

    pub fn agent(&self) -> &str {
        &self.agent
    }

    /// The result of a command to the browser, or to the page of `session`.
    pub async fn call(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, BrowserError> {
        let reply = self.connection.send(session, method, params);
        match timeout(self.patience, reply).await {
            Ok(Ok(reply)) => {
                reply.map_err(|reason| BrowserError::Broken(format!("{method}: {reason}")))
            }
            Ok(Err(_)) => Err(BrowserError::ended()),
            Err(_) => Err(BrowserError::Broken(format!("{method}: no answer"))),
        }
    }

    fn last_words(&self) -> String {
        let log = fs::read(self.profile.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let line = log.lines().rfind(|line| !line.trim().is_empty());
        line.unwrap_or("it wrote nothing").to_owned()
    }
}

#[cfg(unix)]
fn new_profile() -> std::io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let profile = std::env::temp_dir().join(format!("mock-proconnect-{}", uuid::Uuid::new_v4()));
    fs::DirBuilder::new().mode(0o700).create(&profile)?;
    Ok(profile)
}

#[cfg(not(unix))]
fn new_profile() -> std::io::Result<PathBuf> {
    Err(std::io::ErrorKind::Unsupported.into())
}

fn launch(program: &Path, profile: &Path) -> std::io::Result<Child> {
    let mut command = Command::new("sh");
    command
        .args(["-c", SHELL])
        .arg(program)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.display()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create(profile.join("log"))?);
    // Chromium has no sandbox for root, and refuses to start without this flag.
    if is_of_root(profile)? {
        command.arg("--no-sandbox");
    }
    command.spawn()
}

#[cfg(unix)]
fn is_of_root(folder: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(folder)?.uid() == 0)
}

#[cfg(not(unix))]
fn is_of_root(_: &Path) -> std::io::Result<bool> {
    Ok(false)
}

/// Asks Chromium to end: it then removes the files that it has beside its profile.
fn terminate(child: &mut Child) {
    if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, Signal::TERM);
    }
    let limit = Instant::now() + STOP;
    while Instant::now() < limit && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(PAUSE);
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        terminate(&mut self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
        // Its processes end a moment after it, and write until then.
        for _ in 0..40 {
            if fs::remove_dir_all(&self.profile).is_ok() || !self.profile.exists() {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}
