//! The return from the issuer through the assembled server: its pages and its store. The library's
//! table of callback faults proves the verdicts.

use crate::support::{TestApp, replace};
use axum::http::StatusCode;

#[tokio::test]
async fn a_refused_callback_shows_a_page_with_a_next_step_and_nothing_of_the_query() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    for (refused, code) in [
        (
            "/auth/proconnect/callback".to_owned(),
            "authorization_response.state_missing",
        ),
        (
            replace(&callback, "state", "AAAAAAAAAAAAAAAAAAAAAA"),
            "login_attempt.unknown",
        ),
        (
            format!("{callback}&code=c0d3-of-somebody-else"),
            "authorization_response.malformed",
        ),
        (
            format!("{callback}&a={}", "a".repeat(64_000)),
            "authorization_response.malformed",
        ),
    ] {
        let answer = browser.get(&refused).await;
        assert_eq!(answer.refusal(), code);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{code}");
        assert!(answer.body.contains("Que faire"), "{code}");
        assert!(answer.body.contains("Référence"), "{code}");
        let (_, query) = refused.split_once('?').unwrap_or_default();
        let values = query.split('&').filter_map(|pair| pair.split_once('='));
        for (_, value) in values.filter(|(_, value)| value.len() > 8) {
            assert!(!answer.body.contains(value), "{code} shows {value}");
        }
    }
    assert_eq!(browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_login_begun_at_one_replica_ends_at_another_and_the_session_is_everywhere() {
    let app = TestApp::start().await;
    let replica = app.replica().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/").await;
    let mut browser = browser.at(&replica);
    assert_eq!(browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    assert!(browser.is_signed_in().await);
    assert!(browser.at(&app.router).is_signed_in().await);
}
