//! The form that checks a SIRET: its answer, and what becomes of typed text after the end of the session.
//! No other form with text has a row in the table of server functions.

use crate::support::{Answer, TestApp};
use axum::http::{Method, StatusCode};
use std::time::Duration;
use url::form_urlencoded::byte_serialize;

fn is_over(page: &Answer) {
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.header("www-authenticate").starts_with("Cookie "));
    assert_eq!(page.count("content-type"), 1);
    assert!(page.body.contains("<h1>Votre session est terminée</h1>"));
    assert_eq!(page.location(), "");
}

#[tokio::test]
async fn r24_typed_text_survives_the_new_login() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    app.wait(Duration::from_secs(13 * 3600));
    let form = format!("siret=130+025+%26+%2526&{agent}&other=x");
    let page = browser.submit("/api/check_siret", &form).await;
    is_over(&page);
    assert!(
        page.body.contains("130 025 &amp; %26</pre>"),
        "{}",
        page.body
    );
    let return_to = page.field("return_to");
    assert_eq!(return_to, "/verifier-un-siret?siret=130+025+%26+%2526");

    let return_to: String = byte_serialize(return_to.as_bytes()).collect();
    let callback = browser.begin_login(&return_to).await;
    let landed = browser.get(&callback).await;
    let filled = browser.get(landed.location()).await;
    assert!(
        filled.body.contains("value=\"130 025 &amp; %26\""),
        "{}",
        filled.body
    );
}

#[tokio::test]
async fn r24_a_form_without_its_fields_or_with_too_much_comes_back_empty() {
    let app = TestApp::start().await;
    let long = "x".repeat(3000);
    for (form, shown) in [
        ("", ""),
        ("siret=", ""),
        ("other=1", ""),
        (&*format!("siret={long}"), long.as_str()),
    ] {
        let page = app.browser().submit("/api/check_siret", form).await;
        is_over(&page);
        assert_eq!(page.field("return_to"), "/verifier-un-siret");
        assert_eq!(page.body.contains("<pre"), !shown.is_empty());
        assert!(page.body.contains(shown));
    }
}

#[tokio::test]
async fn a_script_gets_a_status_without_a_session() {
    let app = TestApp::start().await;
    for headers in [
        [
            ("sec-fetch-site", "same-origin"),
            ("accept", "*/*"),
            ("sec-fetch-mode", "cors"),
        ],
        [
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
            ("sec-fetch-mode", "cors"),
        ],
    ] {
        let answer = app
            .browser()
            .request(Method::POST, "/api/check_siret", &headers, "siret=1")
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, "unauthenticated\n");
        assert!(answer.header("www-authenticate").starts_with("Cookie "));
    }
}

#[tokio::test]
async fn the_form_is_answered_by_its_page_with_what_was_typed() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    let page = browser.get("/verifier-un-siret").await;
    assert_eq!(agent, format!("agent={}", page.field("agent")));
    let sent = browser
        .submit("/api/check_siret", &format!("siret=130+025%26265&{agent}"))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.location(), "/verifier-un-siret?siret=130+025%26265");
    let long = format!("siret={}&{agent}", "é".repeat(5000));
    let sent = browser.submit("/api/check_siret", &long).await;
    assert_eq!(
        sent.location().len(),
        "/verifier-un-siret?siret=".len() + 64 * 6
    );
    let without = browser.submit("/api/check_siret", &agent).await;
    assert_eq!(without.location(), "/verifier-un-siret?siret=");
}

#[tokio::test]
async fn r01_what_was_typed_comes_back_once_decoded() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    for typed in [
        "R&D", "R%26D", "a#b", "1+1", "100 %", "%2526", "é", "<a>\"'",
    ] {
        let value: String = byte_serialize(typed.as_bytes()).collect();
        let form = format!("siret={value}&{agent}");
        let sent = browser.submit("/api/check_siret", &form).await;
        let page = browser.get(sent.location()).await;
        let (_, field) = page.body.split_once("name=\"siret\"").unwrap();
        let (_, field) = field.split_once("value=\"").unwrap();
        let shown = field.split('"').next().unwrap().replace("&lt;", "<");
        let shown = shown.replace("&gt;", ">").replace("&quot;", "\"");
        assert_eq!(shown.replace("&#x27;", "'").replace("&amp;", "&"), typed);
    }
}

#[tokio::test]
async fn a_visitor_is_refused_the_form_and_its_page() {
    let app = TestApp::start().await;
    let answer = app.browser().post("/api/check_siret", "siret=1").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = app.browser().submit("/api/check_siret", "siret=1").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("action=\"/auth/proconnect\""));
    let get = app.browser().get("/verifier-un-siret").await;
    assert_eq!(get.status, StatusCode::SEE_OTHER);
}
