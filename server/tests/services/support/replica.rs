use super::{Folder, Process, START, process::command};
use reqwest::redirect::Policy;
use rustix::process::Signal;
use std::{
    path::Path,
    process::{Command, ExitStatus, Output},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Longest time that a server takes to stop.
const STOP: Duration = Duration::from_secs(30);

/// One process of the server.
pub struct Replica {
    process: Process,
    port: u16,
    /// After the process, which writes its log into it.
    _folder: Folder,
}

impl Replica {
    /// Starts the server on that port, with these variables and no other of the project. It may not be ready yet.
    pub fn begin(port: u16, variables: &[(&str, String)]) -> Self {
        let folder = Folder::new("server");
        let mut command = command(Path::new(env!("CARGO_BIN_EXE_server")));
        command
            .current_dir(folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .envs(variables.iter().map(|(name, value)| (name, value)));
        Self {
            process: Process::start(&mut command, folder.path()),
            port,
            _folder: folder,
        }
    }

    /// Runs a command of the server with these variables and no other of the project.
    pub fn run(arguments: &[&str], variables: &[(&str, String)]) -> Output {
        let folder = Folder::new("command");
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        command
            .args(arguments)
            .current_dir(folder.path())
            .env_clear();
        let variables = variables.iter().map(|(name, value)| (name, value));
        command.envs(variables).output().unwrap()
    }

    /// Starts the server, and waits until it is ready.
    pub async fn start(port: u16, variables: &[(&str, String)]) -> Self {
        let mut replica = Self::begin(port, variables);
        let begun = Instant::now();
        while replica.readiness().await.0 != 200 {
            assert!(replica.process.ended().is_none(), "{}", replica.log());
            assert!(begun.elapsed() < START, "{}", replica.log());
            sleep(Duration::from_millis(20)).await;
        }
        assert!(replica.process.ended().is_none(), "{}", replica.log());
        replica
    }

    /// The status and the text of `/readyz`, asked on a connection of its own; 0 when nothing answers.
    pub async fn readiness(&self) -> (u16, String) {
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none());
        let client = client.timeout(Duration::from_secs(10)).build().unwrap();
        let url = format!("http://127.0.0.1:{}/readyz", self.port);
        match client.get(url).send().await {
            Ok(answer) => (
                answer.status().as_u16(),
                answer.text().await.unwrap_or_default(),
            ),
            Err(_) => (0, String::new()),
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn process(&self) -> &Process {
        &self.process
    }

    /// Everything that it has written to its standard output and error.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// Sends SIGTERM. It goes on with the requests under way.
    pub fn terminate(&self) {
        self.process.signal(Signal::TERM);
    }

    /// Sends SIGTERM, and waits for its end.
    pub async fn stop(&mut self) -> ExitStatus {
        self.terminate();
        self.ended().await
    }

    /// The exit status of a server that has ended.
    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.process.ended()
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        self.ended_within(STOP).await
    }

    /// Waits for its end, that long at most.
    pub async fn ended_within(&mut self, time: Duration) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.ended() {
                return status;
            }
            assert!(begun.elapsed() < time, "{}", self.log());
            sleep(Duration::from_millis(5)).await;
        }
    }

    pub fn kill(&mut self) {
        self.process.kill();
    }
}
