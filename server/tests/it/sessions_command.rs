//! `server sessions`, beside a running server.

use crate::support::{Browser, ORIGIN, TestApp};
use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use mock_proconnect::Client;
use proconnect::web::SessionReference;
use serde_json::Value;
use std::{
    process::{Command, Output},
    sync::LazyLock,
};
use tower_sessions::SessionStore;

async fn start() -> TestApp {
    TestApp::start_with(&[("COOKIE_SECRET", &SECRET)]).await
}

/// The secret that the command and the application share.
static SECRET: LazyLock<String> =
    LazyLock::new(|| BASE64_STANDARD.encode(rand::random::<[u8; 64]>()));

async fn signed_in(app: &TestApp, address: &str) -> Browser {
    let mut browser = app.browser();
    browser.log_in_as(address).await;
    browser
}

fn reference(browser: &Browser) -> String {
    let id = browser.cookies["local-session"].parse().unwrap();
    SessionReference::of(id).to_string()
}

const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
const KARIM: &str = "karim.benali@interieur.example.fr";

/// Runs the command with the settings of the application.
async fn sessions(app: &TestApp, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
    program.arg("sessions").args(arguments);
    program.current_dir(app.site()).env_clear();
    let client = Client::development();
    let callback = format!("{ORIGIN}/auth/proconnect/callback");
    let after_logout = format!("{ORIGIN}/auth/proconnect/logout/callback");
    program
        .env("PROCONNECT_DOMAIN", app.mock.issuer())
        .env("PROCONNECT_CLIENT_ID", client.client_id)
        .env("PROCONNECT_CLIENT_SECRET", client.client_secret)
        .env("PROCONNECT_REDIRECT_URI", callback)
        .env("PROCONNECT_POST_LOGOUT_REDIRECT_URI", after_logout)
        .env(
            "SESSION_STORE_URL",
            format!("sqlite:{}", app.store_path().display()),
        )
        .env("COOKIE_SECRET", &*SECRET)
        .env("LEPTOS_SITE_ROOT", app.site())
        .env("PROCONNECT_SCOPES", "openid roles");
    let ended = tokio::task::spawn_blocking(move || program.output());
    ended.await.unwrap().unwrap()
}

/// The `sub` of the agent, from the record of their session.
async fn sub_of(app: &TestApp, browser: &Browser) -> String {
    let id = browser.cookies["local-session"].parse().unwrap();
    let record = app.store().await.load(&id).await.unwrap().unwrap();
    let signed_in = record.data["signed_in"].as_str().unwrap();
    let signed_in: Value = serde_json::from_str(signed_in).unwrap();
    signed_in["identity"]["sub"].as_str().unwrap().to_owned()
}

async fn text(app: &TestApp, arguments: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = sessions(app, arguments).await;
    let error = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{arguments:?}: {error}");
    String::from_utf8(stdout).unwrap()
}

async fn json(app: &TestApp, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--json"]].concat();
    let value: Value = serde_json::from_str(&text(app, &arguments).await).unwrap();
    assert_eq!(value["version"], 1);
    value
}

#[tokio::test]
async fn f9_an_operator_lists_sessions_and_ends_one() {
    let app = start().await;
    let mut angela = signed_in(&app, ANGELA).await;
    let mut karim = signed_in(&app, KARIM).await;
    let list = text(&app, &["list"]).await;
    for part in [
        &reference(&angela),
        &reference(&karim),
        "Un navigateur que nous ne reconnaissons pas",
        "Sessions ouvertes\u{a0}: 2",
    ] {
        assert!(list.contains(part), "{part} in {list}");
    }
    assert!(!list.contains("DUBOIS") && !list.contains(ANGELA), "{list}");

    let end = ["end", "--session", &reference(&angela)];
    let Output { stdout, stderr, .. } = sessions(&app, &end).await;
    let ended = String::from_utf8(stdout).unwrap();
    assert!(ended.contains("Sessions fermées\u{a0}: 1"), "{ended}");
    let event: Value = serde_json::from_slice(&stderr).unwrap();
    assert_eq!(event["event.action"], "session_ended_by_other");
    assert_eq!(event["event.reason"], "operator");
    let machine = rustix::system::uname();
    let account = rustix::process::geteuid().as_raw();
    assert_eq!(event["host.hostname"], machine.nodename().to_str().unwrap());
    assert_eq!(event["process.user.id"], account.to_string());
    assert_eq!(event["proconnect.session"], reference(&angela).as_str());
    assert_eq!(
        angela.get("/mon-compte").await.status,
        StatusCode::SEE_OTHER
    );
    assert!(karim.is_signed_in().await);
    let again = text(&app, &end).await;
    assert!(again.contains("rien n’a été fermé"), "{again}");
}

