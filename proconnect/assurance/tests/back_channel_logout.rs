//! The logout that the issuer begins, from the mock's server to the sessions: the tokens that end them, the
//! tokens that do not, and the answers.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use mock_proconnect::{Delivery, PlannedFault, Until};
use proconnect::web::BACK_CHANNEL_LOGOUT_PATH;
use proconnect_assurance::{
    audit_trail::{audit_trail, logged},
    browser::{Answer, Browser, send, send_logout_token},
    site::Site,
};
use std::time::Duration;

const ANGELA: &str = "etat";
const KARIM: &str = "karim.benali@interieur.example.fr";

fn plan(site: &Site, fault: &str) {
    site.mock.plan(PlannedFault {
        fault: fault.parse().unwrap(),
        until: Until::Once,
        client_id: None,
    });
}

async fn signed_in(site: &Site) -> Browser {
    let mut browser = site.browser();
    browser.log_in().await;
    browser
}

async fn signed_in_as(site: &Site, address: &str) -> Browser {
    let mut browser = site.browser();
    let callback = browser.begin_login_as(address).await;
    browser.get(&callback).await;
    assert!(browser.signed_in_as().await.is_some());
    browser
}

/// A token that was never received: the server does not listen.
async fn unsent_token(site: &Site) -> String {
    plan(site, "logout-token-bad-signature");
    site.mock
        .end_sessions_of(ANGELA)
        .await
        .remove(0)
        .logout_token
}

fn assert_no_store(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_agent_who_logs_out_elsewhere_is_signed_out_here_on_every_replica() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    let mut at_replica = browser.clone().at(&site.replica());
    assert!(at_replica.signed_in_as().await.is_some());
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    assert_eq!(deliveries[0].status, Some(200));
    assert_eq!(at_replica.signed_in_as().await, None);
    assert_eq!(browser.signed_in_as().await, None);
    assert_eq!(site.sessions.count(), 0);
    assert!(browser.log_in().await.status.is_redirection());
}

/// Two browsers of one agent, with a session of the issuer each, and one of somebody else.
#[tokio::test]
async fn a_sid_ends_its_own_session_and_a_sub_alone_ends_those_of_the_agent() {
    for (fault, left) in [(None, 2), (Some("logout-token-session-missing"), 1)] {
        let site = Site::start_with_back_channel().await;
        let mut one = signed_in(&site).await;
        let mut other = signed_in(&site).await;
        let mut somebody_else = signed_in_as(&site, KARIM).await;
        if let Some(fault) = fault {
            plan(&site, fault);
        }
        let left_at_issuer = one.post("/auth/proconnect/logout", "").await;
        one.end_issuer_session(left_at_issuer.location()).await;
        // The session of this browser was over before its token came.
        assert_eq!(site.sessions.count(), left, "{fault:?}");
        assert_eq!(other.signed_in_as().await.is_some(), fault.is_none());
        assert!(somebody_else.signed_in_as().await.is_some());
    }
}

#[tokio::test]
async fn each_session_of_the_issuer_has_its_own_sid() {
    let site = Site::start_with_back_channel().await;
    let (mut one, mut other) = (signed_in(&site).await, signed_in(&site).await);
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    let statuses: Vec<_> = deliveries.iter().map(|delivery| delivery.status).collect();
    assert_eq!(statuses, [Some(200), Some(200)]);
    assert_eq!(one.signed_in_as().await, None);
    assert_eq!(other.signed_in_as().await, None);
}

