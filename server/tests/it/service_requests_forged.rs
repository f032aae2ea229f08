//! Requests that no page of the site sends: other spellings of an address, fields that no form has, other methods.

use crate::support::{Answer, Browser, TestApp};
use axum::http::{Method, StatusCode};

const FILE: &str = "/api/file_service_request";
const DECIDE: &str = "/api/decide_service_request";
const ANGELA: &str = "angela.dubois@ministere.gouv.fr";
/// An agent of another organisation.
const KARIM: &str = "karim.benali@interieur.example.fr";
const SECRET: &str = "Travaux confidentiels";

async fn signed_in(app: &TestApp, address: &str) -> (Browser, String) {
    let mut browser = app.browser();
    browser.log_in_as(address).await;
    let agent = browser.agent_field().await;
    (browser, agent)
}

async fn filed(browser: &mut Browser, agent: &str, others: &str) -> Answer {
    let form = format!("subject={SECRET}&siret=13002526500013&description=Texte&{agent}{others}");
    browser.submit(FILE, &form).await
}

/// A request of Angela, who administers her organisation: its path.
async fn request_of(browser: &mut Browser, agent: &str, app: &TestApp) -> String {
    let path = filed(browser, agent, "").await.location().to_owned();
    app.execute_in_store("UPDATE memberships SET role = 'administrator'")
        .await;
    path
}

#[tokio::test]
async fn another_spelling_of_an_address_opens_no_request() {
    let app = TestApp::start().await;
    let (mut angela, agent) = signed_in(&app, ANGELA).await;
    let path = request_of(&mut angela, &agent, &app).await;
    let (mut karim, _) = signed_in(&app, KARIM).await;
    let id = path.rsplit_once('/').unwrap().1.to_owned();
    let spelled = [
        path.clone(),
        path.to_uppercase(),
        format!("/demandes/{}", id.replace('-', "")),
        format!("/demandes/{}", id.to_uppercase()),
        format!("/demandes/%7B{id}%7D"),
        format!("/demandes/urn:uuid:{id}"),
        format!("/demandes/{id}/"),
        format!("/demandes//{id}"),
        format!("//demandes/{id}"),
        format!("/demandes%2F{id}"),
        format!("/demandes/x%2F{id}"),
        format!("/demandes/..%2F{id}"),
        format!("/demandes/nouvelle/../{id}"),
        format!("/demandes/{id}%00"),
        format!("/demandes/{id};a=b"),
        format!("/demandes/{id}?recherche={SECRET}").replace(' ', "+"),
        format!("/demandes?apres={id}"),
        format!("/demandes/export.csv?apres={id}"),
        "/demandes?recherche=%25&apres=%00".to_owned(),
        "/demandes?recherche=_".to_owned(),
        "/demandes?recherche=%00'--&etat='%20OR%201=1".to_owned(),
    ];
    for address in &spelled {
        for browser in [&mut karim, &mut app.browser()] {
            let answer = browser.get(address).await;
            assert!(!answer.status.is_server_error(), "{address}");
            assert!(!answer.body.contains(&SECRET[..8]), "{address}");
            assert!(!answer.location().starts_with("//"), "{address}");
        }
    }
    let unknown = karim
        .get("/demandes/00000000-0000-4000-8000-000000000000")
        .await;
    let foreign = karim.get(&path).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(unknown.status, foreign.status);
}

#[tokio::test]
async fn fields_that_a_form_does_not_have_change_nothing() {
    let app = TestApp::start().await;
    let (mut angela, agent) = signed_in(&app, ANGELA).await;
    signed_in(&app, KARIM).await;
    let others = "&organisation_id=00000000-0000-4000-8000-000000000000&id=7&state=accepted&version=9\
        &agent_id=1&filed_at=2000-01-01T00:00:00Z&role=administrator";
    let answer = filed(&mut angela, &agent, others).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = angela.get(answer.location()).await.body;
    assert!(
        page.contains("En attente") && page.contains(SECRET),
        "{page}"
    );
    let administrators = "memberships WHERE role = 'administrator'";
    assert_eq!(app.count(administrators).await, 0);
    for twice in [
        "&subject=Autre",
        "&siret=1",
        "&subject[]=Autre",
        "&subject[a]=b",
    ] {
        let answer = filed(&mut angela, &agent, twice).await;
        assert!(!answer.status.is_server_error(), "{twice}");
    }
    assert_eq!(
        filed(&mut angela, &agent, &format!("&{agent}"))
            .await
            .refusal(),
        "request.malformed_form"
    );
}

