//! The proof of the suite of attacks: of a copy of this application from which one check is removed, the suite
//! reports a fault. `make weakened` builds the copy once and attacks it once per check.

mod copy;
mod weaknesses;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use weaknesses::WEAKNESSES;

const ISSUER: &str = "127.0.0.1:3900";
const SERVICE: &str = "http://localhost:3901";

#[test]
fn every_removed_check_is_noticed() {
    let program = copy::build(WEAKNESSES);
    let suite = suite();
    let all: Vec<&str> = WEAKNESSES.iter().map(|weakness| weakness.case).collect();
    let honest = attack(&suite, &program, "", &all);
    assert!(
        honest.status.success(),
        "without a weakness:\n{}",
        text(&honest)
    );
    let mut unnoticed = Vec::new();
    for weakness in WEAKNESSES {
        let found = attack(&suite, &program, weakness.name, &[weakness.case]);
        // 1 is a fault of the service, and 2 a service that cannot be judged.
        if found.status.code() != Some(1) {
            unnoticed.push(format!(
                "{} by {}:\n{}",
                weakness.name,
                weakness.case,
                text(&found)
            ));
        }
    }
    assert!(
        unnoticed.is_empty(),
        "not noticed:\n{}",
        unnoticed.join("\n")
    );
    assert!(WEAKNESSES.len() >= 25);
}

/// The program `mock-proconnect` of this build.
fn suite() -> PathBuf {
    let status = Command::new("cargo")
        .args(["build", "--package", "mock-proconnect"])
        .status()
        .unwrap();
    assert!(status.success());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("debug/mock-proconnect").canonicalize().unwrap()
}

/// Attacks the copy with these cases.
fn attack(suite: &Path, program: &Path, weakness: &str, cases: &[&str]) -> Output {
    let folder = program.with_file_name("run");
    let _ = fs::remove_dir_all(&folder);
    let site = folder.join("site/pkg");
    fs::create_dir_all(&site).unwrap();
    for extension in ["css", "js", "wasm"] {
        fs::write(site.join(format!("{}.{extension}", copy::OUTPUT_NAME)), "").unwrap();
    }
    let callback = format!("{SERVICE}/auth/proconnect/callback");
    let after_logout = format!("{SERVICE}/auth/proconnect/logout/callback");
    let back_channel = format!("{SERVICE}/auth/proconnect/backchannel-logout");
    let mut command = Command::new(suite);
    command
        .arg("audit")
        .args([
            "--address",
            ISSUER,
            "--start",
            &format!("{SERVICE}/"),
            "--language",
            "en",
        ])
        .args([
            "--redirect-uri",
            &callback,
            "--post-logout-redirect-uri",
            &after_logout,
        ])
        .args(["--backchannel-logout-uri", &back_channel])
        .arg("--command")
        .arg(program)
        .args(cases.iter().flat_map(|case| ["--only", case]));
    let settings = [
        ("WEAKENED", weakness),
        ("PROCONNECT_DOMAIN", "http://localhost:3900/api/v2"),
        (
            "PROCONNECT_CLIENT_ID",
            "c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e27c11e",
        ),
        (
            "PROCONNECT_CLIENT_SECRET",
            "5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2",
        ),
        ("PROCONNECT_REDIRECT_URI", &callback),
        ("PROCONNECT_POST_LOGOUT_REDIRECT_URI", &after_logout),
        ("LEPTOS_SITE_ADDR", "127.0.0.1:3901"),
        ("LEPTOS_SITE_ROOT", "site"),
        ("DATABASE_URL", "sqlite:app.sqlite"),
    ];
    command
        .envs(settings)
        .current_dir(&folder)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    format!("{out}{err}")
}
