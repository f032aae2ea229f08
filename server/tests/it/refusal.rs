use crate::support::{TestApp, replace};
use axum::http::StatusCode;
use mock_proconnect::Fault;

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

/// ProConnect's text for developers selects the reason, and is not on the page.
#[tokio::test]
async fn every_error_of_proconnect_has_its_own_text() {
    for (fault, reason, text) in [
        ("login-required", "login_required", "End-User"),
        ("login-required-idp-disabled", "login_required", "end-user"),
        ("access-denied-acr", "acr_unmet", "requested ACRs"),
        ("access-denied-identity", "invalid_identity", "aborted due"),
        (
            "access-denied-configuration",
            "email_not_allowed",
            "limitation",
        ),
        ("access-denied-aborted", "cancelled", "user authentication"),
        ("server-error-technical", "server_error", "technical"),
        ("server-error-unexpected", "server_error", "unexpected"),
        (
            "invalid-request-technical",
            "identity_provider_failed",
            "technical",
        ),
        ("invalid-scope", "invalid_scope", "requested scope"),
        ("unsupported-response-type", "request_refused", "requested"),
        ("unsupported-response-mode", "request_refused", "requested"),
        ("request-not-supported", "request_refused", "provided but"),
        ("invalid-request-uri", "request_refused", "not allowed"),
        (
            "registration-not-supported",
            "request_refused",
            "provided but",
        ),
        ("idp-hint-not-found", "idp_hint_not_found", "could not"),
        (
            "error-without-state",
            "state_missing",
            "user authentication",
        ),
        ("error-hostile", "request_refused", "alert("),
    ] {
        let app = TestApp::start().await;
        let mut browser = app.browser();
        let name = format!("callback-{fault}");
        app.mock
            .lie_about_next_login(name.parse::<Fault>().unwrap());
        let callback = browser.begin_login("/").await;
        let refused = browser.get(&callback).await;
        let code = format!("authorization_response.{reason}");
        assert_eq!(refused.refusal(), code, "{fault}");
        assert!(!refused.body.contains(text), "{fault}");
        assert!(refused.body.contains("Que faire"), "{fault}");
        assert_eq!(app.calls_to("/token"), 0, "{fault}");
    }
}

/// Starting again would find ProConnect's session of the same account; another address ends that
/// session.
#[tokio::test]
async fn changing_accounts_is_a_change_where_starting_again_is_none() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    for (form, name) in [
        ("", "DUBOIS"),
        ("login_hint=karim.benali@interieur.example.fr", "BENALI"),
        ("", "BENALI"),
    ] {
        let left = browser.post("/auth/proconnect", form).await;
        let callback = browser.visit_issuer(left.location()).await;
        browser.get(&callback).await;
        assert!(browser.get("/").await.body.contains(name), "{form}");
    }
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
