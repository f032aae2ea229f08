//! Who may enter at all: the rules of the settings, at the login and for sessions that are older than a rule.

use crate::support::{Answer, Browser, TestApp};
use app::{
    accounts::policy::{ChangedSubject, FirstLogin},
    refusals::{
        Explanation,
        texts::{ACCOUNT_CONFLICT, BLOCKED, NOT_INVITED, RULE_UNMET},
    },
};
use axum::http::{Method, StatusCode};
use proconnect::web::{AccessRule, RuleKind};

const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
const SOPHIE: &str = "sophie.martin@octo.example.com";
const JEAN: &str = "jean.terrien@commune.example.fr";

/// A rule of each kind that admits Angela and not Sophie: the variable, its value, and the rule on a page.
const RULES: [(&str, &str, &str); 5] = [
    (
        "ACCESS_EMAIL_DOMAINS",
        "Ministere.gouv.fr, ville.example",
        "Réservé aux adresses en @Ministere.gouv.fr ou @ville.example",
    ),
    (
        "ACCESS_ORGANISATIONS",
        "130025265",
        "Réservé aux agents de l’organisation SIREN\u{a0}130\u{a0}025\u{a0}265",
    ),
    (
        "ACCESS_ROLES",
        "agent_public_etat",
        "«\u{a0}Agent public de l’État\u{a0}» (agent_public_etat)",
    ),
    (
        "ACCESS_IDENTITY_PROVIDERS",
        "fia1v2",
        "Réservé aux agents qui se connectent par certains fournisseurs d’identité",
    ),
    (
        "ACCESS_EMAILS",
        "angela.dubois@ministere.gouv.fr,un.secret@gouv.fr",
        "Réservé à une liste de personnes",
    ),
];

/// Logs in as the agent of this address, on the way to the account. Returns the callback's answer.
async fn try_to_log_in(browser: &mut Browser, address: &str) -> Answer {
    let form = format!("return_to=/mon-compte?onglet=1&login_hint={address}");
    let left = browser.post("/auth/proconnect", &form).await;
    let callback = browser.visit_issuer(left.location()).await;
    browser.get(&callback).await
}

fn assert_refused(answer: &Answer, code: &str, text: &Explanation) {
    assert_eq!(answer.refusal(), code, "{}", answer.body);
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.explains(text), "{}", answer.body);
    assert_eq!(answer.field("return_to"), "/mon-compte?onglet=1");
    assert!(answer.body.contains("name=\"login_hint\""));
}

fn assert_shows(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(answer.body.contains(part), "{part} in {}", answer.body);
    }
}

/// Sophie, as ProConnect describes her.
const RECEIVED: [&str; 4] = [
    "<span class=\"app-absent\">aucun</span>",
    "<bdi>418\u{a0}166\u{a0}096\u{a0}00069</bdi>",
    "<bdi>Octo-technology</bdi>",
    "<bdi>sophie.martin@octo.example.com</bdi>",
];

#[tokio::test]
async fn each_rule_refuses_a_login_before_a_session_and_a_row_and_words_itself() {
    for (variable, value, rule) in RULES {
        let app = TestApp::start_with(&[(variable, value)]).await;
        let mut browser = app.browser();
        app.trail.take();
        let refused = try_to_log_in(&mut browser, SOPHIE).await;
        assert_refused(&refused, "access.rule_unmet", &RULE_UNMET);
        assert_eq!(app.trail.names(), ["access.rule_unmet"], "{variable}");
        for page in [&refused, &browser.get("/connexion/refus").await] {
            assert_shows(page, &RECEIVED);
            assert_shows(page, &[rule, "Se connecter avec cette adresse"]);
            assert!(!page.body.contains("un.secret"), "{variable}");
            assert!(!page.body.contains("Se déconnecter"), "{variable}");
        }
        assert!(!browser.cookies.contains_key("local-session"), "{variable}");
        assert!(!browser.is_signed_in().await, "{variable}");
        assert_eq!(app.session_count().await, 0, "{variable}");
        for table in ["agents", "organisations", "memberships", "access_decisions"] {
            assert_eq!(app.count(table).await, 0, "{variable} {table}");
        }

        // The session at ProConnect is open: the same address leads to the same page, another one enters.
        let again = try_to_log_in(&mut browser, SOPHIE).await;
        assert_refused(&again, "access.rule_unmet", &RULE_UNMET);
        let entered = try_to_log_in(&mut browser, ANGELA).await;
        assert_eq!(entered.location(), "/mon-compte?onglet=1", "{variable}");
        assert!(!browser.cookies.contains_key("local-refusal"));
        assert_shows(&browser.get("/mon-compte").await, &[ANGELA]);
    }
}

