//! Runs the program in a folder of its own, and reads its report.

use base64::{Engine, prelude::BASE64_STANDARD};
use mock_proconnect::Client;
use serde_json::Value;
use std::{fs, path::PathBuf, process::Command};

/// A working folder with a built site, and the settings of a right server.
pub struct Doctor {
    pub folder: PathBuf,
    variables: Vec<(String, String)>,
}

/// The guides, which describe every code.
const GUIDES: [&str; 2] = [
    include_str!("../../../../docs/guides/exploitation.md"),
    include_str!("../../../../docs/guides/en/operations.md"),
];

/// The outcome of one run.
pub struct Diagnosis {
    pub exit: Option<i32>,
    pub text: String,
    pub json: Value,
}

impl Doctor {
    /// The settings of a server whose issuer is there. Its address is free.
    pub fn of(issuer: &str) -> Self {
        let name = format!("{:016x}-check", rand::random::<u64>());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("target/site/pkg")).unwrap();
        fs::write(folder.join("target/site/pkg/leptos-proconnect.css"), "").unwrap();
        let client = Client::development();
        let doctor = Self {
            folder,
            variables: Vec::new(),
        };
        doctor
            .with("LEPTOS_OUTPUT_NAME", "leptos-proconnect")
            .with("LEPTOS_SITE_ADDR", "127.0.0.1:0")
            .with("PROCONNECT_DOMAIN", issuer)
            .with("PROCONNECT_CLIENT_ID", &client.client_id)
            .with("PROCONNECT_CLIENT_SECRET", &client.client_secret)
            .with("PROCONNECT_REDIRECT_URI", &client.redirect_uris[0])
            .with(
                "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
                &client.post_logout_redirect_uris[0],
            )
            .with(
                "COOKIE_SECRET",
                &BASE64_STANDARD.encode(rand::random::<[u8; 64]>()),
            )
            .with(
                "PROCONNECT_SCOPES",
                "openid given_name usual_name email siret roles",
            )
    }

    /// The same, with another value of a variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs the check twice, for a person and for a program, and compares the two.
    pub async fn examines(&self) -> Diagnosis {
        let (exit, text) = self.run(&["check"]).await;
        let (same, json) = self.run(&["check", "--json"]).await;
        assert_eq!(exit, same, "{text}\n{json}");
        let secrets = self.variables.iter();
        let secrets = secrets.filter(|(name, _)| name.ends_with("_SECRET"));
        for (name, secret) in secrets {
            assert!(!text.contains(secret), "{name} in {text}");
            assert!(!json.contains(secret), "{name} in {json}");
        }
        let json: Value = serde_json::from_str(&json).unwrap();
        let findings = json["findings"].as_array().unwrap();
        for code in findings.iter().map(|of| of["code"].as_str().unwrap()) {
            let described = |guide: &&str| guide.contains(&format!("`{code}`"));
            assert!(GUIDES.iter().all(described), "{code} is in no guide");
        }
        let lines = text.lines().take_while(|line| !line.is_empty());
        assert_eq!(lines.count(), findings.len(), "{text}");
        Diagnosis { exit, text, json }
    }

    async fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
        program
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear();
        program.envs(self.variables.iter().map(|(name, value)| (name, value)));
        // The issuer answers in this runtime meanwhile.
        let ended = tokio::task::spawn_blocking(move || program.output());
        let ended = ended.await.unwrap().unwrap();
        let error = String::from_utf8(ended.stderr).unwrap();
        assert!(error.is_empty(), "{error}");
        (
            ended.status.code(),
            String::from_utf8(ended.stdout).unwrap(),
        )
    }
}

impl Drop for Doctor {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Diagnosis {
    /// The codes of the findings of that level.
    pub fn codes(&self, level: &str) -> Vec<&str> {
        let findings = self.json["findings"].as_array().unwrap().iter();
        let of_level = findings.filter(|finding| finding["level"] == level);
        of_level
            .map(|finding| finding["code"].as_str().unwrap())
            .collect()
    }

    /// Asserts that these errors, and no others, prevent logins; that the first one has a cure; and that
    /// the text has these parts.
    pub fn assert_errors(&self, codes: &[&str], parts: &[&str]) {
        assert_eq!(self.codes("error"), codes, "{}", self.text);
        assert_eq!(self.exit, Some(1), "{}", self.text);
        assert_eq!(self.json["result"], "error");
        self.assert_parts(parts);
    }

    /// Asserts that there is this warning, and no error.
    pub fn assert_warning(&self, code: &str, parts: &[&str]) {
        assert_eq!(self.codes("error"), [""; 0], "{}", self.text);
        assert_eq!(self.codes("warning"), [code], "{}", self.text);
        assert_eq!(self.exit, Some(0), "{}", self.text);
        assert_eq!(self.json["result"], "warning");
        self.assert_parts(parts);
    }

    fn assert_parts(&self, parts: &[&str]) {
        for part in parts.iter().chain(&["Que faire\u{a0}: "]) {
            assert!(self.text.contains(part), "{part} in {}", self.text);
        }
    }
}
