//! The audit trail: who, from where, by which session and login, and why.

use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use mock_proconnect::{Fault, UserinfoFault};
use serde_json::Value;

const KARIM: &str = "karim.benali@interieur.example.fr";
const SOPHIE: &str = "sophie.martin@octo.example.com";

/// The id that a platform's proxy gives a request.
pub const PLATFORM_ID: &str = "7b5b4f1e-6f6c-4d0e-9a67-0c1d2e3f4a5b";
pub const USER_AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A browser behind the platform's proxy.
pub fn browser(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.address = Some([203, 0, 113, 7].into());
    browser.headers = vec![("x-request-id", PLATFORM_ID), ("user-agent", USER_AGENT)];
    browser
}

/// Returns the single event since the last call.
fn event(app: &TestApp) -> Value {
    let events = app.trail.events();
    let [event] = &events[..] else {
        panic!("not one event: {events:?}");
    };
    event.clone()
}

/// Returns the login, which came after its admission.
fn login_event(app: &TestApp) -> Value {
    let events = app.trail.events();
    let [admission, login] = &events[..] else {
        panic!("not an admission and its login: {events:?}");
    };
    assert_admits(admission, login);
    login.clone()
}

/// The admission is the application's decision on the agent of this login, in the same request.
fn assert_admits(admission: &Value, login: &Value) {
    assert_eq!(admission["event.action"], "admission", "{admission}");
    assert_eq!(admission["event.outcome"], "success", "{admission}");
    assert_eq!(login["event.action"], "login", "{login}");
    for field in ["user.hash", "http.request.id", "proconnect.siret"] {
        assert_eq!(admission[field], login[field], "{field}");
    }
}

/// The fields of the request.
fn assert_from(event: &Value) {
    assert_eq!(event["client.ip"], "203.0.113.7", "{event}");
    assert_eq!(event["labels.platform_request_id"], PLATFORM_ID, "{event}");
    assert_eq!(event["user_agent.original"], USER_AGENT, "{event}");
    assert_eq!(event["http.request.id"].as_str().unwrap().len(), 12);
}

/// The fields of Angela and of her login.
fn assert_angela(event: &Value) {
    assert_eq!(event["user.hash"].as_str().unwrap().len(), 16, "{event}");
    assert_eq!(event["proconnect.siret"], "13002526500013", "{event}");
    assert_eq!(event["proconnect.idp"], "fia1v2", "{event}");
    assert_eq!(event["proconnect.acr"], "eidas1", "{event}");
    assert_eq!(event["proconnect.second_factor"], false, "{event}");
    assert!(event["proconnect.amr"].is_array(), "{event}");
    let session = event["proconnect.session"].as_str().unwrap();
    assert_eq!(session.len(), 32, "{event}");
}

#[tokio::test]
async fn f8_a_login_and_its_logout_name_one_session() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser.log_in().await;
    let login = login_event(&app);
    assert_eq!(login["event.action"], "login");
    browser.post("/auth/proconnect/logout", "").await;
    let logout = event(&app);
    assert_eq!(logout["event.action"], "logout");
    for event in [&login, &logout] {
        assert_from(event);
        assert_angela(event);
    }
    assert_eq!(login["proconnect.session"], logout["proconnect.session"]);
    // Pressed again, the button finds no session.
    browser.post("/auth/proconnect/logout", "").await;
    let again = event(&app);
    assert_eq!(again["event.action"], "logout");
    assert_from(&again);
    assert_eq!(again.get("user.hash"), None);
}

#[tokio::test]
async fn f8_a_refusal_names_the_agent_who_is_signed_in() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser.log_in_as(SOPHIE).await;
    let login = login_event(&app);
    let refused = browser.get("/espace-agents-publics").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refusal = event(&app);
    assert_eq!(refusal["event.action"], "refusal");
    assert_eq!(refusal["event.reason"], "access.role_missing");
    assert_eq!(refusal["event.outcome"], "failure");
    assert_from(&refusal);
    for field in ["user.hash", "proconnect.session", "proconnect.siret"] {
        assert!(!refusal[field].is_null(), "{field} in {refusal}");
        assert_eq!(refusal[field], login[field], "{field}");
    }
    // The refusal of a server function too.
    browser
        .submit("/test/takes_a_text", "text=1&agent=another")
        .await;
    let refusal = event(&app);
    assert_eq!(refusal["event.reason"], "request.other_agent");
    assert_eq!(refusal["user.hash"], login["user.hash"]);
}