#[tokio::test]
async fn an_agent_must_be_admitted_by_every_rule() {
    let both = [
        (
            "ACCESS_EMAIL_DOMAINS",
            "commune.example.fr ministere.gouv.fr",
        ),
        ("ACCESS_ROLES", "agent_public_etat"),
    ];
    let app = TestApp::start_with(&both).await;
    let mut browser = app.browser();
    let refused = try_to_log_in(&mut browser, JEAN).await;
    assert_refused(&refused, "access.rule_unmet", &RULE_UNMET);
    assert_shows(
        &refused,
        &[
            "agent_public, agent_public_territorial",
            "Agent public de l’État",
        ],
    );
    browser.log_in_as(ANGELA).await;
}

#[tokio::test]
async fn roles_that_proconnect_does_not_send_are_shown_as_not_sent() {
    let app = TestApp::start_with(&[
        ("ACCESS_ROLES", "agent_public"),
        ("PROCONNECT_SCOPES", "openid email siret organization_label"),
    ])
    .await;
    let refused = try_to_log_in(&mut app.browser(), ANGELA).await;
    assert_refused(&refused, "access.rule_unmet", &RULE_UNMET);
    assert_shows(
        &refused,
        &[
            "Réservé aux agents publics",
            ">non communiqués par ProConnect<",
        ],
    );
}

#[tokio::test]
async fn the_refused_login_of_another_account_leaves_the_session_of_the_first() {
    let app = TestApp::start_with(&[("ACCESS_EMAIL_DOMAINS", "ministere.gouv.fr")]).await;
    let mut browser = app.browser();
    browser.log_in_as(ANGELA).await;
    let refused = try_to_log_in(&mut browser, SOPHIE).await;
    assert_refused(&refused, "access.rule_unmet", &RULE_UNMET);
    assert_shows(&refused, &RECEIVED);
    assert_shows(&refused, &["DUBOIS", "Se déconnecter", "Changer de compte"]);
    assert_shows(&browser.get("/mon-compte").await, &[ANGELA]);
}

#[tokio::test]
async fn a_session_that_is_older_than_a_rule_opens_public_pages_only() {
    for kind in [RuleKind::EmailDomain, RuleKind::Role] {
        let mut app = TestApp::start().await;
        let mut sophie = app.browser();
        sophie.log_in_as(SOPHIE).await;
        let mut angela = app.browser();
        angela.log_in_as(ANGELA).await;
        let value = match kind {
            RuleKind::Role => "agent_public",
            _ => "ministere.gouv.fr",
        };
        let rule = AccessRule::of_setting(kind, vec![value.to_owned()]);
        app.restart_with(|settings| settings.access.entry_rules = vec![rule])
            .await;
        let (mut sophie, mut angela) = (sophie.at(&app.router), angela.at(&app.router));
        assert_eq!(angela.get("/mon-compte").await.status, StatusCode::OK);

        let agent = sophie.agent_field().await;
        for path in [
            "/mon-compte?onglet=1",
            "/espace-sensible",
            "/espace-agents-publics",
        ] {
            let refused = sophie.get(path).await;
            assert_eq!(refused.refusal(), "access.rule_unmet", "{path}");
            assert!(refused.explains(&RULE_UNMET), "{path}");
            assert_shows(&refused, &RECEIVED);
            assert_shows(&refused, &["Changer de compte", "Se déconnecter"]);
            assert_eq!(refused.field("return_to"), path);
            let head = sophie.request(Method::HEAD, path, &[], "").await;
            assert_eq!(head.status, StatusCode::FORBIDDEN, "{path}");
        }
        for function in ["/api/end_session", "/api/end_other_sessions"] {
            let refused = sophie.post(function, &agent).await;
            assert_eq!(refused.refusal(), "access.rule_unmet", "{function}");
        }

        let home = sophie.get("/").await;
        assert_eq!(home.status, StatusCode::OK);
        assert_shows(&home, &["n’est plus admis", "Se déconnecter", "Sophie"]);
        for path in ["/contact", "/plan-du-site"] {
            assert_eq!(sophie.get(path).await.status, StatusCode::OK, "{path}");
        }
        // Of the links of the frame and of the page, one leads to a refusal: that to its explanation.
        assert_eq!(
            links_that_are_refused(&mut sophie, &home).await,
            ["/mon-compte"]
        );
        let gone = sophie.post("/auth/proconnect/logout", &agent).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        assert!(!sophie.get("/").await.body.contains("Se déconnecter"));
    }
}

