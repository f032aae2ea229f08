//! A signal in the middle of a run.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use tokio::net::TcpListener;

use super::subject::{client, serve};

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_audit_reports_the_finished_cases_and_writes_no_baseline() {
    let folder = std::env::temp_dir().join(format!("audit-stop-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [report, baseline] = ["a.json", "known.txt"].map(|name| folder.join(name));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let issuer = format!("http://localhost:{}/api/v2", address.port());
    serve(listener, &issuer, client(&origin), &[]);
    let mut audit = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args(["audit", "--language=en", "--start", &origin])
        .arg(format!("--address={address}"))
        .arg(format!("--redirect-uri={origin}/callback"))
        .arg(format!(
            "--post-logout-redirect-uri={origin}/logout/callback"
        ))
        .arg(format!("--report={}", report.display()))
        .arg(format!("--baseline={}", baseline.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(audit.stderr.take().unwrap());
    let mut told = String::new();
    while !told.contains(" 3/") {
        assert_ne!(stderr.read_line(&mut told).unwrap(), 0, "{told}");
    }
    assert!(told.contains("Without --command"), "{told}");
    let sent = Command::new("kill").arg(audit.id().to_string()).status();
    assert!(sent.unwrap().success());
    stderr.read_to_string(&mut told).unwrap();
    assert_eq!(audit.wait().unwrap().code(), Some(2), "{told}");
    let json = std::fs::read_to_string(&report).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "stopped");
    assert!(
        json["counts"]["as_expected"].as_u64().unwrap() >= 2,
        "{told}"
    );
    assert!(json["counts"]["not_run"].as_u64().unwrap() > 100, "{told}");
    assert!(!baseline.exists());
    std::fs::remove_dir_all(&folder).unwrap();
}
