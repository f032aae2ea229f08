//! The outcomes of a form: a success redirects, and a failure never looks like a success.

#![allow(clippy::unused_async, reason = "a server function is asynchronous")]

use crate::support::{Answer, Browser, TestApp};
use app::refusals::texts::{MALFORMED_FORM, SESSION_UNAVAILABLE};
use axum::http::{Method, StatusCode};
use leptos::prelude::*;

/// Sets no `Location`.
#[server(prefix = "/test", endpoint = "succeeds")]
async fn succeeds() -> Result<u32, ServerFnError> {
    Ok(41)
}

/// Redirects as in Leptos' documentation.
#[server(prefix = "/test", endpoint = "redirects")]
async fn redirects() -> Result<(), ServerFnError> {
    leptos_axum::redirect("/contact");
    Ok(())
}

#[server(prefix = "/test", endpoint = "fails")]
async fn fails() -> Result<(), ServerFnError> {
    Err(ServerFnError::new("an inner detail of app::Table"))
}

#[server(prefix = "/test", endpoint = "needs_a_number")]
async fn needs_a_number(number: u32) -> Result<u32, ServerFnError> {
    Ok(number)
}

/// Leads to a page with the text in its address.
#[server(prefix = "/test", endpoint = "takes_a_text")]
async fn takes_a_text(#[server(default)] text: String) -> Result<(), ServerFnError> {
    leptos_axum::redirect(&format!("/contact?text={text}"));
    Ok(())
}

/// Internals that a response must not show.
const INNER: [&str; 10] = [
    "Args",
    "ServerError",
    "MissingArg",
    "Deserialization",
    "invalid type",
    "invalid digit",
    "expected",
    "duplicate field",
    "missing field",
    "an inner detail",
];

fn assert_shows_no_internals(answer: &Answer, of: &str) {
    assert_eq!(answer.location(), "", "{of}");
    for inner in INNER {
        assert!(
            !answer.body.contains(inner),
            "{of}: {inner} in {}",
            answer.body
        );
        let in_a_header = answer.headers.values().any(|value| {
            let value = String::from_utf8_lossy(value.as_bytes());
            value.contains(inner)
        });
        assert!(!in_a_header, "{of}: {inner}");
    }
    assert_eq!(answer.header("serverfnerror"), "", "{of}");
}

async fn send(
    browser: &mut Browser,
    path: &str,
    content_type: &str,
    form: &str,
    accept: &str,
) -> Answer {
    let mut headers = vec![("sec-fetch-site", "same-origin"), ("accept", accept)];
    if !content_type.is_empty() {
        headers.push(("content-type", content_type));
    }
    browser
        .request_as(Method::POST, path, &headers, form.as_bytes())
        .await
}

#[tokio::test]
async fn f15_c2_a_malformed_form_gets_a_page_about_it() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    let form = "application/x-www-form-urlencoded";
    let brackets = format!("text[]=1&text[]=2&{agent}");
    let twice = format!("text=1&text=2&{agent}");
    let number = format!("number=x&{agent}");
    for (path, content_type, body) in [
        ("/auth/proconnect", form, "return_to[x]=1"),
        ("/auth/proconnect", form, "return_to[]=/a&return_to[]=/b"),
        ("/auth/proconnect", form, "level=&level=mfa"),
        ("/auth/proconnect", form, "login_hint[a][b]=c"),
        ("/auth/proconnect", form, "return_to=%FF"),
        (
            "/auth/proconnect",
            "application/json",
            "{\"return_to\":\"/\"}",
        ),
        ("/auth/proconnect", "text/plain", "return_to=/"),
        (
            "/auth/proconnect",
            "multipart/form-data; boundary=x",
            "--x--",
        ),
        ("/auth/proconnect", "", "return_to=/"),
        ("/preferences/theme", form, "theme[a]=dark"),
        ("/preferences/theme", form, "theme=dark&theme=light"),
        ("/test/takes_a_text", form, &brackets),
        ("/test/takes_a_text", form, &twice),
        ("/test/takes_a_text", "application/json", "{}"),
        ("/test/needs_a_number", form, &number),
        ("/test/needs_a_number", form, &agent),
        ("/test/needs_a_number", form, "number=1"),
    ] {
        let name = format!("{path} {content_type} {body}");
        let page = send(&mut browser, path, content_type, body, "text/html").await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{name}");
        assert_eq!(page.refusal(), "request.malformed_form", "{name}");
        assert!(page.explains(&MALFORMED_FORM), "{name}");
        assert!(page.body.contains(page.header("x-request-id")), "{name}");
        assert!(page.body.contains(">Retour à l’accueil</a>"), "{name}");
        assert_shows_no_internals(&page, &name);
        let bare = send(&mut browser, path, content_type, body, "application/json").await;
        assert_eq!(bare.status, StatusCode::BAD_REQUEST, "{name}");
        assert_eq!(bare.body, "request.malformed_form\n", "{name}");
        assert_shows_no_internals(&bare, &name);
    }
    let not_text = b"return_to=\xff\xfe";
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", form)];
    let page = browser
        .request_as(Method::POST, "/auth/proconnect", &headers, not_text)
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_shows_no_internals(&page, "not UTF-8");
}