/// The local links of a page whose answer is a refusal.
async fn links_that_are_refused(browser: &mut Browser, page: &Answer) -> Vec<String> {
    let links = page.body.split("href=\"/").skip(1);
    let paths = links.map(|rest| format!("/{}", rest.split('"').next().unwrap()));
    let paths: std::collections::BTreeSet<_> = paths.collect();
    let mut refused = Vec::new();
    for path in paths {
        if !browser.get(&path).await.refusal().is_empty() {
            refused.push(path);
        }
    }
    refused
}

#[tokio::test]
async fn the_login_page_announces_the_rules_of_the_service() {
    let (variable, value, rule) = RULES[0];
    let app = TestApp::start_with(&[(variable, value)]).await;
    for path in ["/connexion", "/connexion?return_to=/mon-compte"] {
        let page = app.browser().get(path).await;
        assert_shows(&page, &[rule, "vérifié après la connexion"]);
    }
}

#[tokio::test]
async fn a_rule_that_left_the_settings_is_still_worded_on_a_kept_refusal() {
    let mut app = TestApp::start_with(&[("ACCESS_EMAIL_DOMAINS", "ministere.gouv.fr")]).await;
    let mut browser = app.browser();
    try_to_log_in(&mut browser, SOPHIE).await;
    app.restart_with(|settings| settings.access.entry_rules.clear())
        .await;
    let mut browser = browser.at(&app.router);
    let page = browser.get("/connexion/refus").await;
    assert_shows(
        &page,
        &["Réservé aux adresses électroniques de certaines organisations"],
    );
    browser.log_in_as(SOPHIE).await;
}

#[tokio::test]
async fn an_agent_without_an_invitation_is_refused_and_told_so() {
    let app = TestApp::start_with(&[("FIRST_LOGIN", "invitation")]).await;
    let mut browser = app.browser();
    let refused = try_to_log_in(&mut browser, SOPHIE).await;
    assert_refused(&refused, "access.not_invited", &NOT_INVITED);
    assert_shows(&refused, &RECEIVED);
    assert_eq!(app.session_count().await, 0);
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn a_first_login_is_admitted_by_one_of_its_lists() {
    let app = TestApp::start_with(&[
        ("FIRST_LOGIN", "listed"),
        ("FIRST_LOGIN_EMAIL_DOMAINS", "ministere.gouv.fr"),
        ("FIRST_LOGIN_ORGANISATIONS", "219200235"),
    ])
    .await;
    app.browser().log_in_as(ANGELA).await;
    app.browser().log_in_as(JEAN).await;
    let refused = try_to_log_in(&mut app.browser(), SOPHIE).await;
    assert_refused(&refused, "access.not_invited", &NOT_INVITED);
}

#[tokio::test]
async fn a_known_address_with_another_subject_is_refused_where_the_setting_asks_for_it() {
    let app = TestApp::start_with(&[("CHANGED_SUBJECT", "refuse")]).await;
    app.browser().log_in_as(JEAN).await;
    app.execute_in_store("UPDATE agents SET sub = 'another'")
        .await;
    let refused = try_to_log_in(&mut app.browser(), JEAN).await;
    assert_refused(&refused, "access.account_conflict", &ACCOUNT_CONFLICT);
    assert_shows(&refused, &["<bdi>jean.terrien@commune.example.fr</bdi>"]);
}

#[tokio::test]
async fn a_blocked_member_is_refused() {
    let app = TestApp::start().await;
    app.browser().log_in_as(SOPHIE).await;
    app.execute_in_store("UPDATE memberships SET blocked_at = last_login_at")
        .await;
    let refused = try_to_log_in(&mut app.browser(), SOPHIE).await;
    assert_refused(&refused, "access.blocked", &BLOCKED);
    assert_shows(&refused, &RECEIVED);
}

#[tokio::test]
async fn the_variables_are_the_settings_of_the_running_server() {
    let app = TestApp::start_with(&[("FIRST_LOGIN", "invitation"), ("CHANGED_SUBJECT", "refuse")]);
    let mut app = app.await;
    app.restart_with(|settings| {
        let policy = &settings.access.policy;
        assert!(matches!(policy.first_login, FirstLogin::Invitation));
        assert_eq!(policy.changed_subject, ChangedSubject::Refuse);
    })
    .await;
}
