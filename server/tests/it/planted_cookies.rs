//! Session cookies that no login has set, or whose session is over.

use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use std::time::Duration;

const COOKIE: &str = "local-session";

/// A browser with this session cookie is a visitor, whom no page fails.
async fn is_a_visitor(app: &TestApp, value: &str) {
    let mut browser = app.browser();
    browser.cookies.insert(COOKIE.to_owned(), value.to_owned());
    assert_eq!(browser.get("/").await.status, StatusCode::OK, "{value}");
    let account = browser.get("/mon-compte").await;
    assert_eq!(account.status, StatusCode::SEE_OTHER, "{value}");
    assert!(!account.body.contains("DUBOIS"));
}

async fn signed_in(app: &TestApp) -> (Browser, String) {
    let mut browser = app.browser();
    browser.log_in().await;
    let value = browser.cookies[COOKIE].clone();
    (browser, value)
}

#[tokio::test]
async fn s01_a_cookie_with_one_changed_character_is_no_session() {
    let app = TestApp::start().await;
    let (mut browser, value) = signed_in(&app).await;
    for place in 0..value.len() {
        for bit in 0..7 {
            let mut bytes = value.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let changed = String::from_utf8(bytes).unwrap();
            // The last character of 22 holds two bits of the id: four spellings of it would be one id, and the
            // decoder accepts only one of them.
            let sendable = changed.bytes().all(|byte| byte.is_ascii_graphic());
            if sendable && !changed.contains([';', ',', '"', '\\']) {
                is_a_visitor(&app, &changed).await;
            }
        }
    }
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s02_a_random_id_is_no_session() {
    let app = TestApp::start().await;
    let (mut browser, _) = signed_in(&app).await;
    for _ in 0..100 {
        let id = tower_sessions::session::Id::default();
        is_a_visitor(&app, &id.to_string()).await;
    }
    for other in [
        "",
        "0",
        "null",
        "../../etc/passwd",
        "' OR '1'='1",
        "AAAAAAAAAAAAAAAAAAAAAA",
    ] {
        is_a_visitor(&app, other).await;
    }
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s03_the_id_of_somebody_elses_session_that_is_over_is_no_session() {
    let app = TestApp::start().await;
    let (_, expired) = signed_in(&app).await;
    app.wait(Duration::from_secs(31 * 60));
    is_a_visitor(&app, &expired).await;
    let (mut browser, left) = signed_in(&app).await;
    browser.post("/auth/proconnect/logout", "").await;
    is_a_visitor(&app, &left).await;
    // Another agent with the cookie of a session that is over logs in, and is nobody but themselves.
    let mut other = app.browser();
    other.cookies.insert(COOKIE.to_owned(), expired.clone());
    other.log_in().await;
    assert!(other.is_signed_in().await);
    assert_ne!(other.cookies[COOKIE], expired);
    is_a_visitor(&app, &expired).await;
}

#[tokio::test]
async fn s08_a_cookie_of_eight_kilobytes_is_no_session() {
    let app = TestApp::start().await;
    let (mut browser, value) = signed_in(&app).await;
    is_a_visitor(&app, &"A".repeat(8192)).await;
    is_a_visitor(&app, &format!("{value}{}", "A".repeat(8192))).await;
    assert!(browser.is_signed_in().await);
}
