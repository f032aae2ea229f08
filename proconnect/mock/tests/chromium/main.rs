//! `mock-proconnect audit --browser` against a service in which only scripts log in and out. `CHROMIUM_PATH` names
//! the browser; otherwise it is looked for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(
    clippy::disallowed_methods,
    reason = "the service under test has an HTTP client of its own"
)]

mod service;

use clap::Parser;
use mock_proconnect::audit::arguments::Arguments;
use mock_proconnect::audit::{Obstacle, Report, audit};
use std::sync::atomic::Ordering;

use service::Service;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// Runs the cases `only` in Chromium.
async fn in_chromium(service: Service, only: &[&str]) -> Result<Report, Obstacle> {
    let path = std::env::var("CHROMIUM_PATH").unwrap_or_default();
    run(service, only, &[&format!("--browser={path}")]).await
}

async fn run(service: Service, only: &[&str], flags: &[&str]) -> Result<Report, Obstacle> {
    let start = format!("{}/", service.origin);
    let mut line = vec!["audit", "--start", &start, "--patience", "10"];
    line.extend(flags);
    for case in only {
        line.extend(["--only", case]);
    }
    let arguments = Line::parse_from(line).arguments;
    audit(service.mock, &arguments).await
}

/// The cases with a verdict against the service, or without one.
fn conspicuous(report: &Report) -> Vec<&str> {
    let trials = report.trials.iter();
    let conspicuous = trials.filter(|trial| format!("{:?}", trial.outcome) != "AsExpected");
    conspicuous.map(|trial| trial.case.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_scripts_finds_no_way_in() {
    let refusal = run(Service::start(true).await, &["callback-wrong-state"], &[]).await;
    let refusal = refusal
        .expect_err("there is no link and no form")
        .to_string();
    assert!(refusal.contains("--log-in"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_of_scripts_are_found_and_attacks_refused() {
    let service = Service::start(true).await;
    let logouts = service.logouts.clone();
    let cases = [
        "callback-wrong-state",
        "callback-access-denied-aborted",
        "flow-login-csrf",
    ];
    let report = in_chromium(service, &cases).await.unwrap();
    assert_eq!(report.trials.len(), cases.len());
    assert_eq!(conspicuous(&report), Vec::<&str>::new());
    assert!(
        logouts.load(Ordering::Relaxed) > 0,
        "the logout was not found"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_scripts_that_ignores_the_state_is_caught() {
    let cases = [
        "callback-wrong-state",
        "callback-access-denied-aborted",
        "flow-login-csrf",
    ];
    let report = in_chromium(Service::start(false).await, &cases)
        .await
        .unwrap();
    assert_eq!(
        conspicuous(&report),
        ["callback-wrong-state", "flow-login-csrf"]
    );
}

/// Chromium passes on no `Set-Cookie`: its own cookies have the attributes.
#[tokio::test(flavor = "multi_thread")]
async fn the_attributes_of_the_session_cookie_are_seen() {
    let cases = [
        "flow-session-cookie-http-only",
        "flow-session-cookie-same-site",
    ];
    let report = in_chromium(Service::start(true).await, &cases)
        .await
        .unwrap();
    assert_eq!(conspicuous(&report), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_no_browser_is_an_obstacle() {
    let service = Service::start(true).await;
    let refusal = run(
        service,
        &["callback-wrong-state"],
        &["--browser=/bin/false"],
    )
    .await;
    let refusal = refusal.expect_err("it ends at once").to_string();
    assert!(refusal.contains("/bin/false does not start"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_waits_for_ever_is_no_answer() {
    let service = Service::start(true).await;
    let report = in_chromium(service, &["token-no-answer"]).await.unwrap();
    let outcome = format!("{:?}", report.trials[0].outcome);
    assert!(outcome.contains("NoAnswer"), "{outcome}");
}

/// Chromium has started when the suite opens the page of the service, which never answers.
#[cfg(unix)]
#[test]
fn a_signal_stops_chromium_and_removes_its_files() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let start = format!("http://{}/", listener.local_addr().unwrap());
    let folder = std::env::temp_dir().join(format!("chromium-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = std::env::var("CHROMIUM_PATH").unwrap_or_default();
    let mut suite = std::process::Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["audit", "--address", "127.0.0.1:0", "--start", &start])
        .arg(format!("--browser={path}"))
        .env("TMPDIR", &folder)
        .spawn()
        .unwrap();
    // The first connection is that of the suite, which waits for the service; the second is Chromium's.
    let connections: Vec<_> = listener.incoming().take(2).collect();
    let sent = std::process::Command::new("kill")
        .arg(suite.id().to_string())
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(suite.wait().unwrap().code(), Some(2));
    drop(connections);
    let left = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(left, 0);
}