#[tokio::test]
async fn f8_a_refusal_names_the_agent_who_was_authenticated_before_it() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser.log_in().await;
    let angela = login_event(&app);
    browser.post("/auth/proconnect/logout", "").await;
    app.trail.take();
    app.mock
        .lie_about_next_login(Fault::Userinfo(UserinfoFault::RolesString));
    let callback = browser.begin_login("/").await;
    browser.get(&callback).await;
    let refusal = event(&app);
    assert_eq!(refusal["event.reason"], "user_info.malformed_claims");
    assert_eq!(refusal["user.hash"], angela["user.hash"]);
    assert_eq!(refusal["proconnect.acr"], angela["proconnect.acr"]);
    assert_eq!(refusal.get("proconnect.session"), None);

    // An authentication that is too weak for the page is one all the same.
    let lie = "id-token-acr-eidas0".parse::<Fault>().unwrap();
    app.mock.lie_about_next_login(lie);
    let form = format!("level=mfa&login_hint={KARIM}");
    let left = browser.post("/auth/proconnect", &form).await;
    let callback = browser.visit_issuer(left.location()).await;
    browser.get(&callback).await;
    let refusal = event(&app);
    assert_eq!(refusal["event.reason"], "id_token.insufficient_acr");
    assert_eq!(refusal["user.hash"].as_str().unwrap().len(), 16);
    assert_eq!(refusal["proconnect.acr"], "eidas0");
    assert_eq!(refusal["proconnect.second_factor"], false);

    let callback = browser.begin_login("/").await;
    app.break_store().await;
    let mut anew = browser.clone();
    anew.cookies.remove("local-session");
    anew.get(&callback).await;
    // The application has admitted the agent before the session could not begin.
    let events = app.trail.events();
    let [admission, refusal] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(admission["event.action"], "admission");
    assert_eq!(admission["user.hash"], angela["user.hash"]);
    assert_eq!(refusal["event.reason"], "session.unavailable");
    assert_eq!(refusal["user.hash"], angela["user.hash"]);
    assert_eq!(refusal["proconnect.siret"], angela["proconnect.siret"]);
}

#[tokio::test]
async fn f8_a_refusal_of_a_visitor_names_nobody() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser
        .get("/auth/proconnect/callback?error=access_denied&state=a")
        .await;
    let refusal = event(&app);
    assert_from(&refusal);
    assert_eq!(refusal.get("user.hash"), None);
}

#[tokio::test]
async fn f8_a_response_that_a_browser_did_not_ask_for_is_an_event() {
    let app = TestApp::start().await;
    let mut other = app.browser();
    let mut foreign = Vec::new();
    for _ in 0..2 {
        foreign.push(other.begin_login("/").await);
    }
    let mut browser = browser(&app);
    let refused = browser.get(&foreign[0]).await;
    assert_eq!(refused.refusal(), "login_attempt.unknown");
    let visitors = event(&app);
    let login = browser.begin_login("/").await;
    browser.get(&login).await;
    let signed_in = login_event(&app);
    let answer = browser.get(&foreign[1]).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/")
    );
    let agents = event(&app);
    for event in [&visitors, &agents] {
        assert_eq!(event["event.action"], "foreign_response");
        assert_eq!(event["event.reason"], "login_attempt.unknown");
        assert_eq!(event["event.outcome"], "failure");
        assert_from(event);
    }
    assert_eq!(visitors.get("user.hash"), None);
    assert_angela(&agents);
    assert_eq!(
        agents["proconnect.session"],
        signed_in["proconnect.session"]
    );
    // A reload of the browser's own response is none.
    browser.get(&login).await;
    assert_eq!(app.trail.take(), "");
}

#[tokio::test]
async fn f8_a_login_that_replaces_a_session_ends_it() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser.log_in().await;
    let first = login_event(&app);
    browser.log_in_as(SOPHIE).await;
    let events = app.trail.events();
    let [admission, ended, second] = &events[..] else {
        panic!("{events:?}");
    };
    assert_admits(admission, second);
    assert_eq!(ended["event.action"], "session_ended_by_other");
    assert_eq!(ended["event.reason"], "new_login");
    for field in ["user.hash", "proconnect.session"] {
        assert_eq!(ended[field], first[field], "{field}");
        assert_ne!(second[field], first[field], "{field}");
    }
    assert_from(ended);
}

#[tokio::test]
async fn f8_an_unexpected_return_from_the_logout_is_a_refusal() {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    browser.log_in().await;
    app.trail.take();
    browser
        .get("/auth/proconnect/logout/callback?state=a")
        .await;
    let refusal = event(&app);
    assert_eq!(refusal["event.reason"], "end_session.state_mismatch");
    assert_angela(&refusal);
    assert_from(&refusal);
}

#[tokio::test]
async fn f8_a_trail_without_room_begins_no_session_and_the_server_is_not_ready() {
    let app = TestApp::start().await;
    let mut signed_in = app.browser();
    signed_in.log_in().await;
    let mut browser = browser(&app);
    let callback = browser.begin_login("/").await;
    app.trail.take();
    app.trail.fill(true);
    let refused = browser.get(&callback).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.refusal(), "session.not_auditable");
    assert!(refused.set_cookie("local-session").is_empty());
    assert!(
        refused.body.contains("fr-connect"),
        "another try is offered"
    );
    assert_eq!(event(&app)["event.reason"], "session.not_auditable");
    let ready = app.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        ready
            .body
            .contains("audit trail: failing: nobody reads it\n")
    );
    // An agent works on, and logs out.
    assert!(signed_in.is_signed_in().await);
    signed_in.post("/auth/proconnect/logout", "").await;
    assert_eq!(event(&app)["event.action"], "logout");
    app.trail.fill(false);
    browser.log_in().await;
    assert_eq!(login_event(&app)["event.action"], "login");
}
