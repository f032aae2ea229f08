use crate::support::{Answer, Browser, HTTPS, TestApp};
use axum::http::{Method, StatusCode};
use mock_proconnect::Client;
use std::{collections::HashMap, time::Duration};
use url::Url;

#[tokio::test]
async fn a_logout_ends_the_session_here_and_asks_the_issuer_to_end_its_own() {
    let app = TestApp::start_at(HTTPS, &[]).await;
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

/// A browser follows only the second response, and sent that request before it read the first.
#[tokio::test]
async fn a_button_pressed_twice_ends_the_issuers_session_all_the_same() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut first = browser.clone();
    let left = first.post("/auth/proconnect/logout", "").await;
    assert!(parameters(&left).contains_key("id_token_hint"));
    let again = browser.post("/auth/proconnect/logout", "").await;
    let sent = parameters(&again);
    assert!(!sent.contains_key("id_token_hint"));
    assert_eq!(sent["client_id"], Client::development().client_id);
    assert_eq!(
        again.header("clear-site-data"),
        left.header("clear-site-data")
    );
    assert!(!browser.is_signed_in().await);

    let back = browser.end_issuer_session(again.location()).await;
    browser.get(&back).await;
    let home = browser.get("/").await;
    assert!(home.body.contains("ici comme chez ProConnect"));
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
    assert!(browser.cookies.contains_key("local-logout"));
    for query in [
        format!("?state={state}"),
        "?state=other".to_owned(),
        String::new(),
    ] {
        let back = browser
            .get(&format!("/auth/proconnect/logout/callback{query}"))
            .await;
        assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(!browser.cookies.contains_key("local-logout"));
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

/// The parameters of the logout at the issuer.
fn parameters(answer: &Answer) -> HashMap<String, String> {
    let url = Url::parse(answer.location()).unwrap();
    url.query_pairs().into_owned().collect()
}

/// Presses the button and follows the issuer. Returns whether the home page announces that both
/// sessions have ended.
async fn ends_everywhere(browser: &mut Browser) -> bool {
    let left = browser.post("/auth/proconnect/logout", "").await;
    let parameters = parameters(&left);
    assert!(!parameters.contains_key("id_token_hint"));
    assert_eq!(parameters["client_id"], Client::development().client_id);
    assert_eq!(left.header("clear-site-data"), "\"storage\"");
    let back = browser.end_issuer_session(left.location()).await;
    browser.get(&back).await;
    let home = browser.get("/").await;
    home.body.contains("ici comme chez ProConnect")
}

#[tokio::test]
async fn f2_a_logout_after_the_session_expired_ends_the_issuers_session() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.wait(Duration::from_secs(31 * 60));
    assert!(!browser.is_signed_in().await);
    app.trail.take();
    assert!(ends_everywhere(&mut browser).await);
    assert_eq!(app.trail.names(), ["logout"]);
    let asked = browser.post("/auth/proconnect", "return_to=/").await;
    browser.visit_issuer_page(asked.location()).await;
}

#[tokio::test]
async fn f2_a_logout_of_a_session_that_was_lost_here_ends_the_issuers_session() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    browser.cookies.clear();
    assert!(ends_everywhere(&mut browser).await);
    browser.log_in().await;
    let lost = "AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    browser.cookies.insert("local-session".to_owned(), lost);
    assert!(ends_everywhere(&mut browser).await);
    assert!(ends_everywhere(&mut app.browser()).await);
}

#[tokio::test]
async fn r17_a_logout_does_not_have_the_browser_sweep_its_cache() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let left = browser.post("/auth/proconnect/logout", "").await;
    assert_eq!(left.header("clear-site-data"), "\"storage\"");
}

#[tokio::test]
async fn m1_an_answer_to_an_older_request_does_not_take_the_new_session_away() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut late = browser.clone();
    browser.log_in().await;
    for path in ["/", "/mon-compte", "/nulle-part", "/connexion"] {
        let answer = late.get(path).await;
        assert_eq!(answer.set_cookie("local-session"), "", "{path}");
    }
    for path in ["/api/current_user", "/api/continue_session"] {
        let answer = late.post(path, "").await;
        assert_eq!(answer.set_cookie("local-session"), "", "{path}");
    }
    assert!(browser.is_signed_in().await);
}
