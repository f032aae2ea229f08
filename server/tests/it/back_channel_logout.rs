//! The logout that the issuer begins: its server calls the assembled application, over the network.

use crate::support::{HTTPS, TestApp};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use mock_proconnect::{Delivery, PlannedFault, Until};
use proconnect::web::BACK_CHANNEL_LOGOUT_PATH;
use tower::ServiceExt;
use url::form_urlencoded;

const AGENT: &str = "etat";

/// Ends the agent's sessions at the issuer, with this fault of the logout token.
async fn end_issuer_sessions(app: &TestApp, fault: Option<&str>) -> Delivery {
    if let Some(fault) = fault {
        app.mock.plan(PlannedFault {
            fault: fault.parse().unwrap(),
            until: Until::Once,
            client_id: None,
        });
    }
    app.mock.end_sessions_of(AGENT).await.remove(0)
}

/// Sends a logout token as the issuer's server does, with other headers.
async fn send(
    router: &Router,
    token: &str,
    others: &[(&str, &str)],
) -> (StatusCode, HeaderMap, String) {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("logout_token", token)
        .finish();
    let mut request = Request::post(BACK_CHANNEL_LOGOUT_PATH)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in others {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(form)).unwrap();
    let (head, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    (head.status, head.headers, body)
}

#[tokio::test]
async fn a_logout_at_another_service_ends_the_session_here_on_every_replica() {
    let app = TestApp::start_with_back_channel().await;
    let mut browser = app.browser();
    browser.log_in().await;
    assert!(browser.is_signed_in().await);
    assert_eq!(end_issuer_sessions(&app, None).await.status, Some(200));
    assert!(!browser.is_signed_in().await);
    let mut at_replica = browser.clone().at(&app.replica().await);
    assert!(!at_replica.is_signed_in().await);
    assert_eq!(app.session_count().await, 0);
}

#[tokio::test]
async fn a_false_token_ends_nothing_and_the_answer_names_no_reason() {
    let app = TestApp::start_with_back_channel().await;
    for (fault, code) in [
        ("logout-token-alg-none", "logout_token.unexpected_algorithm"),
        ("logout-token-other-key", "logout_token.bad_signature"),
        (
            "logout-token-wrong-audience",
            "logout_token.audience_mismatch",
        ),
        ("logout-token-event-missing", "logout_token.event_missing"),
        ("logout-token-type-jwt", "logout_token.unexpected_type"),
    ] {
        let mut browser = app.browser();
        browser.log_in().await;
        let delivery = end_issuer_sessions(&app, Some(fault)).await;
        assert_eq!(delivery.status, Some(400), "{fault}");
        assert!(browser.is_signed_in().await, "{fault}");
        app.trail.take();
        let (_, headers, body) = send(&app.router, &delivery.logout_token, &[]).await;
        assert_eq!(app.trail.names(), [code]);
        assert_eq!(body, r#"{"error":"invalid_request"}"#);
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}

/// They name no session that is open here: nothing to do is a success (2.7).
#[tokio::test]
async fn a_token_about_another_session_or_another_agent_ends_nothing() {
    let app = TestApp::start_with_back_channel().await;
    for fault in ["logout-token-other-session", "logout-token-other-subject"] {
        let mut browser = app.browser();
        browser.log_in().await;
        let delivery = end_issuer_sessions(&app, Some(fault)).await;
        assert_eq!(delivery.status, Some(200), "{fault}");
        assert!(browser.is_signed_in().await, "{fault}");
    }
}

/// The used attempts are in the store, which all replicas share.
#[tokio::test]
async fn a_token_is_used_once_by_all_replicas() {
    let app = TestApp::start_with_back_channel().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let delivery = end_issuer_sessions(&app, Some("logout-token-session-missing")).await;
    assert_eq!(delivery.status, Some(200));
    browser.log_in().await;
    for router in [app.router.clone(), app.replica().await] {
        app.trail.take();
        let (status, ..) = send(&router, &delivery.logout_token, &[]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(app.trail.names(), ["logout_token.replayed"]);
    }
    assert!(browser.is_signed_in().await);
}

/// A server sends neither `Origin` nor `Sec-Fetch-Site`, may come under another name, and reads no page.
#[tokio::test]
async fn neither_the_origin_nor_the_host_nor_a_cookie_matters() {
    let app = TestApp::start_at_with_back_channel(HTTPS).await;
    let mut browser = app.browser();
    browser.log_in().await;
    let cookies = browser.cookies.iter();
    let cookies: Vec<_> = cookies
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let cookies = cookies.join("; ");
    for (name, value) in [
        ("origin", "https://attacker.example"),
        ("sec-fetch-site", "cross-site"),
        ("host", "10.0.0.7:3000"),
        ("cookie", cookies.as_str()),
        ("accept", "text/html"),
    ] {
        let (status, headers, body) = send(&app.router, "a.b.c", &[(name, value)]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{name}");
        assert_eq!(body, r#"{"error":"invalid_request"}"#, "{name}");
        assert!(headers.get("set-cookie").is_none(), "{name}");
    }
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn there_is_no_such_address_unless_the_issuer_announces_it() {
    let app = TestApp::start().await;
    let (status, headers, body) = send(&app.router, "a.b.c", &[]).await;
    assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, ""));
    assert_eq!(headers["cache-control"], "no-store");
    assert!(app.trail.names().is_empty());
}

#[tokio::test]
async fn an_outage_of_the_store_asks_for_the_token_again() {
    let app = TestApp::start_with_back_channel().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.break_store().await;
    let delivery = end_issuer_sessions(&app, None).await;
    assert_eq!(delivery.status, Some(503));
    app.trail.take();
    let (_, headers, _) = send(&app.router, &delivery.logout_token, &[]).await;
    assert_eq!(headers["retry-after"], "10");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(app.trail.names(), ["session.unavailable"]);
}
