//! The page of a refusal on the way of a login or a logout: `/connexion/refus`.

use crate::support::{Browser, ORIGIN, TestApp, app_with_issuer};
use app::refusals::texts::{ATTEMPT_UNKNOWN, CANCELLED, LOGOUT_INCOMPLETE};
use axum::http::{Method, StatusCode};
use mock_proconnect::Fault;

const PAGE: &str = "/connexion/refus";

/// A browser that has just given up at `ProConnect`, on the way to a page, and the callback's answer.
async fn give_up(app: &TestApp) -> (Browser, String) {
    let mut browser = app.browser();
    let fault = "callback-access-denied-aborted".parse::<Fault>().unwrap();
    app.mock.lie_about_next_login(fault);
    let callback = browser.begin_login("/mon-compte?onglet=1").await;
    (browser, callback)
}

#[tokio::test]
async fn a_refused_browser_is_led_to_a_page_that_a_reload_does_not_change() {
    let app = TestApp::start().await;
    let (mut browser, callback) = give_up(&app).await;
    let bare = browser.get_with_cookies(&callback, b"").await;
    assert_eq!(bare.refusal(), "login_attempt.unknown");

    app.trail.take();
    let refused = browser.get(&callback).await;
    assert_eq!(app.trail.names(), ["authorization_response.cancelled"]);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.explains(&CANCELLED), "{}", refused.body);
    let set = refused.set_cookie("local-refusal");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(set.contains(attribute), "{attribute} in {set}");
    }
    let reference = refused.header("x-request-id").to_owned();

    for _ in 0..2 {
        let again = browser.get(PAGE).await;
        assert_eq!(app.trail.names(), [""; 0]);
        assert_eq!(again.status, StatusCode::FORBIDDEN);
        assert_eq!(again.refusal(), "authorization_response.cancelled");
        assert_eq!(again.header("cache-control"), "no-store");
        assert!(again.explains(&CANCELLED), "{}", again.body);
        assert!(again.body.contains(&format!("<code>{reference}</code>")));
        assert_eq!(again.field("return_to"), "/mon-compte?onglet=1");
        assert!(again.set_cookie("local-refusal").is_empty());
    }
    app.wait(std::time::Duration::from_secs(601));
    assert_eq!(browser.get(PAGE).await.location(), "/connexion");
}

#[tokio::test]
async fn without_a_refusal_of_ours_its_address_leads_to_the_login() {
    let app = TestApp::start().await;
    for cookies in ["", "local-refusal=forged", "__Host-refusal=forged"] {
        let answer = app
            .browser()
            .get_with_cookies(PAGE, cookies.as_bytes())
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.location(), "/connexion");
    }
    let robots = app.browser().get("/robots.txt").await;
    assert!(robots.body.contains("Disallow: /connexion/refus\n"));
}

#[tokio::test]
async fn a_client_that_shows_no_page_is_refused_in_place() {
    let app = TestApp::start().await;
    for headers in [
        &[("accept", "*/*")][..],
        &[("accept", "text/html"), ("sec-fetch-mode", "cors")],
    ] {
        let (mut browser, callback) = give_up(&app).await;
        let answer = browser.request(Method::GET, &callback, headers, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(answer.location(), "");
        assert_eq!(answer.refusal(), "authorization_response.cancelled");
        assert_eq!(answer.body, "authorization_response.cancelled\n");
        assert!(answer.set_cookie("local-refusal").is_empty());
    }
}

#[tokio::test]
async fn a_request_of_another_site_is_refused_in_place_and_leaves_no_cookie() {
    let app = TestApp::start().await;
    let foreign = [("sec-fetch-site", "cross-site")];
    for path in ["/auth/proconnect", "/auth/proconnect/logout"] {
        let mut browser = app.browser();
        let answer = browser.request(Method::POST, path, &foreign, "").await;
        assert_eq!(answer.refusal(), "request.cross_origin");
        assert_eq!(answer.count("set-cookie"), 0);
        assert!(answer.body.contains("<h1>"));
        assert!(browser.cookies.is_empty());
    }
}

#[tokio::test]
async fn a_logout_that_ends_here_only_clears_the_storage_and_says_when_to_come_back() {
    let nobody = "http://localhost:1/api/v2";
    let mut browser = Browser::new(app_with_issuer(nobody).await, ORIGIN);
    let refused = browser.submit("/auth/proconnect/logout", "").await;
    assert_eq!(refused.refusal(), "end_session.provider_unknown");
    assert_eq!(refused.header("clear-site-data"), "\"storage\"");
    assert!(refused.explains(&LOGOUT_INCOMPLETE), "{}", refused.body);
    for page in [refused, browser.get(PAGE).await] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(page.header("retry-after"), "10");
    }
}

#[tokio::test]
async fn a_login_that_succeeds_takes_the_refusal_away() {
    let app = TestApp::start().await;
    let (mut browser, callback) = give_up(&app).await;
    browser.get(&callback).await;
    assert!(browser.cookies.contains_key("local-refusal"));
    browser.log_in().await;
    assert!(!browser.cookies.contains_key("local-refusal"));
    assert_eq!(browser.get(PAGE).await.location(), "/connexion");
}

#[tokio::test]
async fn a_browser_that_keeps_no_cookie_reads_its_refusal_at_once() {
    let app = TestApp::start().await;
    let (_, callback) = give_up(&app).await;
    let mut browser = app.browser();
    let headers = [("sec-fetch-mode", "navigate")];
    let answer = browser.request(Method::GET, &callback, &headers, "").await;
    assert_eq!(answer.refusal(), "login_attempt.unknown");
    assert!(answer.explains(&ATTEMPT_UNKNOWN), "{}", answer.body);
    assert_eq!(answer.count("set-cookie"), 0);
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn a_logout_takes_the_refusal_away() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let fault = "callback-access-denied-aborted".parse::<Fault>().unwrap();
    app.mock.lie_about_next_login(fault);
    let callback = browser.begin_login("/mon-compte?onglet=1").await;
    browser.get(&callback).await;
    assert!(browser.cookies.contains_key("local-refusal"));
    browser.submit("/auth/proconnect/logout", "").await;
    assert!(!browser.cookies.contains_key("local-refusal"));
}
