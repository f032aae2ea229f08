use crate::support::TestApp;
use axum::http::StatusCode;

/// The callback, with one parameter replaced.
fn replace(callback: &str, name: &str, value: &str) -> String {
    let (path, query) = callback.split_once('?').unwrap();
    let replaced = query.split('&').map(|pair| {
        if pair.starts_with(&format!("{name}=")) {
            format!("{name}={value}")
        } else {
            pair.to_owned()
        }
    });
    format!("{path}?{}", replaced.collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn a_response_that_is_not_ours_is_refused_before_its_code_is_used() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    let rows = [
        (
            "/auth/proconnect/callback".to_owned(),
            "authorization_response.state_missing",
        ),
        (
            replace(&callback, "state", ""),
            "authorization_response.state_missing",
        ),
        (
            replace(&callback, "state", "other"),
            "login_attempt.unknown",
        ),
        (
            format!("{callback}&state=other"),
            "authorization_response.malformed",
        ),
        (
            format!("{callback}&error=access_denied"),
            "authorization_response.malformed",
        ),
        (
            replace(&callback, "code", ""),
            "authorization_response.code_missing",
        ),
    ];
    for (path, expected) in rows {
        let mut same_browser = browser.clone();
        let answer = same_browser.get(&path).await;
        assert_eq!(answer.refusal(), expected);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.set_cookie("__Host-session").is_empty());
        assert!(!same_browser.is_signed_in().await);
    }
    assert_eq!(app.calls_to("/token"), 0);
}

#[tokio::test]
async fn a_response_from_another_issuer_is_refused() {
    let app = TestApp::start().await;
    for (iss, expected) in [
        (
            "https%3A%2F%2Fevil.example",
            "authorization_response.issuer_mismatch",
        ),
        ("", "authorization_response.issuer_missing"),
    ] {
        let mut browser = app.browser();
        let callback = browser.begin_login("/").await;
        assert_eq!(
            browser.get(&replace(&callback, "iss", iss)).await.refusal(),
            expected
        );
    }
    assert_eq!(app.calls_to("/token"), 0);
}

#[tokio::test]
async fn an_agent_who_is_refused_can_begin_again_from_where_they_were_going() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/mon-compte?onglet=1").await;
    let (path, query) = callback.split_once('?').unwrap();
    let denied = query.replace("code=", "error=access_denied&was=");
    let answer = browser.get(&format!("{path}?{denied}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.refusal(), "authorization_response.access_denied");
    assert!(
        answer
            .body
            .contains("name=\"return_to\" value=\"/mon-compte?onglet=1\"")
    );
}

#[tokio::test]
async fn another_browsers_response_is_refused() {
    let app = TestApp::start().await;
    let mut attacker = app.browser();
    let callback = attacker.begin_login("/").await;
    let answer = app.browser().get(&callback).await;
    assert_eq!(answer.refusal(), "login_attempt.unknown");
}

#[tokio::test]
async fn a_forged_attempt_is_refused() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    for value in browser.cookies.values_mut() {
        let last = value.pop().unwrap();
        value.push(if last == 'A' { 'B' } else { 'A' });
    }
    assert_eq!(
        browser.get(&callback).await.refusal(),
        "login_attempt.unknown"
    );
}

#[tokio::test]
async fn a_used_code_is_refused() {
    let app = TestApp::start().await;
    let mut first = app.browser();
    let used = first.begin_login("/").await;
    first.get(&used).await;
    let code = used
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("code="))
        .unwrap();
    let mut second = app.browser();
    let callback = second.begin_login("/").await;
    let answer = second.get(&replace(&callback, "code", code)).await;
    assert_eq!(answer.refusal(), "token_response.invalid_grant");
    assert!(!second.is_signed_in().await);
}

#[tokio::test]
async fn a_refusal_is_a_page_with_a_reference_that_shows_nothing_of_the_request() {
    let app = TestApp::start().await;
    let answer = app
        .browser()
        .get("/auth/proconnect/callback?state=s3cr3t&code=c0d3")
        .await;
    assert!(answer.body.contains("lang=\"fr\""));
    assert!(answer.body.contains(answer.header("x-request-id")));
    assert!(!answer.body.contains("s3cr3t") && !answer.body.contains("c0d3"));
    assert!(
        answer
            .header("content-security-policy")
            .contains("form-action 'self'")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_request_id_that_came_along_is_not_taken_over() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let chosen = [("x-request-id", "chosen")];
    let answer = browser
        .request(axum::http::Method::GET, "/", &chosen, "")
        .await;
    assert_eq!(answer.header("x-request-id").len(), 12);
}
