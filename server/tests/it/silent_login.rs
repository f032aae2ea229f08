//! `PROCONNECT_SILENT_LOGIN`: off by default, once in a visit, and only for a navigation that the
//! visitor made.

use crate::support::{Answer, Browser, TestApp};
use axum::http::{Method, StatusCode};
use mock_proconnect::Fault;

const TYPED: [&str; 3] = ["none", "navigate", "document"];
const LOGIN_PAGE: &str = "/connexion?return_to=%2Fmon-compte";

async fn app() -> TestApp {
    TestApp::start_with(&[("PROCONNECT_SILENT_LOGIN", "true")]).await
}

/// Goes to a page as a browser says it: where the navigation came from, how, and what for.
async fn navigate(browser: &mut Browser, path: &str, [site, mode, dest]: [&str; 3]) -> Answer {
    let headers = [
        ("sec-fetch-site", site),
        ("sec-fetch-mode", mode),
        ("sec-fetch-dest", dest),
    ];
    browser.request(Method::GET, path, &headers, "").await
}

/// A browser whose agent has a session at the issuer, and has come to this site for the first time.
async fn known_to_the_issuer(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.log_in().await;
    browser.cookies.clear();
    browser
}

#[tokio::test]
async fn an_agent_whom_the_issuer_knows_is_signed_in_without_being_asked() {
    let app = app().await;
    let mut browser = known_to_the_issuer(&app).await;
    let left = navigate(&mut browser, "/mon-compte?onglet=1", TYPED).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(
        left.location().contains("prompt=none"),
        "{}",
        left.location()
    );
    let callback = browser.visit_issuer(left.location()).await;
    let landed = browser.get(&callback).await;
    assert_eq!(landed.location(), "/mon-compte?onglet=1");
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn an_agent_whom_the_issuer_does_not_know_sees_the_login_page_and_no_refusal() {
    let app = app().await;
    let mut browser = app.browser();
    let left = navigate(&mut browser, "/mon-compte", TYPED).await;
    let callback = browser.visit_issuer(left.location()).await;
    assert!(callback.contains("error=login_required"), "{callback}");
    let back = browser.get(&callback).await;
    assert_eq!((back.refusal(), back.location()), ("", "/mon-compte"));
    assert!(back.set_cookie("local-session").is_empty());
    // The browser goes on saying that its user typed the address.
    let page = navigate(&mut browser, back.location(), TYPED).await;
    assert_eq!(page.location(), LOGIN_PAGE);
    let again = navigate(&mut browser, "/mon-compte", TYPED).await;
    assert_eq!(again.location(), LOGIN_PAGE, "once in a visit");
}

#[tokio::test]
async fn any_other_error_of_a_silent_login_is_refused_as_ever() {
    let app = app().await;
    let mut browser = known_to_the_issuer(&app).await;
    app.mock
        .lie_about_next_login("callback-server-error-technical".parse::<Fault>().unwrap());
    let left = navigate(&mut browser, "/mon-compte", TYPED).await;
    let callback = browser.visit_issuer(left.location()).await;
    let refused = browser.get(&callback).await;
    assert_eq!(refused.refusal(), "authorization_response.server_error");
}

/// An attacker can make a browser send a GET; none that they can make it send begins a login.
#[tokio::test]
async fn no_other_site_begins_a_silent_login() {
    let app = app().await;
    for from in [
        ["cross-site", "navigate", "document"],
        ["same-site", "navigate", "document"],
        ["same-origin", "navigate", "iframe"],
        ["same-origin", "no-cors", "image"],
        ["same-origin", "cors", "empty"],
    ] {
        let mut browser = known_to_the_issuer(&app).await;
        let sent = navigate(&mut browser, "/mon-compte", from).await;
        assert_eq!(sent.location(), LOGIN_PAGE, "{from:?}");
        assert!(browser.cookies.is_empty());
    }
    // A browser that says nothing, and one that is told to by a form's post.
    let mut silent = known_to_the_issuer(&app).await;
    assert_eq!(silent.get("/mon-compte").await.location(), LOGIN_PAGE);
    let form = "prompt=none&is_silent=true";
    let asked = silent.post("/auth/proconnect", form).await;
    assert!(!asked.location().contains("prompt"), "{}", asked.location());
}

#[tokio::test]
async fn public_pages_begin_nothing_and_the_option_is_off_by_default() {
    let on = app().await;
    let mut browser = on.browser();
    assert_eq!(
        navigate(&mut browser, "/", TYPED).await.status,
        StatusCode::OK
    );
    let off = TestApp::start().await;
    let mut browser = known_to_the_issuer(&off).await;
    let sent = navigate(&mut browser, "/mon-compte", TYPED).await;
    assert_eq!(sent.location(), LOGIN_PAGE);
    browser.log_in().await;
    assert!(!browser.cookies.contains_key("local-silent-login"));
}

/// Else a logout, or an idle session's end, would be undone by the next page.
#[tokio::test]
async fn whoever_logged_in_or_out_in_this_visit_is_asked() {
    let app = app().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut idle = browser.clone();
    idle.cookies.remove("local-session");
    let sent = navigate(&mut idle, "/mon-compte", TYPED).await;
    assert_eq!(sent.location(), LOGIN_PAGE);

    browser.cookies.remove("local-silent-login");
    browser.post("/auth/proconnect/logout", "").await;
    // Here only: the issuer still knows the agent.
    let sent = navigate(&mut browser, "/mon-compte", TYPED).await;
    assert_eq!(sent.location(), LOGIN_PAGE);
}

/// A second factor is never asked for silently: the agent is signed in, and offered it.
#[tokio::test]
async fn a_sensitive_page_signs_in_silently_and_then_asks() {
    let app = app().await;
    let mut browser = known_to_the_issuer(&app).await;
    let left = navigate(&mut browser, "/espace-sensible", TYPED).await;
    assert!(
        !left.location().contains("essential"),
        "{}",
        left.location()
    );
    let callback = browser.visit_issuer(left.location()).await;
    let landed = browser.get(&callback).await;
    let sent = browser.get(landed.location()).await;
    assert_eq!(
        sent.location(),
        "/connexion?return_to=%2Fespace-sensible&level=mfa"
    );
    let offer = browser.get(sent.location()).await;
    assert!(offer.body.contains("Confirmez votre identité"));
}
