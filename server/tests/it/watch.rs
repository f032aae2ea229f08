//! The requests that a page makes by itself.

use crate::support::TestApp;
use axum::http::{Method, StatusCode};

#[tokio::test]
async fn who_is_signed_in_is_answered_to_an_agent_and_to_a_visitor() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    for path in ["/api/current_user", "/api/continue_session"] {
        let answer = browser.post(path, "").await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "null")
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    browser.log_in().await;
    for path in ["/api/current_user", "/api/continue_session"] {
        let answer = browser.post(path, "").await;
        assert!(answer.body.contains("\"digest\":\""), "{}", answer.body);
        assert!(!answer.body.contains("Angela"), "{}", answer.body);
        assert!(
            answer.body.contains("\"session_seconds_left\":1"),
            "{}",
            answer.body
        );
        let get = browser.get(path).await;
        assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn a_server_function_that_is_not_declared_public_needs_a_login() {
    let app = TestApp::start().await;
    let answer = app.browser().post("/test/succeeds", "a=1").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // A form sent without JavaScript after the end of the session gets a page with a next step.
    let page = app.browser().submit("/test/succeeds", "a=1").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("Votre session est terminée"));
    assert!(page.body.contains("action=\"/auth/proconnect\""));
    let get = app
        .browser()
        .request(Method::GET, "/mon-compte", &[], "")
        .await;
    assert_eq!(get.status, StatusCode::SEE_OTHER);
}
