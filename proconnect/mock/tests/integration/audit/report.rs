//! The report and the baseline of a run, as a CI has them.

use clap::Parser;
use mock_proconnect::audit::arguments::Arguments;
use mock_proconnect::audit::audit;
use std::path::Path;
use std::process::Command;

use super::subject::{Careless, start_both};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// Runs one attack, writes the reports into `folder`, and returns the exit code.
async fn exit_code(careless: &[Careless], folder: &Path) -> u8 {
    let (mock, origin) = start_both(careless).await;
    let files = ["a.md", "a.json", "a.xml", "a.html"]
        .map(|name| format!("--report={}", folder.join(name).display()));
    let baseline = format!("--baseline={}", folder.join("known.txt").display());
    let mut line = vec![
        "audit",
        "--only=flow-login-csrf",
        "--start",
        &origin,
        &baseline,
    ];
    line.extend(files.iter().map(String::as_str));
    let arguments = Line::parse_from(line).arguments;
    let report = audit(mock, &arguments).await.unwrap();
    report.publish(&arguments).unwrap();
    report.verdict().exit_code()
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_fails_and_writes_what_later_runs_know_until_it_is_mended() {
    let folder = std::env::temp_dir().join(format!("audit-report-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let habits = [
        Careless::StateIgnored,
        Careless::NonceIgnored,
        Careless::NoPkce,
    ];
    assert_eq!(exit_code(&habits, &folder).await, 1);
    assert!(read(&folder, "known.txt").contains("\nflow-login-csrf  # "));
    assert!(read(&folder, "a.xml").contains("<failure "));

    assert_eq!(exit_code(&habits, &folder).await, 0);
    assert!(read(&folder, "a.md").contains("### flow-login-csrf ("));
    assert!(read(&folder, "a.json").contains("\"is_known\": true"));
    assert!(read(&folder, "a.html").contains("id=\"case-flow-login-csrf\""));
    assert!(read(&folder, "a.xml").contains("<skipped "));

    assert_eq!(exit_code(&[], &folder).await, 0);
    let json: serde_json::Value = serde_json::from_str(&read(&folder, "a.json")).unwrap();
    assert_eq!(json["baseline"]["mended"][0], "flow-login-csrf");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_report_of_unknown_kind_is_refused_before_the_run() {
    let output = Command::new(env!("CARGO_BIN_EXE_mock-proconnect"))
        .args([
            "audit",
            "--address=127.0.0.1:0",
            "--start=http://localhost:1/",
        ])
        .arg("--report=audit.pdf")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    let expected = "mock-proconnect: --report audit.pdf: write a name that ends in";
    assert!(error.starts_with(expected), "{error}");
}
