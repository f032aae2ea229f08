use crate::support::{Answer, TestApp};
use axum::http::{Method, StatusCode};
use std::{collections::HashMap, time::Duration};
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

/// A browser follows the second answer only, and sent that request before it read the first.
#[tokio::test]
async fn a_button_pressed_twice_ends_the_issuers_session_all_the_same() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let (mut first, mut late) = (browser.clone(), browser.clone());
    let hint = |answer: &Answer| {
        let url = Url::parse(answer.location()).unwrap();
        let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
        query["id_token_hint"].clone()
    };
    let left = first.post("/auth/proconnect/logout", "").await;
    app.wait(Duration::from_secs(59));
    let again = browser.post("/auth/proconnect/logout", "").await;
    assert_eq!(hint(&again), hint(&left));
    assert_eq!(
        again.header("clear-site-data"),
        left.header("clear-site-data")
    );
    assert!(!browser.is_signed_in().await);

    let back = browser.end_issuer_session(again.location()).await;
    browser.get(&back).await;
    let home = browser.get("/").await;
    assert!(home.body.contains("de ce service comme de ProConnect"));

    app.wait(Duration::from_secs(2));
    let late = late.post("/auth/proconnect/logout", "").await;
    assert_eq!(late.location(), "/");
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
