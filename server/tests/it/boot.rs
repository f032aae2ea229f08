//! The program itself, with settings that it must refuse: its exit code, its standard error and its log.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

const GOOD: [(&str, &str); 5] = [
    ("PROCONNECT_DOMAIN", "https://issuer.example/realm"),
    ("PROCONNECT_CLIENT_ID", "client"),
    (
        "PROCONNECT_CLIENT_SECRET",
        "0123456789abcdef0123456789abcdef",
    ),
    (
        "PROCONNECT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/callback",
    ),
    (
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
        "http://localhost:3000/auth/proconnect/logout/callback",
    ),
];

/// A working folder with a built site.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("{:016x}-boot", rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(path.join("target/site/pkg")).unwrap();
        fs::write(path.join("target/site/pkg/leptos-proconnect.css"), "").unwrap();
        Self(path)
    }

    /// The output of the server before it ends.
    fn refusal(&self, others: &[(&str, &str)]) -> String {
        self.refusal_of(&[&GOOD, others].concat())
    }

    fn refusal_of(&self, variables: &[(&str, &str)]) -> String {
        self.end_of(variables).1
    }

    /// The log of the server, on its standard output, and the reason of its end, on its standard error.
    fn end_of(&self, variables: &[(&str, &str)]) -> (String, String) {
        let ended = Command::new(env!("CARGO_BIN_EXE_server"))
            .current_dir(&self.0)
            .env_clear()
            .env("LEPTOS_OUTPUT_NAME", "leptos-proconnect")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{text}");
        (String::from_utf8(ended.stdout).unwrap(), text)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn assert_mistakes(text: &str, variables: &[&str]) {
    let named = text.lines().filter(|line| variables.contains(line));
    assert_eq!(named.count(), variables.len(), "{variables:?} in {text}");
    let count = format!("{} mistake(s)", variables.len());
    assert!(text.contains(&count), "{count} in {text}");
}

#[test]
fn l8_r12_r13_every_mistake_is_reported_at_once_those_of_the_machine_too() {
    let folder = Folder::new();
    let text = folder.refusal(&[
        ("PROCONNECT_SCOPES", "email"),
        ("SESSION_STORE_URL", "sqlite:none/sessions.sqlite"),
        ("SESSION_IDLE_MINUTES", "900"),
        ("COOKIE_SECRET", "AAAA"),
        ("LEPTOS_SITE_ADDR", "localhost:4116"),
        ("LEPTOS_SITE_ROOT", "/nowhere"),
        ("RUST_LOG", "info;debug"),
        ("SSL_CERT_FILE", "/nowhere/ca.pem"),
    ]);
    let variables = [
        "PROCONNECT_SCOPES",
        "SESSION_STORE_URL",
        "SESSION_IDLE_MINUTES",
        "COOKIE_SECRET",
        "LEPTOS_SITE_ADDR",
        "LEPTOS_SITE_ROOT",
        "RUST_LOG",
        "SSL_CERT_FILE",
    ];
    assert_mistakes(&text, &variables);
    assert!(text.contains("there is no none"), "{text}");
    assert!(text.contains("“/nowhere/ca.pem”"), "{text}");
}

#[test]
fn r15_unreadable_certificates_are_reported_unless_the_issuer_is_on_this_machine() {
    let folder = Folder::new();
    let empty = folder.0.join("empty.pem");
    fs::write(&empty, "").unwrap();
    let empty = empty.to_str().unwrap();
    assert_mistakes(
        &folder.refusal(&[("SSL_CERT_FILE", empty)]),
        &["SSL_CERT_FILE"],
    );
    let local = ("PROCONNECT_DOMAIN", "http://localhost:9/realm");
    let others = [("SSL_CERT_FILE", empty), local, ("LEPTOS_SITE_ADDR", "x")];
    assert_mistakes(&folder.refusal(&others), &["LEPTOS_SITE_ADDR"]);
}

#[test]
fn an_address_in_use_and_a_store_that_does_not_open_are_reported_with_variable_value_and_expected()
{
    let folder = Folder::new();
    let (_taken, address) = taken();
    let local = ("PROCONNECT_DOMAIN", "http://localhost:9/realm");
    let text = folder.refusal(&[local, ("LEPTOS_SITE_ADDR", &address)]);
    for part in ["LEPTOS_SITE_ADDR", "received: ", &address, "write: "] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = folder.refusal(&[local, ("METRICS_ADDR", &address)]);
    for part in ["METRICS_ADDR", "received: ", &address, "write: "] {
        assert!(text.contains(part), "{part} in {text}");
    }
    fs::write(folder.0.join("no.sqlite"), "x".repeat(4096)).unwrap();
    let text = folder.refusal(&[local, ("SESSION_STORE_URL", "sqlite:no.sqlite")]);
    for part in ["SESSION_STORE_URL", "received: sqlite:no.sqlite", "write: "] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn r09_a_broken_env_file_is_reported_by_its_line() {
    let folder = Folder::new();
    fs::write(
        folder.0.join(".env"),
        "# a\nPROCONNECT_SCOPES=openid email\n",
    )
    .unwrap();
    let text = folder.refusal(&[]);
    assert!(text.contains(".env, line 2 is not NAME=value"), "{text}");
}

#[test]
fn a_byte_order_mark_hides_no_variable_of_the_env_file() {
    let folder = Folder::new();
    let env_file = folder.0.join(".env");
    fs::write(env_file, "\u{feff}LEPTOS_SITE_ADDR=\"nowhere\"\nPORT='x'\n").unwrap();
    assert_mistakes(&folder.refusal(&[]), &["LEPTOS_SITE_ADDR", "PORT"]);
}

#[test]
fn r12_an_empty_site_is_reported() {
    let folder = Folder::new();
    let pkg = Path::new("target/site/pkg/leptos-proconnect.css");
    fs::remove_file(folder.0.join(pkg)).unwrap();
    assert_mistakes(&folder.refusal(&[]), &["LEPTOS_SITE_ROOT"]);
}

/// An address in use, so that the server ends even if all settings are right.
fn taken() -> (TcpListener, String) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    (taken, address)
}

#[test]
fn settings_that_may_be_unintended_are_logged_at_boot() {
    let folder = Folder::new();
    let (_taken, address) = taken();
    let others = [
        ("PROCONNECT_DOMAIN", "http://localhost:9/realm"),
        ("PROCONNECT_MFA_ACR_VALUES", "eidas1-mfa eidas2 eidas3"),
        ("LEPTOS_SITE_ADDR", &address),
    ];
    let (log, error) = folder.end_of(&[&GOOD[..], &others].concat());
    for part in [
        "WARN",
        "the scope roles is not requested",
        "lacks eidas0-mfa",
    ] {
        assert!(log.contains(part), "{part} in {log}");
        assert!(!error.contains(part), "{part} in {error}");
    }
}

#[test]
fn r09_the_example_as_it_stands_runs_the_mock() {
    let folder = Folder::new();
    let example = include_str!("../../../.env.example");
    let uncommented = example.lines().map(|line| {
        let variable = line.strip_prefix('#').filter(|line| {
            let name = line.split('=').next().unwrap_or_default();
            let is_name = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
            line.contains('=') && !name.is_empty() && is_name
        });
        variable.unwrap_or(line)
    });
    let text: Vec<_> = uncommented.collect();
    fs::write(folder.0.join(".env"), text.join("\n")).unwrap();
    let (_taken, address) = taken();
    let (log, error) = folder.end_of(&[("LEPTOS_SITE_ADDR", &address)]);
    assert!(log.contains("the mock issuer runs here"), "{log}");
    let refused = "LEPTOS_SITE_ADDR, or HOST and PORT";
    assert!(error.contains(refused), "{error}");
}
