//! « Mes connexions »: two browsers of one agent, and those of another.

use crate::support::{Answer, Browser, TestApp};
use axum::http::StatusCode;
use proconnect::web::SessionReference;
use std::time::Duration;

const PAGE: &str = "/mes-connexions";
const END_ONE: &str = "/api/end_session";
const END_OTHERS: &str = "/api/end_other_sessions";

async fn signed_in(app: &TestApp) -> Browser {
    let mut browser = app.browser();
    browser.log_in().await;
    browser
}

fn reference(browser: &Browser) -> SessionReference {
    SessionReference::of(browser.cookies["local-session"].parse().unwrap())
}

/// Sends the form of this session, as the page of the browser shows it.
async fn end(browser: &mut Browser, session: impl ToString) -> Answer {
    let agent = browser.agent_field().await;
    let form = format!("{agent}&session={}", session.to_string());
    browser.submit(END_ONE, &form).await
}

/// Follows the redirect to the page.
async fn page_after(browser: &mut Browser, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.refusal());
    assert!(answer.location().starts_with(PAGE), "{}", answer.location());
    browser.get(answer.location()).await.body
}

#[tokio::test]
async fn f9_an_agent_ends_the_session_of_another_browser() {
    let app = TestApp::start().await;
    let (mut here, mut there) = (signed_in(&app).await, signed_in(&app).await);
    let page = here.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("Cette connexion").count(), 1);
    assert_eq!(page.field("session"), reference(&there).to_string());
    assert!(!page.body.contains(reference(&here).as_str()));

    app.trail.take();
    let ended = end(&mut here, page.field("session")).await;
    let events = app.trail.events();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["event.action"], "session_ended_by_other");
    assert_eq!(events[0]["event.reason"], "agent_elsewhere");
    assert_eq!(events[0]["proconnect.session"], reference(&there).as_str());
    assert!(events[0]["http.request.id"].is_string(), "{events:?}");
    let page = page_after(&mut here, &ended).await;
    assert!(page.contains("La connexion est fermée."), "{page}");
    assert!(page.contains("Vous n’avez pas d’autre connexion."));
    assert!(here.is_signed_in().await);

    // The other browser is a visitor's, on this replica and on every other.
    assert_eq!(there.get("/").await.status, StatusCode::OK);
    assert_eq!(there.post("/api/current_user", "").await.body, "null");
    assert!(!there.at(&app.replica().await).is_signed_in().await);
    assert_eq!(app.session_count().await, 1);
}

#[tokio::test]
async fn f9_a_session_that_is_over_is_no_error_and_a_form_may_be_sent_twice() {
    let app = TestApp::start().await;
    let (mut here, there) = (signed_in(&app).await, signed_in(&app).await);
    end(&mut here, reference(&there)).await;
    for _ in 0..2 {
        let again = end(&mut here, reference(&there)).await;
        let page = page_after(&mut here, &again).await;
        assert!(
            page.contains("Cette connexion était déjà fermée."),
            "{page}"
        );
    }
}

#[tokio::test]
async fn f9_all_other_sessions_are_ended_and_those_of_other_agents_go_on() {
    let app = TestApp::start().await;
    let mut here = signed_in(&app).await;
    let mut others = [signed_in(&app).await, signed_in(&app).await];
    let mut karim = app.browser();
    karim.log_in_as("karim.benali@interieur.example.fr").await;
    let agent = here.agent_field().await;
    for sentence in [
        "Vos autres connexions sont fermées.",
        "Vos autres connexions étaient déjà fermées.",
    ] {
        let ended = here.submit(END_OTHERS, &agent).await;
        let page = page_after(&mut here, &ended).await;
        assert!(page.contains(sentence), "{page}");
    }
    for other in &mut others {
        assert!(!other.is_signed_in().await);
    }
    assert!(here.is_signed_in().await && karim.is_signed_in().await);
}