#[tokio::test]
async fn a_version_or_a_request_that_no_page_shows_decides_nothing() {
    let app = TestApp::start().await;
    let (mut angela, agent) = signed_in(&app, ANGELA).await;
    let path = request_of(&mut angela, &agent, &app).await;
    let id = path.rsplit_once('/').unwrap().1.to_owned();
    let versions = [
        "-1",
        "0",
        "2",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1.0",
        "1e0",
        "",
        "0x1",
        "NULL",
    ];
    let of_versions = versions.map(|version| format!("id={id}&version={version}&verdict=accept"));
    let of_ids = [
        format!("id={id}'--&version=1&verdict=accept"),
        format!("id=..%2F..%2Fconnexion&id={id}&version=7&verdict=accept"),
        "id=export.csv&version=1&verdict=accept".to_owned(),
        "id=nouvelle&version=1&verdict=refuse".to_owned(),
        format!("id={id}&version=1&verdict=ACCEPT"),
        format!("id={id}&version=1&verdict=pending&reason=x"),
        format!("id={id}&version=1&verdict=refuse&reason=%00"),
    ];
    for form in of_versions.iter().chain(&of_ids) {
        let answer = angela.submit(DECIDE, &format!("{form}&{agent}")).await;
        assert!(answer.status.is_client_error(), "{form}: {}", answer.status);
        assert_eq!(answer.location(), "", "{form}");
        let is_kept = answer.header("cache-control").contains("no-store");
        assert!(is_kept, "{form}: {}", answer.header("cache-control"));
        assert_eq!(
            app.count("service_requests WHERE state = 'pending'").await,
            1,
            "{form}"
        );
    }
    assert_eq!(app.count("service_request_events").await, 1);
}

#[tokio::test]
async fn the_page_of_a_form_repeats_what_was_typed_as_text_alone() {
    let app = TestApp::start().await;
    let (mut angela, agent) = signed_in(&app, ANGELA).await;
    let typed = "%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%3E%3Cimg+src%3Dx%3E";
    let form = format!("subject={typed}&siret={typed}&description={typed}%00&{agent}");
    let page = angela.submit(FILE, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for live in ["<script>alert", "<img src=x", "</textarea><script"] {
        assert!(!page.body.contains(live), "{live} in {}", page.body);
    }
    assert!(page.header("cache-control").contains("no-store"));
    assert!(
        page.header("content-security-policy")
            .contains("script-src")
    );
    assert_eq!(page.location(), "");
    assert_eq!(page.count("content-type"), 1);
}

#[tokio::test]
async fn no_other_method_opens_what_a_get_or_a_post_does_not() {
    let app = TestApp::start().await;
    let (mut angela, agent) = signed_in(&app, ANGELA).await;
    let path = filed(&mut angela, &agent, "").await.location().to_owned();
    let mut visitor = app.browser();
    let pages = [
        &*path,
        "/demandes",
        "/demandes/export.csv",
        "/organisation/membres",
    ];
    let methods = [
        "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "POST", "TRACE", "PROPFIND",
    ];
    let functions = [FILE, DECIDE, "/api/change_member", "/api/invite_member"];
    for address in pages.into_iter().chain(functions) {
        for method in methods {
            let verb = Method::from_bytes(method.as_bytes()).unwrap();
            let headers = [("sec-fetch-site", "same-origin")];
            let answer = visitor.request(verb, address, &headers, "").await;
            assert!(
                !answer.status.is_success(),
                "{method} {address}: {}",
                answer.status
            );
            assert!(!answer.body.contains(SECRET), "{method} {address}");
        }
    }
    // A member who administrates nothing.
    let head = angela
        .request(Method::HEAD, "/organisation/membres", &[], "")
        .await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
}

/// The account is erased, or has another subject, while a session is open.
#[tokio::test]
async fn a_session_without_an_account_opens_no_data() {
    let app = TestApp::start().await;
    for end in ["UPDATE agents SET sub = 'another'", "DELETE FROM agents"] {
        let (mut angela, agent) = signed_in(&app, ANGELA).await;
        let path = request_of(&mut angela, &agent, &app).await;
        app.execute_in_store(end).await;
        for address in [
            &*path,
            "/demandes",
            "/demandes/export.csv",
            "/organisation/membres",
        ] {
            assert_eq!(
                angela.get(address).await.refusal(),
                "access.membership_missing",
                "{end}"
            );
        }
        let before = app.count("service_requests").await;
        let refused = filed(&mut angela, &agent, "").await;
        assert_eq!(refused.refusal(), "access.membership_missing");
        let invited = angela
            .submit(
                "/api/invite_member",
                &format!("email=a%40b.fr&role=administrator&{agent}"),
            )
            .await;
        assert_eq!(invited.refusal(), "access.membership_missing");
        assert_eq!(app.count("service_requests").await, before);
        assert_eq!(app.count("invitations").await, 0);
        app.execute_in_store("DELETE FROM agents").await;
    }
}
