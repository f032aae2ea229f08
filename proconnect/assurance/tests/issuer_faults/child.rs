//! Logins in another process, for behaviour that depends on its environment: trusted authorities,
//! proxies.

use crate::{
    issuer::Issuer,
    row::{Client, Here},
    tls,
    world::SIGNED_IN,
};
use proconnect::Deadlines;
use std::{fs, path::PathBuf, process::Command, sync::LazyLock};

/// The variable with the issuer of the child.
const DOMAIN: &str = "ISSUER_FAULTS_DOMAIN";

/// The text that the child prints before the verdict.
const VERDICT: &str = "verdict: ";

/// The variables in which `reqwest` looks for a proxy.
const PROXIES: [&str; 8] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// The certificate bundle that replaces the system's.
static BUNDLE: LazyLock<PathBuf> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("issuer-faults-authority.pem");
    fs::write(&path, tls::authority_pem()).unwrap();
    path
});

/// A process that trusts the authority of the tests, with these variables added.
#[derive(Clone, Default)]
pub struct Child(pub Vec<(&'static str, String)>);

impl Client for Child {
    async fn log_in(
        self,
        issuer: Issuer,
        domain: Option<String>,
        _those_of_production: Deadlines,
    ) -> (Issuer, String) {
        let domain = domain.unwrap_or_else(|| issuer.url().to_owned());
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "child::a_login_in_this_environment",
            "--nocapture",
        ]);
        for name in PROXIES {
            command.env_remove(name);
        }
        command
            .env("SSL_CERT_FILE", &*BUNDLE)
            .env(DOMAIN, domain)
            .envs(self.0);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = String::from_utf8(output.await.unwrap().stdout).unwrap();
        let verdict = output.lines().find_map(|line| line.split_once(VERDICT));
        let verdict = verdict.map_or(output.as_str(), |(_, verdict)| verdict);
        (issuer, verdict.to_owned())
    }
}

/// The child's part. Run alone, it logs in at its own issuer.
#[tokio::test]
async fn a_login_in_this_environment() {
    let (issuer, domain) = (Issuer::start().await, std::env::var(DOMAIN).ok());
    let is_child = domain.is_some();
    let (_, verdict) = Here.log_in(issuer, domain, Deadlines::default()).await;
    if is_child {
        println!("\n{VERDICT}{verdict}");
    } else {
        assert_eq!(verdict, SIGNED_IN);
    }
}
