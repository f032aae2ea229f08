//! The text of the form of a request after the end of the session. No other form with text has a row in the table of
//! server functions.

use crate::support::{Answer, TestApp};
use axum::http::{Method, StatusCode};
use std::time::Duration;
use url::form_urlencoded::byte_serialize;

const FILE: &str = "/api/file_service_request";

const FORM: &str = "/demandes/nouvelle";

fn is_over(page: &Answer) {
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.header("www-authenticate").starts_with("Cookie "));
    assert_eq!(page.count("content-type"), 1);
    assert!(page.body.contains("<h1>Votre session est terminée</h1>"));
    assert_eq!(page.location(), "");
    assert_eq!(page.field("return_to"), FORM);
}

#[tokio::test]
async fn r24_typed_text_is_shown_after_the_end_of_the_session_and_is_in_no_address() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    app.wait(Duration::from_secs(13 * 3600));
    let form = format!(
        "subject=Acc%C3%A8s+%26+%2526&siret=130+025&description=un%0D%0Adeux&{agent}&other=x"
    );
    let page = browser.submit(FILE, &form).await;
    is_over(&page);
    for typed in ["Accès &amp; %26</pre>", "130 025</pre>", "un\r\ndeux</pre>"] {
        assert!(page.body.contains(typed), "{typed} in {}", page.body);
    }
    assert_eq!(page.body.matches("<pre").count(), 3, "{}", page.body);

    let callback = browser.begin_login(&page.field("return_to")).await;
    let landed = browser.get(&callback).await;
    assert_eq!(landed.location(), FORM);
    let form = browser.get(landed.location()).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("name=\"subject\""), "{}", form.body);
    let listed = browser.get("/demandes").await;
    assert!(
        !listed.body.contains("Accès &amp; %26"),
        "nothing was filed"
    );
}

#[tokio::test]
async fn r24_a_form_without_its_fields_or_with_too_much_is_answered_too() {
    let app = TestApp::start().await;
    let long = "x".repeat(3000);
    for (form, shown) in [
        ("", ""),
        ("subject=", ""),
        ("other=1", ""),
        (&*format!("subject={long}"), long.as_str()),
    ] {
        let page = app.browser().submit(FILE, form).await;
        is_over(&page);
        assert_eq!(page.body.contains("<pre"), !shown.is_empty());
        assert!(page.body.contains(shown));
    }
}

#[tokio::test]
async fn r01_what_was_typed_comes_back_once_decoded() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    for typed in [
        "R&D", "R%26D", "a#b", "1+1", "100 %", "%2526", "é", "<a>\"'", " a ",
    ] {
        let value: String = byte_serialize(typed.as_bytes()).collect();
        // Without a description, the page of the form is shown again.
        let form = format!("subject={value}&siret={value}&{agent}");
        let page = browser.submit(FILE, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        for name in ["subject", "siret"] {
            assert_eq!(shown_in(&page, name), typed, "{name}");
        }
    }
}

/// The text of a field of the page.
fn shown_in(page: &Answer, name: &str) -> String {
    let (_, field) = page.body.split_once(&format!("name=\"{name}\"")).unwrap();
    let (_, field) = field.split_once("value=\"").unwrap();
    let shown = field.split('"').next().unwrap().replace("&lt;", "<");
    let shown = shown.replace("&gt;", ">").replace("&quot;", "\"");
    shown.replace("&#x27;", "'").replace("&amp;", "&")
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
            .request(Method::POST, FILE, &headers, "subject=1")
            .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, "unauthenticated\n");
        assert!(answer.header("www-authenticate").starts_with("Cookie "));
    }
}

#[tokio::test]
async fn a_visitor_is_refused_the_form_and_its_page() {
    let app = TestApp::start().await;
    let answer = app.browser().post(FILE, "subject=1").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let page = app.browser().submit(FILE, "subject=1").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("action=\"/auth/proconnect\""));
    let get = app.browser().get(FORM).await;
    assert_eq!(get.status, StatusCode::SEE_OTHER);
}
