use crate::support::TestApp;
use axum::http::{Method, StatusCode};
use std::collections::HashMap;
use url::Url;

#[tokio::test]
async fn a_logout_ends_the_session_here_and_asks_the_issuer_to_end_its_own() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut thief = browser.clone();
    let left = browser.post("/auth/proconnect/logout", "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);

    let url = Url::parse(left.location()).unwrap();
    let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(
        url.as_str()
            .starts_with(&format!("{}/session/end?", app.mock.issuer()))
    );
    assert_eq!(query["id_token_hint"].split('.').count(), 3);
    assert_eq!(query["state"].len(), 43);

    let removal = left.set_cookie("__Host-session");
    for attribute in ["Max-Age=0", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(removal.contains(attribute), "{attribute}");
    }
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn the_return_is_checked_and_leads_home_either_way() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let left = browser.post("/auth/proconnect/logout", "").await;
    let url = Url::parse(left.location()).unwrap();
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    assert!(browser.cookies.contains_key("__Host-logout"));
    for query in [
        format!("?state={state}"),
        "?state=other".to_owned(),
        String::new(),
    ] {
        let back = browser
            .get(&format!("/auth/proconnect/logout/callback{query}"))
            .await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(!browser.cookies.contains_key("__Host-logout"));
    }
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let answer = browser.get("/auth/proconnect/logout").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    for headers in [
        [
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://localhost:3000"),
        ],
        [
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/"),
        ],
    ] {
        let answer = browser
            .request(Method::POST, "/auth/proconnect/logout", &headers, "")
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(
            (answer.refusal(), answer.location()),
            ("request.cross_origin", "")
        );
    }
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_visitor_who_logs_out_is_sent_home() {
    let app = TestApp::start().await;
    let answer = app.browser().post("/auth/proconnect/logout", "").await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/")
    );
}