/// The table of lies: no session ends, whatever is wrong.
#[tokio::test]
async fn no_false_token_ends_a_session() {
    for (fault, reason) in [
        ("logout-token-alg-none", "unexpected_algorithm"),
        ("logout-token-alg-confusion", "unexpected_algorithm"),
        ("logout-token-other-alg", "unexpected_algorithm"),
        ("logout-token-bad-signature", "bad_signature"),
        ("logout-token-empty-signature", "bad_signature"),
        ("logout-token-other-key", "bad_signature"),
        ("logout-token-embedded-key", "bad_signature"),
        ("logout-token-unknown-kid", "unknown_key"),
        ("logout-token-encrypted", "unexpected_encryption"),
        ("logout-token-crit-header", "unsupported_header"),
        ("logout-token-type-jwt", "unexpected_type"),
        ("logout-token-wrong-issuer", "issuer_mismatch"),
        ("logout-token-issuer-trailing-slash", "issuer_mismatch"),
        ("logout-token-issuer-other-scheme", "issuer_mismatch"),
        ("logout-token-issuer-missing", "malformed_claims"),
        ("logout-token-wrong-audience", "audience_mismatch"),
        ("logout-token-audience-missing", "audience_mismatch"),
        ("logout-token-several-audiences", "audience_mismatch"),
        (
            "logout-token-several-audiences-with-azp",
            "audience_mismatch",
        ),
        ("logout-token-expired", "expired"),
        ("logout-token-expiry-missing", "malformed_claims"),
        ("logout-token-expiry-string", "malformed_claims"),
        ("logout-token-long-lived", "expires_too_late"),
        (
            "logout-token-issued-in-ten-minutes",
            "issued_at_out_of_range",
        ),
        ("logout-token-issued-at-missing", "malformed_claims"),
        ("logout-token-not-before-in-ten-minutes", "not_yet_valid"),
        ("logout-token-event-missing", "event_missing"),
        ("logout-token-other-event", "event_missing"),
        ("logout-token-event-not-an-object", "event_missing"),
        ("logout-token-with-nonce", "nonce_present"),
        ("logout-token-nobody-named", "subject_missing"),
        ("logout-token-token-id-missing", "malformed_claims"),
        ("logout-token-subject-empty", "invalid_subject"),
        ("logout-token-subject-number", "malformed_claims"),
        ("logout-token-subject-huge", "token_too_large"),
    ] {
        let site = Site::start_with_back_channel().await;
        let mut browser = signed_in(&site).await;
        plan(&site, fault);
        let deliveries = site.mock.end_sessions_of(ANGELA).await;
        assert_eq!(deliveries[0].status, Some(400), "{fault}");
        assert!(browser.signed_in_as().await.is_some(), "{fault}");
        let again = send_logout_token(&site.router, &deliveries[0].logout_token);
        let (answer, log) = logged(again).await;
        assert_eq!(
            audit_trail(&log),
            [format!("logout_token.{reason}")],
            "{fault}"
        );
        assert_eq!(answer.body, r#"{"error":"invalid_request"}"#, "{fault}");
        assert_eq!(answer.header("content-type"), "application/json");
        assert_no_store(&answer);
    }
}

/// They are good in themselves, and name no session that is open here: nothing to do is a success (2.7).
#[tokio::test]
async fn a_token_about_nobody_here_is_a_success_and_ends_nothing() {
    for fault in ["logout-token-other-session", "logout-token-other-subject"] {
        let site = Site::start_with_back_channel().await;
        let mut browser = signed_in(&site).await;
        plan(&site, fault);
        let deliveries = site.mock.end_sessions_of(ANGELA).await;
        assert_eq!(deliveries[0].status, Some(200), "{fault}");
        assert!(browser.signed_in_as().await.is_some(), "{fault}");
    }
}

#[tokio::test]
async fn honest_variants_end_the_session() {
    for fault in [
        "logout-token-untyped",
        "logout-token-audience-array",
        "logout-token-kid-missing",
        "logout-token-subject-missing",
        "logout-token-issued-in-five-seconds",
    ] {
        let site = Site::start_with_back_channel().await;
        let mut browser = signed_in(&site).await;
        plan(&site, fault);
        let deliveries = site.mock.end_sessions_of(ANGELA).await;
        assert_eq!(deliveries[0].status, Some(200), "{fault}");
        assert_eq!(browser.signed_in_as().await, None, "{fault}");
    }
}

/// Otherwise a token that is replayed would end the sessions that the agent has begun since.
#[tokio::test]
async fn a_token_is_used_once_by_all_replicas() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    plan(&site, "logout-token-session-missing");
    plan(&site, "logout-token-replayed");
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    let statuses = deliveries.iter().map(|Delivery { status, .. }| *status);
    assert_eq!(statuses.collect::<Vec<_>>(), [Some(200), Some(400)]);

    browser.log_in().await;
    for router in [&site.router, &site.sharing_replica()] {
        let replayed = send_logout_token(router, &deliveries[0].logout_token);
        let (answer, log) = logged(replayed).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(audit_trail(&log), ["logout_token.replayed"]);
    }
    assert!(browser.signed_in_as().await.is_some());
    site.wait(Duration::from_secs(151));
    let late = send_logout_token(&site.router, &deliveries[0].logout_token);
    let (_, log) = logged(late).await;
    assert_eq!(audit_trail(&log), ["logout_token.expired"]);
    assert!(browser.signed_in_as().await.is_some());
}

