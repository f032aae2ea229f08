use crate::support::TestApp;
use axum::http::StatusCode;

#[tokio::test]
async fn a_visitor_of_a_guarded_page_is_sent_to_log_in_and_back() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let sent = browser.get("/mon-compte?onglet=1").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(
        sent.location(),
        "/connexion?return_to=%2Fmon-compte%3Fonglet%3D1"
    );
    let page = browser.get(sent.location()).await;
    assert!(
        page.body
            .contains("name=\"return_to\" value=\"/mon-compte?onglet=1\"")
    );
    assert!(!sent.body.contains("SIRET"));
}

#[tokio::test]
async fn no_spelling_of_an_address_slips_by_the_guard() {
    let app = TestApp::start().await;
    for path in [
        "/mon-compte/",
        "//mon-compte",
        "/./mon-compte",
        "/mon-compte/.",
        "/mon%2Dcompte",
        "/%6Don-compte",
        "/MON-COMPTE",
        "/mon-compte;a=b",
        "/mon-compte/a.css",
    ] {
        let answer = app.browser().get(path).await;
        match answer.status {
            StatusCode::NOT_FOUND | StatusCode::SEE_OTHER => {}
            StatusCode::PERMANENT_REDIRECT => {
                assert_eq!(answer.location(), "/mon-compte", "{path}");
            }
            status => panic!("{path}: {status}"),
        }
        assert!(!answer.body.contains("SIRET"), "{path}");
    }
}

#[tokio::test]
async fn no_other_method_slips_by_the_guard() {
    let app = TestApp::start().await;
    for path in ["/mon-compte", "/espace-agents-publics", "/espace-sensible"] {
        let answer = app.browser().post(path, "").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_signed_out_page_ships_no_script_and_nothing_is_kept_of_its_visitor() {
    let app = TestApp::start().await;
    let answer = app.browser().get("/").await;
    assert!(!answer.body.contains("<script"));
    assert!(answer.header("set-cookie").is_empty());
}

#[tokio::test]
async fn a_signed_in_page_holds_no_token_and_no_identifier() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let page = browser.get("/mon-compte").await;
    assert!(page.body.contains("angela.dubois@ministere.gouv.fr"));
    assert!(!page.body.contains("eyJ"));
    assert!(!page.body.contains(&browser.cookies["local-session"]));
}

#[tokio::test]
async fn in_development_a_visitor_by_address_is_sent_to_the_name_that_cookies_are_for() {
    let app = TestApp::start().await;
    let by_address = [("host", "127.0.0.1:3000")];
    let get = axum::http::Method::GET;
    let sent = app
        .browser()
        .request(get, "/connexion?a=b", &by_address, "")
        .await;
    assert_eq!(sent.location(), "http://localhost:3000/connexion?a=b");
}
