//! `server agents`, beside a running server.

use crate::support::{Browser, ORIGIN, TestApp};
use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use mock_proconnect::Client;
use proconnect::web::AgentHash;
use serde_json::Value;
use std::{
    process::{Command, Output},
    sync::LazyLock,
};

/// The secret that the command and the application share.
static SECRET: LazyLock<String> =
    LazyLock::new(|| BASE64_STANDARD.encode(rand::random::<[u8; 64]>()));

pub const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
pub const SIRET: &str = "13002526500013";
const PAGE: &str = "/organisation/membres";

pub async fn start() -> TestApp {
    TestApp::start_with(&[("COOKIE_SECRET", &SECRET)]).await
}

pub async fn signed_in(app: &TestApp, address: &str) -> Browser {
    let mut browser = app.browser();
    browser.log_in_as(address).await;
    browser
}

/// Runs the command with the settings of the application.
pub async fn agents(app: &TestApp, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_server"));
    program.arg("agents").args(arguments);
    program.current_dir(app.site()).env_clear();
    let client = Client::development();
    let store = format!("sqlite:{}", app.store_path().display());
    program
        .env("PROCONNECT_DOMAIN", app.mock.issuer())
        .env("PROCONNECT_CLIENT_ID", client.client_id)
        .env("PROCONNECT_CLIENT_SECRET", client.client_secret)
        .env(
            "PROCONNECT_REDIRECT_URI",
            format!("{ORIGIN}/auth/proconnect/callback"),
        )
        .env(
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
            format!("{ORIGIN}/auth/proconnect/logout/callback"),
        )
        .env("SESSION_STORE_URL", store)
        .env("COOKIE_SECRET", &*SECRET)
        .env("LEPTOS_SITE_ROOT", app.site())
        .env("PROCONNECT_SCOPES", "openid roles");
    let ended = tokio::task::spawn_blocking(move || program.output());
    ended.await.unwrap().unwrap()
}

/// The result, and the events of the trail.
pub async fn done(app: &TestApp, arguments: &[&str]) -> (String, Vec<Value>) {
    let Output {
        status,
        stdout,
        stderr,
    } = agents(app, arguments).await;
    let error = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{arguments:?}: {error}");
    let events = error
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (String::from_utf8(stdout).unwrap(), events.collect())
}

/// The message of a command that did nothing.
async fn refused(app: &TestApp, arguments: &[&str], code: i32) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = agents(app, arguments).await;
    assert_eq!(status.code(), Some(code), "{arguments:?}");
    assert!(stdout.is_empty());
    String::from_utf8(stderr).unwrap()
}

#[tokio::test]
async fn the_first_administrator_is_invited_by_command_before_any_login() {
    let app = start().await;
    let invite = [
        "invite",
        "--email",
        "Angela.Dubois@ministere.gouv.fr",
        "--siret",
        SIRET,
        "--role",
        "administrator",
    ];
    let (text, events) = done(&app, &invite).await;
    assert!(
        text.contains("30 jours") && text.contains("Aucun courriel"),
        "{text}"
    );
    assert_eq!(events[0]["event.action"], "account_managed");
    assert_eq!(events[0]["event.reason"], "invited_administrator");
    assert_eq!(
        events[0]["user.target.hash"],
        AgentHash::of_address(ANGELA).as_str()
    );
    let account = rustix::process::geteuid().as_raw();
    assert_eq!(events[0]["process.user.id"], account.to_string());
    assert!(events[0]["host.hostname"].is_string());
    let mut angela = signed_in(&app, ANGELA).await;
    assert_eq!(angela.get(PAGE).await.status, StatusCode::OK);
    let again = refused(&app, &invite, 1).await;
    assert!(again.contains("déjà membre"), "{again}");
}

