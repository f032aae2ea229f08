use crate::support::{Browser, app_without_issuer};
use axum::http::StatusCode;

#[tokio::test]
async fn pages_are_served_and_a_login_says_that_proconnect_does_not_answer() {
    let mut browser = Browser::new(app_without_issuer().await);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    let answer = browser
        .submit("/auth/proconnect", "return_to=/mon-compte")
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.refusal(), "provider.unreachable");
    assert!(answer.body.contains("ProConnect ne répond pas"));
    assert!(answer.location().is_empty());
    // Starting again must not lose where the agent was going.
    assert!(
        answer
            .body
            .contains("name=\"return_to\" value=\"/mon-compte\"")
    );
}

#[tokio::test]
async fn the_server_is_alive_but_not_ready_and_says_what_is_missing() {
    let mut browser = Browser::new(app_without_issuer().await);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        ready.body,
        "session store: ok\nprovider metadata: missing\n"
    );
}