#[tokio::test]
async fn f9_an_agent_is_named_by_the_sub_or_by_the_hash_of_the_audit_trail() {
    let app = start().await;
    let mut karim = signed_in(&app, KARIM).await;
    for by_hash in [false, true] {
        let mut angela = [signed_in(&app, ANGELA).await, signed_in(&app, ANGELA).await];
        let all = json(&app, &["list"]).await;
        let mut all = all["sessions"].as_array().unwrap().iter();
        let own = all.find(|session| session["session"] == reference(&angela[0]).as_str());
        let hash = own.unwrap()["agent"].as_str().unwrap().to_owned();
        assert_eq!(hash.len(), 16);
        let sub = sub_of(&app, &angela[0]).await;
        let named = if by_hash { hash } else { sub };
        let listed = json(&app, &["list", "--sub", &named]).await;
        let mut found: Vec<_> = listed["sessions"].as_array().unwrap().iter().collect();
        assert_eq!(found.len(), 2, "{listed}");
        found.retain(|session| session["session"] == reference(&angela[1]).as_str());
        assert_eq!(
            found[0]["browser"],
            "Un navigateur que nous ne reconnaissons pas"
        );
        assert!(found[0]["begun_at"].as_str().unwrap().ends_with('Z'));
        let ended = json(&app, &["end", "--sub", &named]).await;
        assert_eq!(ended["ended"].as_array().unwrap().len(), 2, "{ended}");
        for browser in &mut angela {
            assert!(!browser.is_signed_in().await);
        }
    }
    assert!(karim.is_signed_in().await);
    for unknown in ["nobody", "AAAAAAAAAAAAAAAA", ""] {
        let ended = json(&app, &["end", "--sub", unknown]).await;
        assert_eq!(ended["ended"].as_array().unwrap().len(), 0, "{unknown}");
    }
}

#[tokio::test]
async fn f9_all_sessions_are_ended_however_many_they_are() {
    let app = start().await;
    let mut karim = signed_in(&app, KARIM).await;
    app.execute_in_store(
        "INSERT INTO agent_sessions (reference, agent_hash, sealed_record, sealed_life, purge_at)
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
         SELECT printf('%032x', i), 'hash', x'00', x'00', 9999999999 FROM n",
    )
    .await;
    let list = text(&app, &["list"]).await;
    assert!(list.contains("Sessions ouvertes\u{a0}: 1"), "{list}");
    let ended = json(&app, &["end", "--all"]).await;
    assert_eq!(ended["ended"].as_array().unwrap().len(), 1201);
    assert_eq!(app.session_count().await, 0);
    assert!(!karim.is_signed_in().await);
    assert_eq!(text(&app, &["list"]).await, "Aucune session ouverte.\n");
}

#[tokio::test]
async fn f9_a_store_that_fails_is_reported_and_nothing_else_is() {
    let app = start().await;
    signed_in(&app, KARIM).await;
    app.execute_in_store("ALTER TABLE agent_sessions RENAME COLUMN agent_hash TO elsewhere")
        .await;
    for arguments in [&["list", "--sub", "x"][..], &["end", "--all"]] {
        let ended = sessions(&app, arguments).await;
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}");
        assert!(ended.stdout.is_empty());
        let error = String::from_utf8(ended.stderr).unwrap();
        assert!(
            error.contains("La base des sessions ne répond pas"),
            "{error}"
        );
    }
}