#[tokio::test]
async fn f9_a_session_of_another_agent_is_neither_listed_nor_ended() {
    let app = TestApp::start().await;
    let mut here = signed_in(&app).await;
    let mut karim = app.browser();
    karim.log_in_as("karim.benali@interieur.example.fr").await;
    let page = here.get(PAGE).await.body;
    assert!(!page.contains(reference(&karim).as_str()), "{page}");
    let foreign = end(&mut here, reference(&karim)).await;
    let unknown = end(&mut here, "0".repeat(32)).await;
    let [foreign, unknown] = [
        page_after(&mut here, &foreign).await,
        page_after(&mut here, &unknown).await,
    ];
    for page in [foreign, unknown] {
        assert!(
            page.contains("Cette connexion était déjà fermée."),
            "{page}"
        );
    }
    assert!(!app.trail.take().contains("session_ended_by_other"));
    assert!(karim.is_signed_in().await);
}

#[tokio::test]
async fn f9_the_session_of_the_form_is_left_to_the_logout() {
    let app = TestApp::start().await;
    let mut here = signed_in(&app).await;
    let own = reference(&here).to_string().to_uppercase();
    let kept = end(&mut here, own).await;
    let page = page_after(&mut here, &kept).await;
    assert!(page.contains("celle que vous utilisez"), "{page}");
    assert!(here.is_signed_in().await);
}

#[tokio::test]
async fn f9_a_form_of_another_agent_of_another_site_or_of_another_shape_ends_nothing() {
    let app = TestApp::start().await;
    let (mut here, mut there) = (signed_in(&app).await, signed_in(&app).await);
    let agent = here.agent_field().await;
    let session = format!("session={}", reference(&there));
    let form = format!("{agent}&{session}");
    let elsewhere = [("sec-fetch-site", "cross-site")];
    for path in [END_ONE, END_OTHERS] {
        let foreign = here
            .request(axum::http::Method::POST, path, &elsewhere, &form)
            .await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
        let get = here.get(&format!("{path}?{form}")).await;
        assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let without_agent = here.submit(path, &session).await;
        assert_eq!(without_agent.refusal(), "request.malformed_form", "{path}");
        let visitor = app.browser().submit(path, &form).await;
        assert_eq!(visitor.status, StatusCode::UNAUTHORIZED, "{path}");
        assert!(visitor.body.contains("Votre session est terminée"));
        assert_eq!(visitor.field("return_to"), PAGE);
    }
    for wrong in ["", "x", "../..", &"g".repeat(32)] {
        let refused = end(&mut here, wrong).await;
        assert_eq!(refused.refusal(), "request.malformed_form", "{wrong}");
    }
    here.log_in_as("karim.benali@interieur.example.fr").await;
    for path in [END_ONE, END_OTHERS] {
        let stale = here.submit(path, &form).await;
        assert_eq!(stale.refusal(), "request.other_agent", "{path}");
    }
    assert!(there.is_signed_in().await);
}

#[tokio::test]
async fn f9_a_store_that_fails_refuses_the_form_and_leaves_the_rest_of_the_page() {
    let app = TestApp::start().await;
    let (mut here, mut there) = (signed_in(&app).await, signed_in(&app).await);
    let agent = here.agent_field().await;
    app.execute_in_store("ALTER TABLE agent_sessions RENAME COLUMN agent_hash TO elsewhere")
        .await;
    let page = here.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("ne peut pas être affichée"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Appareil perdu"));
    let form = format!("{agent}&session={}", reference(&there));
    for path in [END_ONE, END_OTHERS] {
        let refused = here.submit(path, &form).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(refused.refusal(), "session.unavailable");
        assert!(!refused.header("retry-after").is_empty());
    }
    app.break_store().await;
    assert_eq!(here.get(PAGE).await.refusal(), "session.unavailable");
    assert_eq!(there.get(PAGE).await.refusal(), "session.unavailable");
}

#[tokio::test]
async fn f9_the_page_shows_since_when_and_when_last() {
    let app = TestApp::start().await;
    let mut here = signed_in(&app).await;
    signed_in(&app).await;
    assert!(
        here.get(PAGE)
            .await
            .body
            .contains("il y a quelques minutes")
    );
    app.wait(Duration::from_secs(12 * 60));
    let page = here.get(PAGE).await.body;
    assert!(page.contains("il y a 12\u{a0}minutes"), "{page}");
    // Of both sessions, and once more in the name of the button.
    assert_eq!(page.matches("(heure de Paris).").count(), 3, "{page}");
}
