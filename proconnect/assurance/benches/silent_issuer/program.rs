//! The server as a process, with documented settings.

use base64::{Engine, prelude::BASE64_STANDARD};
use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

pub struct Program {
    child: Child,
    origin: String,
    store: PathBuf,
}

impl Program {
    /// Starts the server, and waits until it knows its issuer.
    pub async fn start(issuer: &str) -> Self {
        let port = free_port();
        let origin = format!("http://localhost:{port}");
        let store = std::env::temp_dir().join(format!("bench-{port}.sqlite"));
        let program = std::env::var_os("SERVER_UNDER_TEST").expect("SERVER_UNDER_TEST");
        let child = Command::new(program)
            .env("PROCONNECT_DOMAIN", issuer)
            .env("PROCONNECT_CLIENT_ID", "client")
            .env("PROCONNECT_CLIENT_SECRET", "0123456789abcdef".repeat(4))
            .env(
                "PROCONNECT_REDIRECT_URI",
                format!("{origin}/auth/proconnect/callback"),
            )
            .env(
                "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
                format!("{origin}/auth/proconnect/logout/callback"),
            )
            .env(
                "COOKIE_SECRET",
                BASE64_STANDARD.encode(rand::random::<[u8; 64]>()),
            )
            .env("SESSION_STORE_URL", format!("sqlite:{}", store.display()))
            .env("LEPTOS_SITE_ADDR", format!("127.0.0.1:{port}"))
            .env("TRUSTED_PROXIES", "127.0.0.1")
            .env("LEPTOS_OUTPUT_NAME", "leptos-proconnect")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a program that can be run");
        let mut program = Self {
            child,
            origin: format!("http://127.0.0.1:{port}"),
            store,
        };
        program.wait().await;
        program
    }

    /// The address, not the name: a thousand browsers would resolve the name a thousand times.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    async fn wait(&mut self) {
        let ready = format!("{}/readyz", self.origin);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let is_ready = |answer: reqwest::Result<reqwest::Response>| {
            answer.is_ok_and(|answer| answer.status().is_success())
        };
        while !is_ready(client.get(&ready).send().await) {
            assert!(self.child.try_wait().unwrap().is_none(), "the server ended");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The exit status does not matter, nor whether the process was already gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.store);
    }
}

/// A free port.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
