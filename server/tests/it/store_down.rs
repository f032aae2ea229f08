use crate::support::TestApp;
use axum::http::StatusCode;

#[tokio::test]
async fn a_store_that_fails_makes_nobody_a_visitor_and_nobody_an_agent() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.break_store().await;
    for path in ["/", "/connexion", "/mon-compte"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.refusal(), "session.unavailable");
        assert!(!answer.body.contains("DUBOIS"));
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
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.body.contains("session store: missing"));
    assert_eq!(app.browser().get("/").await.status, StatusCode::OK);
}
