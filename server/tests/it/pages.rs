//! Pages of the assembled server. Each of them has a next step.

use crate::support::TestApp;
use axum::http::{Method, StatusCode};
use url::Url;

#[tokio::test]
async fn an_address_of_the_journey_opened_by_hand_has_a_next_step() {
    let app = TestApp::start().await;
    for path in [
        "/auth/proconnect",
        "/auth/proconnect/logout",
        "/preferences/theme",
    ] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(answer.body.contains("ne s’ouvre pas directement"), "{path}");
        assert!(answer.body.contains(">Retour à l’accueil</a>"), "{path}");
        assert!(
            answer.header("content-security-policy").contains("'nonce-"),
            "{path}"
        );
        let other = [("accept", "*/*")];
        let bare = app.browser().request(Method::GET, path, &other, "").await;
        assert_eq!((bare.status, bare.body.as_str()), (answer.status, ""));
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_answered_by_a_page() {
    let app = TestApp::start().await;
    let form = format!("theme={}", "x".repeat(70_000));
    let length = form.len().to_string();
    let declared = [("content-length", length.as_str())];
    for length in [&declared[..], &[]] {
        let headers = [&[("sec-fetch-site", "same-origin")], length].concat();
        let answer = app
            .browser()
            .request(Method::POST, "/preferences/theme", &headers, &form)
            .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{length:?}");
        assert!(
            answer.body.contains(">Retour à l’accueil</a>"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn the_choice_of_a_theme_is_kept_and_leads_back_to_the_page() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let chosen = browser
        .submit("/preferences/theme", "theme=dark&page=%2Fcontact")
        .await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.location(), "/contact#footer");
    assert!(
        browser
            .get("/contact")
            .await
            .body
            .contains("data-fr-theme=\"dark\"")
    );
    assert!(
        browser
            .get("/nulle-part")
            .await
            .body
            .contains("data-fr-theme=\"dark\"")
    );

    let elsewhere = browser
        .submit("/preferences/theme", "theme=sepia&page=%2F%2Fevil.example")
        .await;
    assert_eq!(elsewhere.location(), "/#footer");
    assert!(elsewhere.set_cookie("local-theme").is_empty());

    browser.submit("/preferences/theme", "theme=system").await;
    assert!(!browser.cookies.contains_key("local-theme"));
    let foreign = [("sec-fetch-site", "cross-site")];
    let refused = browser
        .request(Method::POST, "/preferences/theme", &foreign, "theme=dark")
        .await;
    assert_eq!(refused.refusal(), "request.cross_origin");
}

#[tokio::test]
async fn the_area_of_public_agents_explains_why_it_stays_closed() {
    let app = TestApp::start().await;
    let path = "/espace-agents-publics";
    let sent = app.browser().get(path).await;
    assert_eq!(
        sent.location(),
        "/connexion?return_to=%2Fespace-agents-publics"
    );

    let mut browser = app.browser();
    browser.log_in().await;
    let open = browser.get(path).await;
    assert_eq!(open.status, StatusCode::OK);
    assert!(open.body.contains("l’accès vous est ouvert"));
}

#[tokio::test]
async fn only_a_logout_that_was_asked_for_is_announced_and_once() {
    let app = TestApp::start().await;
    let notice = "Votre session est fermée";
    let mut browser = app.browser();
    browser.log_in().await;
    let left = browser.post("/auth/proconnect/logout", "").await;
    let url = Url::parse(left.location()).unwrap();
    let state = url
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1;

    let mut other = app.browser();
    other
        .get(&format!("/auth/proconnect/logout/callback?state={state}"))
        .await;
    assert!(!other.get("/").await.body.contains(notice));

    browser
        .get(&format!("/auth/proconnect/logout/callback?state={state}"))
        .await;
    assert!(browser.get("/").await.body.contains(notice));
    assert!(!browser.get("/").await.body.contains(notice));
}
