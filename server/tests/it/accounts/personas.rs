//! The personas whose identifiers change, through the assembled server.

use super::{choose, column, text};
use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use proconnect::{identity::Subject, web::AgentHash};
use serde_json::Value;

const TOWN: &str = "21920023500014";
const DINUM: &str = "13002526500013";
const ETAT: &str = "7396c91e-b9f2-4f9d-8547-5e9b3332725b";
const TERRITORIAL: &str = "1f0a3a55-6c0e-4d0c-9a35-0f5f8f3a7d21";

/// Logs in as this persona with a new browser. Returns the browser and the event `admission`, after a comparison with
/// the row of `access_decisions`.
async fn log_in(app: &TestApp, persona: &str, verdict: &str) -> (Browser, Value) {
    app.trail.take();
    let mut browser = app.browser();
    let callback = choose(&mut browser, persona).await;
    let answer = browser.get(&callback).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
    assert!(browser.is_signed_in().await, "{persona}");
    let events = app.trail.events();
    let [admission, login] = &events[..] else {
        panic!("{persona}: {events:?}");
    };
    assert_eq!(admission["event.action"], "admission");
    assert_eq!(admission["event.reason"], verdict, "{persona}");
    assert_eq!(admission["event.outcome"], "success");
    assert_eq!(login["event.action"], "login");
    let row = text(
        app,
        "SELECT agent_hash || ' ' || siret || ' ' || verdict FROM access_decisions ORDER BY decided_at DESC LIMIT 1",
    );
    let field = |name: &str| admission[name].as_str().unwrap();
    let (hash, siret) = (field("user.hash"), field("proconnect.siret"));
    assert_eq!(row.await, format!("{hash} {siret} {verdict}"));
    (browser, admission.clone())
}

/// The account of this subject: its key, its address and its identity provider.
async fn account(app: &TestApp, sub: &str) -> String {
    let row = "SELECT hex(id) || ' ' || coalesce(email_key, '-') || ' ' || idp_id FROM agents";
    text(app, &format!("{row} WHERE sub = '{sub}'")).await
}

/// The SIRET and the role of each membership of this subject.
async fn memberships(app: &TestApp, sub: &str) -> Vec<String> {
    let sql = format!(
        "SELECT siret || ' ' || role FROM memberships JOIN agents ON agents.id = agent_id
         JOIN organisations ON organisations.id = organisation_id WHERE sub = '{sub}' ORDER BY siret"
    );
    column(app, &sql).await.into_iter().flatten().collect()
}

async fn count(app: &TestApp) -> usize {
    column(app, "SELECT sub FROM agents").await.len()
}

#[tokio::test]
async fn acc_email_change_keeps_its_account_under_the_new_address() {
    let app = TestApp::start().await;
    log_in(&app, "etat", "first_login").await;
    let before = account(&app, ETAT).await;
    log_in(&app, "email-change", "address_changed").await;
    let after = account(&app, ETAT).await;
    assert_eq!(after, before.replace("angela.dubois@", "angela.durand@"));
    assert_ne!(after, before);
    assert_eq!(count(&app).await, 1);
    assert_eq!(memberships(&app, ETAT).await, [format!("{DINUM} member")]);
    log_in(&app, "email-change", "known").await;
}

/// Both are agents of ProConnect Identité: nobody can see whether they are one person.
#[tokio::test]
async fn acc_sub_change_has_an_account_of_its_own_and_the_address() {
    const SUB: &str = "4a5f3f0e-5c0c-4a39-9d0e-0f3a1f8f6b14";
    let app = TestApp::start().await;
    let (_, known) = log_in(&app, "territorial", "first_login").await;
    app.execute_in_store("UPDATE memberships SET role = 'administrator'")
        .await;
    let (_, changed) = log_in(&app, "sub-change", "address_reassigned").await;
    assert_ne!(known["user.hash"], changed["user.hash"]);
    let old = account(&app, TERRITORIAL).await;
    assert!(old.contains(" - "), "no address any more: {old}");
    let new = account(&app, SUB).await;
    assert!(new.contains(" jean.terrien@commune.example.fr "), "{new}");
    assert_eq!(
        memberships(&app, TERRITORIAL).await,
        [format!("{TOWN} administrator")]
    );
    assert_eq!(memberships(&app, SUB).await, [format!("{TOWN} member")]);
    // The first agent comes back, to their own account and role.
    log_in(&app, "territorial", "address_taken_over").await;
    assert_eq!(count(&app).await, 2);
    assert_eq!(
        memberships(&app, TERRITORIAL).await,
        [format!("{TOWN} administrator")]
    );
}

/// ProConnect has kept the `sub`. The account was of ProConnect Identité, and of another subject in none of the rows.
#[tokio::test]
async fn acc_pci_migre_keeps_its_account_at_the_new_identity_provider() {
    const SUB: &str = "1f0a3a55-6c0e-4d0c-9a35-0f5f8f3a7d22";
    let app = TestApp::start().await;
    log_in(&app, "pci-migre", "first_login").await;
    let after = account(&app, SUB).await;
    app.execute_in_store(
        "UPDATE agents SET idp_id = '71144ab3-ee1a-4401-b7b3-79b44f7daeeb';
         UPDATE memberships SET role = 'administrator'",
    )
    .await;
    assert_ne!(account(&app, SUB).await, after);
    log_in(&app, "pci-migre", "known").await;
    assert_eq!(account(&app, SUB).await, after);
    assert_eq!(
        memberships(&app, SUB).await,
        [format!("{DINUM} administrator")]
    );
}

