use crate::support::TestApp;
use app::refusals::texts::SESSION_UNAVAILABLE;
use axum::http::StatusCode;
use std::{fs, time::Duration};

const REFUSE_UPDATES: &str = "CREATE TRIGGER full BEFORE UPDATE ON agent_sessions
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END";
const REFUSE_INSERTS: &str = "CREATE TRIGGER full BEFORE INSERT ON agent_sessions
    BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END";

#[tokio::test]
async fn a_failing_store_answers_neither_as_to_a_visitor_nor_as_to_an_agent() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.break_store().await;
    for path in ["/", "/connexion", "/mon-compte"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.refusal(), "session.unavailable");
        assert!(!answer.body.contains("DUBOIS"));
        assert!(answer.explains(&SESSION_UNAVAILABLE), "{}", answer.body);
        let reference = "Référence\u{a0}: <code>";
        assert!(answer.body.contains(reference), "{}", answer.body);
        assert!(!answer.body.contains("fr-connect"), "{}", answer.body);
    }
    let log_out = browser.post("/auth/proconnect/logout", "").await;
    assert_eq!(log_out.refusal(), "session.unavailable");
}

#[tokio::test]
async fn a_login_whose_session_cannot_be_kept_is_refused_and_the_server_is_not_ready() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    app.break_store().await;
    let answer = browser.get(&callback).await;
    assert_eq!(answer.refusal(), "session.unavailable");
    assert!(answer.set_cookie("local-session").is_empty());
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.explains(&SESSION_UNAVAILABLE), "{}", answer.body);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.body.contains("session store: missing"));
    assert_eq!(app.browser().get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn l7_a_login_is_not_lost_by_a_second_write_that_fails() {
    let app = TestApp::start().await;
    app.execute_in_store(REFUSE_UPDATES).await;
    let mut browser = app.browser();
    let answer = browser.log_in().await;
    assert!(!answer.set_cookie("local-session").is_empty());
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn m2_a_store_that_cannot_be_written_serves_those_who_are_signed_in() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.execute_in_store(REFUSE_UPDATES).await;
    app.wait(Duration::from_secs(120));
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn m2_r20_a_server_that_cannot_begin_a_session_is_not_ready_until_it_can() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.execute_in_store(REFUSE_INSERTS).await;
    let ready = app.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    let missing = "session store: failing: it cannot be written\n";
    assert!(ready.body.contains(missing), "{}", ready.body);
    assert!(ready.body.contains("provider metadata: ok\n"));
    assert!(browser.is_signed_in().await);
    app.execute_in_store("DROP TRIGGER full").await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let ready = app.browser().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::OK, "{}", ready.body);
}

#[tokio::test]
async fn m5_a_lost_file_signs_no_agent_out_and_removes_no_cookie() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut late = app.browser();
    let callback = late.begin_login("/").await;
    let lost = app.store_path().with_extension("lost");
    fs::rename(app.store_path(), &lost).unwrap();
    for _ in 0..20 {
        let answer = browser.get("/mon-compte").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.set_cookie("local-session").is_empty());
    }
    let refused = late.get(&callback).await;
    assert_eq!(refused.refusal(), "session.unavailable");
    let ready = app.browser().get("/readyz").await;
    assert!(ready.body.contains("its file is gone"));
    assert_eq!(app.browser().get("/").await.status, StatusCode::OK);
    assert!(!app.store_path().exists());
    fs::rename(lost, app.store_path()).unwrap();
    assert!(browser.is_signed_in().await);
}
