//! A database that fails in the middle of a login.

use super::column;
use crate::support::TestApp;
use axum::http::StatusCode;

/// Each table fails in turn: the last one when everything else is written.
#[tokio::test]
async fn acc_a_login_that_cannot_be_recorded_begins_no_session_and_writes_nothing() {
    for table in ["agents", "organisations", "memberships", "access_decisions"] {
        let app = TestApp::start().await;
        let mut browser = app.browser();
        let callback = browser.begin_login("/").await;
        app.trail.take();
        let name = format!("no_{table}");
        app.execute_in_store(&format!(
            "CREATE TRIGGER {name} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
        ))
        .await;
        let refused = browser.get(&callback).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{table}");
        assert_eq!(refused.refusal(), "session.unavailable", "{table}");
        assert!(refused.set_cookie("local-session").is_empty());
        assert!(!browser.cookies.contains_key("local-session"));
        assert_eq!(app.session_count().await, 0);
        for table in ["agents", "organisations", "memberships", "access_decisions"] {
            let rows = column(&app, &format!("SELECT 'a row' FROM {table}")).await;
            assert!(rows.is_empty(), "{table}");
        }
        assert_eq!(app.trail.names(), ["session.unavailable"]);
        app.execute_in_store(&format!("DROP TRIGGER {name}")).await;
        browser.log_in().await;
        assert!(browser.is_signed_in().await);
    }
}

#[tokio::test]
async fn acc_a_login_without_its_tables_is_an_outage() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    app.execute_in_store("DROP TABLE access_decisions").await;
    let refused = browser.get(&callback).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.refusal(), "session.unavailable");
    assert_eq!(app.session_count().await, 0);
    assert!(column(&app, "SELECT sub FROM agents").await.is_empty());
}