#[tokio::test]
async fn acc_sub_hex64_is_a_subject_as_another() {
    const SUB: &str = "b6048e95bb134ec5b1d1e1fa69f287172e91722b9354d637a1bcf2ebb0fd2ef5";
    let app = TestApp::start().await;
    let (_, admission) = log_in(&app, "sub-hex64", "first_login").await;
    let hash = AgentHash::of(&Subject::try_from(SUB.to_owned()).unwrap());
    assert_eq!(admission["user.hash"], hash.as_str());
    let before = account(&app, SUB).await;
    log_in(&app, "sub-hex64", "known").await;
    assert_eq!(account(&app, SUB).await, before);
}

#[tokio::test]
async fn acc_multi_org_is_one_agent_with_a_role_in_each_organisation() {
    const SUB: &str = "4a5f3f0e-5c0c-4a39-9d0e-0f3a1f8f6b06";
    const COMPANY: &str = "41816609600069";
    let app = TestApp::start().await;
    let (_, town) = log_in(&app, "multi-org.commune", "first_login").await;
    assert_eq!(town["proconnect.siret"], TOWN);
    app.execute_in_store("UPDATE memberships SET role = 'administrator'")
        .await;
    let (mut browser, company) = log_in(&app, "multi-org.entreprise", "known").await;
    assert_eq!(company["proconnect.siret"], COMPANY);
    assert_eq!(company["user.hash"], town["user.hash"]);
    let expected = [format!("{TOWN} administrator"), format!("{COMPANY} member")];
    assert_eq!(memberships(&app, SUB).await, expected);
    assert_eq!(count(&app).await, 1);
    // One session is for one organisation.
    let page = browser.get("/mon-compte").await.body;
    assert!(
        page.contains("Octo-technology") && !page.contains("Commune de clamart"),
        "{page}"
    );
    log_in(&app, "multi-org.commune", "known").await;
    assert_eq!(memberships(&app, SUB).await, expected);
}

/// Two identity providers and two subjects with one address: the account follows, and an administrator's does not.
#[tokio::test]
async fn acc_multi_idp_is_one_account_until_it_administrates() {
    const FIRST: &str = "4a5f3f0e-5c0c-4a39-9d0e-0f3a1f8f6b07";
    const SECOND: &str = "4a5f3f0e-5c0c-4a39-9d0e-0f3a1f8f6b08";
    let app = TestApp::start().await;
    log_in(&app, "multi-idp.un", "first_login").await;
    let key = text(&app, "SELECT hex(id) FROM agents").await;
    log_in(&app, "multi-idp.deux", "subject_changed").await;
    assert_eq!(text(&app, "SELECT hex(id) FROM agents").await, key);
    assert_eq!(memberships(&app, SECOND).await, [format!("{DINUM} member")]);
    app.execute_in_store("UPDATE memberships SET role = 'administrator'")
        .await;
    log_in(&app, "multi-idp.un", "address_reassigned").await;
    assert_eq!(memberships(&app, FIRST).await, [format!("{DINUM} member")]);
    assert_eq!(
        memberships(&app, SECOND).await,
        [format!("{DINUM} administrator")]
    );
}

/// `Angela Claire Louise DUBOIS` of the same organisation, under another subject and another address.
#[tokio::test]
async fn acc_a_homonym_is_another_account() {
    let app = TestApp::start().await;
    log_in(&app, "sub-hex64", "first_login").await;
    app.execute_in_store(
        "UPDATE agents SET name = 'Angela Claire Louise DUBOIS';
         UPDATE memberships SET role = 'administrator'",
    )
    .await;
    log_in(&app, "etat", "first_login").await;
    let names = column(&app, "SELECT DISTINCT name FROM agents").await;
    assert_eq!(names, [Some("Angela Claire Louise DUBOIS".to_owned())]);
    assert_eq!(count(&app).await, 2);
    assert_eq!(memberships(&app, ETAT).await, [format!("{DINUM} member")]);
}

#[tokio::test]
async fn acc_a_closed_access_begins_no_session_under_another_subject() {
    let app = TestApp::start().await;
    log_in(&app, "territorial", "first_login").await;
    app.execute_in_store("UPDATE memberships SET blocked_at = last_login_at")
        .await;
    for persona in ["territorial", "sub-change"] {
        app.trail.take();
        let mut browser = app.browser();
        let callback = choose(&mut browser, persona).await;
        let page = browser.get(&callback).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{persona}");
        assert_eq!(page.refusal(), "access.blocked");
        assert!(!browser.is_signed_in().await);
        // Both events: the decision of the application, and the refusal of the login.
        let events = app.trail.events();
        let [admission, refusal, ..] = &events[..] else {
            panic!("{persona}: {events:?}");
        };
        assert_eq!(admission["event.action"], "admission");
        assert_eq!(admission["event.reason"], "refused_blocked");
        assert_eq!(admission["event.outcome"], "failure");
        assert_eq!(refusal["event.action"], "refusal");
        assert_eq!(refusal["event.reason"], "access.blocked");
        assert_eq!(refusal["user.hash"], admission["user.hash"]);
    }
    assert_eq!(count(&app).await, 1);
    let aliases = column(&app, "SELECT alias FROM blocked_aliases").await;
    assert_eq!(
        aliases,
        [Some(
            "agent:4a5f3f0e-5c0c-4a39-9d0e-0f3a1f8f6b14".to_owned()
        )]
    );
    let refused = "SELECT verdict FROM access_decisions WHERE verdict = 'refused_blocked'";
    assert_eq!(column(&app, refused).await.len(), 2);
}
