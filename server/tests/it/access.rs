//! Access to pages, and the session in documents that replace a response.

use crate::support::TestApp;
use app::refusals::texts::ROLE_MISSING;
use axum::http::{Method, StatusCode};

const SOPHIE: &str = "sophie.martin@octo.example.com";

#[tokio::test]
async fn c1_an_agent_without_the_role_is_refused_in_their_own_frame() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in_as(SOPHIE).await;
    let path = "/espace-agents-publics?a=b";
    for method in [Method::GET, Method::HEAD] {
        let refused = browser.request(method, path, &[], "").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(refused.refusal(), "access.role_missing");
    }
    app.trail.take();
    let refused = browser.get(path).await;
    assert_eq!(app.trail.names(), ["access.role_missing"]);
    for way_out in [
        "action=\"/auth/proconnect/logout\"",
        ">Changer de compte</button>",
        "name=\"login_hint\"",
        "name=\"return_to\" value=\"/espace-agents-publics?a=b\"",
        "Réservé aux agents publics",
        "<span class=\"app-absent\">aucun</span>",
        "<bdi>418\u{a0}166\u{a0}096\u{a0}00069</bdi>",
        "<bdi>Octo-technology</bdi>",
        "Se déconnecter",
        refused.header("x-request-id"),
        "Sophie",
    ] {
        assert!(
            refused.body.contains(way_out),
            "{way_out} in {}",
            refused.body
        );
    }
    assert!(refused.explains(&ROLE_MISSING), "{}", refused.body);
    assert!(!refused.body.contains("l’accès vous est ouvert"));
}

#[tokio::test]
async fn l9_a_head_is_answered_as_a_get() {
    let app = TestApp::start().await;
    for path in [
        "/mon-compte?a=b",
        "/espace-agents-publics",
        "/espace-sensible",
    ] {
        let get = app.browser().get(path).await;
        let head = app.browser().request(Method::HEAD, path, &[], "").await;
        assert_eq!(head.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(head.location(), get.location(), "{path}");
    }
}

#[tokio::test]
async fn c4_whatever_stands_in_place_of_an_answer_shows_who_is_signed_in_and_the_way_out() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    for (method, path, form) in [
        (Method::GET, "/inconnu", ""),
        (Method::GET, "/mon-compte/7", ""),
        (Method::GET, "/auth/proconnect", ""),
        (
            Method::GET,
            "/auth/proconnect/callback?error=access_denied",
            "",
        ),
        (Method::POST, "/auth/proconnect", "return_to[x]=1"),
        (Method::POST, "/test/succeeds", "agent=x"),
        (Method::POST, "/inconnu", ""),
    ] {
        let from_here = [("sec-fetch-site", "same-origin")];
        let page = browser.request(method, path, &from_here, form).await;
        assert!(!page.status.is_success(), "{path}");
        assert!(page.body.contains("DUBOIS"), "{path}: {}", page.body);
        assert!(page.body.contains("Se déconnecter"), "{path}");
        let visitors = app
            .browser()
            .request(Method::GET, path, &from_here, "")
            .await;
        assert!(!visitors.body.contains("Se déconnecter"), "{path}");
    }
}

#[tokio::test]
async fn c4_in_an_outage_such_a_page_shows_nothing_of_the_session() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.break_store().await;
    let page = browser.get("/inconnu").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    for part in ["DUBOIS", "Se déconnecter", "<script"] {
        assert!(!page.body.contains(part), "{part} in {}", page.body);
    }
}

#[tokio::test]
async fn c4_such_a_page_prolongs_no_session_and_one_that_is_over_is_not_shown() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    for _ in 0..4 {
        app.wait(std::time::Duration::from_secs(600));
        browser.get("/inconnu").await;
    }
    assert!(!browser.get("/inconnu").await.body.contains("DUBOIS"));
    assert!(!browser.is_signed_in().await);
}
