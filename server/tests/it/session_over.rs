//! A form that is sent after the end of the session.

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