#[tokio::test]
async fn a_known_agent_is_listed_and_has_the_role_that_a_command_gives() {
    let app = start().await;
    let (text, _) = done(&app, &["list"]).await;
    assert_eq!(text, "Aucun agent connu.\n");
    let mut angela = signed_in(&app, ANGELA).await;
    signed_in(&app, "karim.benali@interieur.example.fr").await;
    assert_eq!(
        angela.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
    let role = ["role", "--email", ANGELA, "--siret", SIRET, "--role"];
    let (_, events) = done(&app, &[&role[..], &["administrator"]].concat()).await;
    assert_eq!(events[0]["event.reason"], "role_administrator");
    assert_eq!(angela.get(PAGE).await.status, StatusCode::OK);
    let (text, events) = done(&app, &["list", "--siret", "130 025 265 00013"]).await;
    assert!(
        text.contains("administrator") && text.contains(ANGELA),
        "{text}"
    );
    assert!(!text.contains("karim") && events.is_empty());
    let (json, _) = done(&app, &["list", "--json"]).await;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["agents"].as_array().unwrap().len(), 2, "{json}");
    assert_eq!(json["agents"][0]["siret"], SIRET);
    let (text, _) = done(&app, &[&role[..], &["member"]].concat()).await;
    assert!(
        text.contains("plus personne n’administre 13002526500013"),
        "{text}"
    );
    assert_eq!(
        angela.get(PAGE).await.refusal(),
        "access.membership_role_missing"
    );
    let other = refused(
        &app,
        &[
            "role",
            "--email",
            ANGELA,
            "--siret",
            "11000201100044",
            "--role",
            "member",
        ],
        1,
    )
    .await;
    assert!(other.contains("server agents invite"), "{other}");
}

#[tokio::test]
async fn an_account_takes_the_subject_that_an_operator_attaches() {
    let app = start().await;
    let jean = "jean.terrien@commune.example.fr";
    let mut browser = signed_in(&app, jean).await;
    let [former, new] =
        ["territorial", "sub-change"].map(|persona| app.mock.claim(persona, "sub").unwrap());
    let (text, events) = done(&app, &["attach", "--email", jean, "--sub", &new]).await;
    assert!(text.contains("Sessions fermées\u{a0}: 1"), "{text}");
    let reasons: Vec<_> = events
        .iter()
        .map(|event| event["event.reason"].as_str().unwrap())
        .collect();
    assert_eq!(
        reasons,
        ["subject_attached", "subject_attached", "operator"]
    );
    assert!(!browser.is_signed_in().await);
    let (json, _) = done(&app, &["list", "--json"]).await;
    assert!(json.contains(&new) && !json.contains(&former), "{json}");
    signed_in(&app, ANGELA).await;
    let taken = refused(&app, &["attach", "--email", ANGELA, "--sub", &new], 1).await;
    assert!(taken.contains("forget --sub"), "{taken}");
    let nobody = refused(
        &app,
        &["attach", "--email", "nobody@example.fr", "--sub", "x"],
        1,
    )
    .await;
    assert!(nobody.contains("Aucun compte"), "{nobody}");
}

#[tokio::test]
async fn an_argument_that_cannot_be_read_is_named_and_nothing_is_done() {
    let app = start().await;
    for (arguments, named) in [
        (
            &[
                "invite", "--email", "angela", "--siret", SIRET, "--role", "member",
            ][..],
            "--email",
        ),
        (
            &[
                "invite",
                "--email",
                ANGELA,
                "--siret",
                "13002526500014",
                "--role",
                "member",
            ],
            "--siret",
        ),
        (
            &[
                "invite", "--email", ANGELA, "--siret", SIRET, "--role", "owner",
            ],
            "--role",
        ),
        (&["export", "--sub", "a", "--email", ANGELA], "--"),
        (&["forget"], "--sub"),
        (&[], "Il manque une commande"),
    ] {
        let error = refused(&app, arguments, 2).await;
        assert!(error.contains(named), "{arguments:?}: {error}");
    }
    for command in ["export", "forget"] {
        let unknown = refused(&app, &[command, "--sub", "nobody"], 1).await;
        assert!(unknown.contains("Aucun agent connu"), "{unknown}");
    }
}
