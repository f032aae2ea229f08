//! The requests that a page makes by itself, and the form that checks a SIRET.

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
async fn the_form_is_answered_by_its_page_with_the_typed_text() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    let sent = browser
        .submit("/api/check_siret", &format!("siret=130+025%26265&{agent}"))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.location(), "/verifier-un-siret?siret=130+025%26265");
    let long = format!("siret={}&{agent}", "é".repeat(5000));
    let sent = browser.submit("/api/check_siret", &long).await;
    assert_eq!(
        sent.location().len(),
        "/verifier-un-siret?siret=".len() + 64 * 6
    );
    let without = browser.submit("/api/check_siret", &agent).await;
    assert_eq!(without.location(), "/verifier-un-siret?siret=");
}

#[tokio::test]
async fn a_server_function_that_is_not_declared_public_needs_a_login() {
    let app = TestApp::start().await;
    let answer = app.browser().post("/api/check_siret", "siret=1").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // A form sent without JavaScript after the end of the session gets a page with a next step.
    let page = app.browser().submit("/api/check_siret", "siret=1").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("Votre session est terminée"));
    assert!(page.body.contains("action=\"/auth/proconnect\""));
    let get = app
        .browser()
        .request(Method::GET, "/verifier-un-siret", &[], "")
        .await;
    assert_eq!(get.status, StatusCode::SEE_OTHER);
}
