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
    assert_eq!(chosen.location(), "/contact#display");
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
    assert_eq!(elsewhere.location(), "/#display");
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

#[tokio::test]
async fn an_address_with_capitals_or_a_last_slash_leads_to_its_page() {
    let app = TestApp::start().await;
    for (path, page) in [
        ("/contact/", "/contact"),
        ("/Contact?a=%2F&b", "/contact?a=%2F&b"),
        ("/mon-compte//", "/mon-compte"),
        ("/CONNEXION/", "/connexion"),
    ] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.location(), page, "{path}");
    }
    for path in [
        "/contact/7",
        "//contact",
        "/inconnue/",
        "//evil.example/",
        "/auth/Proconnect/",
    ] {
        assert_eq!(
            app.browser().get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let posted = app.browser().post("/Contact/", "").await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_files_for_programs_have_their_type_and_the_sites_address() {
    let app = TestApp::start().await;
    for (path, content_type, part) in [
        (
            "/robots.txt",
            "text/plain; charset=utf-8",
            "Sitemap: http://localhost:3000/sitemap.xml\n",
        ),
        (
            "/sitemap.xml",
            "application/xml; charset=utf-8",
            "<loc>http://localhost:3000/contact</loc>",
        ),
        (
            "/manifest.webmanifest",
            "application/manifest+json",
            serde_json::to_string(app::service::NAME).unwrap().as_str(),
        ),
    ] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), content_type, "{path}");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=3600",
            "{path}"
        );
        assert!(answer.body.contains(part), "{part} in {}", answer.body);
    }
    let home = app.browser().get("/").await.body;
    for part in [
        "<meta property=\"og:url\" content=\"http://localhost:3000/\">",
        "<meta property=\"og:image\" content=\"http://localhost:3000/icon-512.png\">",
    ] {
        assert!(home.contains(part), "{part} in {home}");
    }
    let mut agent = app.browser();
    agent.log_in().await;
    let account = agent.get("/mon-compte").await.body;
    assert!(
        !account.contains("og:url"),
        "no preview is made of it: {account}"
    );
}

#[tokio::test]
async fn the_home_page_of_a_development_build_leads_its_developer_on() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let home = browser.get("/").await.body;
    for part in [
        "app/src/service.rs",
        "app/src/pages.rs",
        "make dsfr",
        "href=\"/developpement/refus\"",
    ] {
        assert!(home.contains(part), "{part} in {home}");
    }
    let mock = app.mock.issuer().strip_suffix("api/v2").unwrap();
    let of_the_mock = format!("href=\"{mock}\"");
    assert!(home.contains(&of_the_mock), "{of_the_mock} in {home}");
    let hints = home.split("name=\"login_hint\" value=\"").skip(1);
    let hints: Vec<_> = hints.filter_map(|rest| rest.split('"').next()).collect();
    assert!(hints.len() > 2, "{hints:?}");
    for address in hints {
        let mut agent = app.browser();
        agent.log_in_as(address).await;
        assert!(agent.is_signed_in().await, "{address}");
    }
    let other = browser.get("/contact").await.body;
    // The band leads there, if the team has left it.
    let leads_there = other.contains("href=\"/#development\"");
    assert_eq!(leads_there, app::service::NOTICE.is_some(), "{other}");
    assert!(!other.contains("id=\"development\""), "{other}");
}
