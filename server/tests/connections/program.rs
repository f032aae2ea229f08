use crate::{
    ports::free_port,
    sockets::{self, is_alive},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use std::{
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// The stylesheet, in the built site.
pub const STYLESHEET: &str = "pkg/leptos-proconnect.css";

/// An address without a listener.
pub const NOBODY: &str = "http://localhost:1/api/v2";

/// A running server. It stops with the test.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    folder: PathBuf,
}

impl Program {
    /// Starts the server with that issuer and these settings. Waits until it answers.
    pub fn start(issuer: &str, others: &[(&str, &str)]) -> Self {
        Self::start_with_descriptors(None, issuer, others)
    }

    /// Also limits its descriptors.
    pub fn start_with_descriptors(
        descriptors: Option<u32>,
        issuer: &str,
        others: &[(&str, &str)],
    ) -> Self {
        let port = free_port();
        let origin = format!("http://localhost:{port}");
        let callback = format!("{origin}/auth/proconnect/callback");
        let after_logout = format!("{origin}/auth/proconnect/logout/callback");
        let settings = [
            ("PROCONNECT_DOMAIN", issuer),
            ("PROCONNECT_REDIRECT_URI", &callback),
            ("PROCONNECT_POST_LOGOUT_REDIRECT_URI", &after_logout),
        ];
        Self::start_at(port, descriptors, &[&settings, others].concat())
    }

    /// Starts the server at that port, with these settings.
    pub fn start_at(port: u16, descriptors: Option<u32>, settings: &[(&str, &str)]) -> Self {
        Self::start_writing_to(None, port, descriptors, settings)
    }

    /// Starts the server with a standard output that the test reads, or does not read.
    pub fn start_with_output(output: impl Into<Stdio>, others: &[(&str, &str)]) -> Self {
        let port = free_port();
        let origin = format!("http://localhost:{port}");
        let callback = format!("{origin}/auth/proconnect/callback");
        let after_logout = format!("{origin}/auth/proconnect/logout/callback");
        let settings = [
            ("PROCONNECT_DOMAIN", NOBODY),
            ("PROCONNECT_REDIRECT_URI", &callback),
            ("PROCONNECT_POST_LOGOUT_REDIRECT_URI", &after_logout),
        ];
        let settings = [&settings, others].concat();
        Self::start_writing_to(Some(output.into()), port, None, &settings)
    }

    fn start_writing_to(
        output: Option<Stdio>,
        port: u16,
        descriptors: Option<u32>,
        settings: &[(&str, &str)],
    ) -> Self {
        let folder = std::env::temp_dir().join(format!("{:016x}-server", rand::random::<u64>()));
        std::fs::create_dir_all(folder.join("site/pkg")).unwrap();
        std::fs::write(folder.join("site").join(STYLESHEET), "").unwrap();
        if let Some(site) = std::env::var_os("SITE_UNDER_TEST") {
            let copied = Command::new("cp").arg("-r").arg(site).arg(&folder).status();
            assert!(copied.unwrap().success());
        }
        let client = mock_proconnect::Client::development();
        let secret: [u8; 64] = rand::random();
        let limit = descriptors.map_or(String::new(), |most| format!("ulimit -n {most};"));
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{limit} exec \"$0\""), &program()])
            .current_dir(&folder)
            .env("PROCONNECT_CLIENT_ID", client.client_id)
            .env("PROCONNECT_CLIENT_SECRET", client.client_secret)
            // A release build, which this may be, requires it.
            .env("COOKIE_SECRET", BASE64_STANDARD.encode(secret))
            .env("SESSION_STORE_URL", "sqlite:sessions.sqlite")
            .env("LEPTOS_OUTPUT_NAME", "leptos-proconnect")
            .env("LEPTOS_SITE_ROOT", folder.join("site"))
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .envs(settings.iter().copied())
            .stdout(output.unwrap_or_else(|| log.try_clone().unwrap().into()))
            .stderr(log);
        let child = command.spawn().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut program = Self {
            child,
            address,
            folder,
        };
        program.wait_until_it_answers();
        program
    }

    fn wait_until_it_answers(&mut self) {
        let begun = Instant::now();
        while !sockets::is_alive(self.address) {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", self.log());
            assert!(begun.elapsed() < Duration::from_secs(60), "{}", self.log());
            sleep(Duration::from_millis(50));
        }
    }

    /// The server's log.
    pub fn log(&self) -> String {
        // A thread of its own writes the lines of a request, which may have been answered before.
        sleep(Duration::from_millis(50));
        let log = std::fs::read(self.folder.join("log")).unwrap();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Puts a file into the built site.
    pub fn publish(&self, path: &str, content: &str) {
        let path = self.folder.join("site").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Removes a file of the built site.
    pub fn withdraw(&self, path: &str) {
        std::fs::remove_file(self.folder.join("site").join(path)).unwrap();
    }

    /// Sends a signal to the server, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status();
        assert!(sent.unwrap().success());
    }

    /// The exit status, if the server ends within that time.
    pub fn ends_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            sleep(Duration::from_millis(5));
        }
        None
    }

    /// The server's resident memory, in kilobytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        line.unwrap()
            .split_whitespace()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }
}

/// Longest time until memory is returned to the system: the allocator keeps it for about ten
/// seconds.
const GIVEN_BACK: Duration = Duration::from_secs(60);

impl Program {
    /// Waits until the process has returned its memory to the system.
    ///
    /// # Panics
    /// When it keeps more than a fifth above the `before` kilobytes.
    pub fn assert_memory_returns_to(&self, before: u64) {
        let (since, mut after) = (Instant::now(), self.memory());
        while after * 100 > before * 120 && since.elapsed() < GIVEN_BACK {
            sleep(Duration::from_secs(1));
            // A platform's probe does the same: an idle process returns nothing.
            assert!(is_alive(self.address));
            after = self.memory();
        }
        println!(
            "memory {before} KB, then {after} KB {:?} later",
            since.elapsed()
        );
        assert!(after * 100 <= before * 120, "{before} KB, then {after} KB");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The debug server, unless another is named; `SITE_UNDER_TEST` is then its site.
fn program() -> String {
    let named = std::env::var("SERVER_UNDER_TEST").ok();
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_server").to_owned())
}