#[tokio::test]
async fn f15_a_form_without_a_body_is_one_without_fields() {
    let app = TestApp::start().await;
    for content_type in ["", "application/x-www-form-urlencoded", "application/json"] {
        let mut browser = app.browser();
        let left = send(&mut browser, "/auth/proconnect", content_type, "", "*/*").await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{content_type}");
        assert!(left.location().starts_with(app.mock.issuer()));
    }
}

#[tokio::test]
async fn c2_a_function_that_fails_is_a_page_of_an_error_and_never_a_redirect() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    let page = browser.submit("/test/fails", &agent).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    for part in [
        "Une erreur est survenue",
        page.header("x-request-id"),
        ">Retour à l’accueil</a>",
        "action=\"/auth/proconnect/logout\"",
    ] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert_shows_no_internals(&page, "a page");
    let bare = browser.post("/test/fails", &agent).await;
    assert_eq!(bare.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(bare.body, "the server function failed\n");
    assert_shows_no_internals(&bare, "a script");
}

#[tokio::test]
async fn c2_a_success_redirects_to_the_page_of_the_form_and_returns_the_value_to_a_script() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    for (referer, back) in [
        ("http://localhost:3000/contact?a=b", "/contact?a=b"),
        ("http://localhost:3000/", "/"),
        ("https://evil.example/contact", "/"),
        ("http://localhost:3000/auth/proconnect/callback?code=a", "/"),
        ("http://localhost:3000/test/takes_a_text", "/"),
        ("http://localhost:3000//evil.example", "/"),
        ("not an address", "/"),
    ] {
        let by_hand = [("sec-fetch-site", "same-origin"), ("referer", referer)];
        let sent = browser
            .request(Method::POST, "/test/succeeds", &by_hand, &agent)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{referer}");
        assert_eq!(sent.location(), back, "{referer}");
    }
    let value = browser.post("/test/succeeds", &agent).await;
    assert_eq!((value.status, value.body.as_str()), (StatusCode::OK, "41"));

    let redirected = browser.submit("/test/redirects", &agent).await;
    assert_eq!(redirected.status, StatusCode::SEE_OTHER);
    assert_eq!(redirected.location(), "/contact");
    let of_script = browser.post("/test/redirects", &agent).await;
    assert_eq!(
        (of_script.status, of_script.location()),
        (StatusCode::OK, "/contact")
    );
}

#[tokio::test]
async fn c3_every_answer_has_one_type_of_content() {
    let app = TestApp::start().await;
    let mut visitor = app.browser();
    let mut agent = app.browser();
    agent.log_in().await;
    let field = agent.agent_field().await;
    let mut answers = Vec::new();
    for path in [
        "/",
        "/connexion",
        "/mon-compte",
        "/espace-sensible",
        "/espace-agents-publics",
        "/inconnu",
        "/pkg/inconnu.js",
        "/healthz",
        "/readyz",
        "/.well-known/security.txt",
        "/auth/proconnect",
        "/auth/proconnect/callback",
        "/auth/proconnect/logout/callback",
        "/api/current_user",
    ] {
        answers.push((format!("visitor GET {path}"), visitor.get(path).await));
        answers.push((format!("agent GET {path}"), agent.get(path).await));
    }
    for (path, form) in [
        ("/auth/proconnect", ""),
        ("/auth/proconnect", "return_to[x]=1"),
        ("/test/takes_a_text", "text=1"),
        ("/test/takes_a_text", field.as_str()),
        ("/api/current_user", ""),
        ("/api/continue_session", ""),
        ("/preferences/theme", "theme=dark"),
        ("/test/fails", field.as_str()),
        ("/test/succeeds", field.as_str()),
        ("/inconnu", ""),
        ("/auth/proconnect/logout", ""),
    ] {
        for browser in [&mut visitor, &mut agent] {
            answers.push((format!("submit {path}"), browser.submit(path, form).await));
            answers.push((format!("post {path}"), browser.post(path, form).await));
        }
    }
    for (name, answer) in answers {
        let (types, has_body) = (answer.count("content-type"), !answer.body.is_empty());
        assert!(types <= 1, "{name}: {:?}", answer.headers);
        assert_eq!(types == 1, has_body, "{name}: {:?}", answer.headers);
    }
}

#[tokio::test]
async fn l9_a_function_answers_503_with_retry_after_in_an_outage() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let agent = browser.agent_field().await;
    app.break_store().await;
    for path in [
        "/api/current_user",
        "/api/continue_session",
        "/test/takes_a_text",
        "/auth/proconnect/logout",
        "/test/succeeds",
    ] {
        let page = browser.submit(path, &agent).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.explains(&SESSION_UNAVAILABLE), "{path}");
        let bare = browser.post(path, &agent).await;
        assert_eq!(bare.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(bare.body, "session.unavailable\n", "{path}");
        for answer in [page, bare] {
            assert_eq!(answer.refusal(), "session.unavailable", "{path}");
            assert_eq!(answer.count("retry-after"), 1, "{path}");
            assert_shows_no_internals(&answer, path);
        }
    }
}