#[tokio::test]
async fn while_the_store_is_down_the_issuer_is_asked_to_send_the_same_token_again() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    site.sessions.take_registry_down(true);
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    assert_eq!(deliveries[0].status, Some(503));
    let send_again = async || send_logout_token(&site.router, &deliveries[0].logout_token).await;
    let (answer, log) = logged(send_again()).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "10");
    assert_no_store(&answer);
    assert_eq!(audit_trail(&log), ["session.unavailable"]);
    assert!(browser.signed_in_as().await.is_some());
    site.sessions.take_registry_down(false);
    assert_eq!(send_again().await.status, StatusCode::OK);
    assert_eq!(browser.signed_in_as().await, None);
    assert_eq!(send_again().await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn keys_that_changed_are_fetched_once_and_a_flood_of_unknown_ones_fetches_nothing() {
    let site = Site::start_with_back_channel().await;
    signed_in(&site).await;
    let before = site.calls_to("/jwks");
    site.mock.rotate_keys(false).unwrap();
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    assert_eq!(deliveries[0].status, Some(200));
    assert_eq!(site.calls_to("/jwks"), before + 1);

    signed_in(&site).await;
    plan(&site, "logout-token-unknown-kid");
    let unknown = site.mock.end_sessions_of(ANGELA).await.remove(0);
    for _ in 0..1_000 {
        let answer = send_logout_token(&site.router, &unknown.logout_token).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(site.calls_to("/jwks"), before + 1);
    // A login whose keys have changed meanwhile has a fetch of its own.
    site.mock.rotate_keys(false).unwrap();
    let mut browser = signed_in(&site).await;
    assert!(browser.signed_in_as().await.is_some());
    assert_eq!(site.calls_to("/jwks"), before + 2);
}

#[tokio::test]
async fn without_the_issuers_announcement_there_is_no_such_address() {
    let announced = Site::start_with_back_channel().await;
    signed_in(&announced).await;
    let token = unsent_token(&announced).await;
    let site = Site::start().await;
    let (answer, log) = logged(send_logout_token(&site.router, &token)).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::NOT_FOUND, "")
    );
    assert_no_store(&answer);
    assert!(audit_trail(&log).is_empty());
}

#[tokio::test]
async fn a_request_is_a_form_with_one_token() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    plan(&site, "logout-token-bad-signature");
    site.mock.end_sessions_of(ANGELA).await;
    let form = "application/x-www-form-urlencoded";
    for (method, media_type, body, status) in [
        (Method::GET, form, "", 405),
        (Method::POST, form, "", 400),
        (Method::POST, form, "logout_token=", 400),
        (Method::POST, form, "logout_token=a&logout_token=a", 400),
        (
            Method::POST,
            "application/json",
            r#"{"logout_token":"a"}"#,
            400,
        ),
        (
            Method::POST,
            form,
            &format!("logout_token={}", "a".repeat(16_384)),
            413,
        ),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(BACK_CHANNEL_LOGOUT_PATH)
            .header(header::CONTENT_TYPE, media_type)
            .body(Body::from(body.to_owned()));
        let answer = send(&site.router, request.unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{media_type} {body:.40}");
        assert_no_store(&answer);
        assert!(answer.cookies_set().is_empty());
    }
    assert!(browser.signed_in_as().await.is_some());
}

/// A page of another site can make a browser send such a form. It would hold no token of the issuer, and the
/// browser's session has no part in it.
#[tokio::test]
async fn a_browser_that_sends_it_ends_nothing_and_loses_nothing() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    let headers = [
        ("origin", "https://attacker.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let form = "logout_token=a.b.c";
    let path = BACK_CHANNEL_LOGOUT_PATH;
    let answer = browser.request(Method::POST, path, &headers, form).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.headers.get("set-cookie").is_none());
    assert!(browser.signed_in_as().await.is_some());
}

#[tokio::test]
async fn the_audit_trail_names_the_session_and_the_agent_by_digests() {
    let site = Site::start_with_back_channel().await;
    let mut browser = signed_in(&site).await;
    let sub = browser.signed_in_as().await.unwrap();
    site.sessions.take_registry_down(true);
    let deliveries = site.mock.end_sessions_of(ANGELA).await;
    site.sessions.take_registry_down(false);
    let token = &deliveries[0].logout_token;
    let (answer, log) = logged(send_logout_token(&site.router, token)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(audit_trail(&log), ["back_channel_logout"]);
    let line = log
        .lines()
        .find(|line| line.contains("back_channel_logout\""))
        .unwrap();
    assert!(
        line.contains("\"sub_sha256\":\"") && line.contains("\"session\":\""),
        "{line}"
    );
    assert!(!log.contains(&sub) && !log.contains(token.as_str()));
}
