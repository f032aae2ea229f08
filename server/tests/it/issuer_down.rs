use crate::support::{Browser, ORIGIN, app_with_issuer};
use app::refusals::texts::NO_ANSWER;
use axum::http::StatusCode;
use tokio::{net::TcpListener, task::JoinSet};

/// An address without a listener.
const NOBODY: &str = "http://localhost:1/api/v2";

#[tokio::test]
async fn pages_are_served_and_a_login_shows_that_proconnect_does_not_answer() {
    let mut browser = Browser::new(app_with_issuer(NOBODY).await, ORIGIN);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    let answer = browser
        .submit("/auth/proconnect", "return_to=/mon-compte")
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.refusal(), "provider.unreachable");
    assert!(answer.explains(&NO_ANSWER));
    assert!(answer.location().is_empty());
    // Starting again must not lose the page that the agent wanted.
    assert!(
        answer
            .body
            .contains("name=\"return_to\" value=\"/mon-compte\"")
    );
}

#[tokio::test]
async fn the_server_is_alive_but_not_ready_and_reports_what_is_missing() {
    let mut browser = Browser::new(app_with_issuer(NOBODY).await, ORIGIN);
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        ready.body,
        "database: ok\nsession store: ok\nprovider metadata: missing\naudit trail: ok\nstylesheet: ok\n"
    );
}

#[tokio::test]
async fn hundreds_of_logins_at_a_silent_issuer_leave_the_server_alive_and_all_get_the_page() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/api/v2", silent.local_addr().unwrap());
    let mut accepted = Vec::new();
    tokio::spawn(async move {
        while let Ok(connection) = silent.accept().await {
            accepted.push(connection);
        }
    });
    let mut visitor = Browser::new(app_with_issuer(&url).await, ORIGIN);
    let mut logins = JoinSet::new();
    // `make bench` begins a thousand, at a release build: on a busy machine, an unoptimised one takes too long for them.
    for _ in 0..250 {
        let mut browser = visitor.clone();
        logins.spawn(async move { browser.submit("/auth/proconnect", "").await });
    }
    tokio::task::yield_now().await;
    // Answered before any of the waiting requests, which proves without a clock that it is not
    // delayed.
    assert_eq!(visitor.get("/healthz").await.status, StatusCode::OK);
    assert!(logins.try_join_next().is_none());
    while let Some(login) = logins.join_next().await {
        let answer = login.unwrap();
        assert_eq!(answer.refusal(), "provider.timed_out");
        assert!(answer.explains(&NO_ANSWER));
    }
}
