//! The accounts: what a login finds, decides and writes.

mod decisions;
mod outage;
mod personas;
mod purge;
mod two_logins;

use crate::support::{Browser, TestApp};
use axum::http::StatusCode;
use sqlx::SqlitePool;

/// Returns the rows of one column of text.
async fn column(app: &TestApp, sql: &str) -> Vec<Option<String>> {
    let url = format!("sqlite:{}", app.store_path().display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    let rows = sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap();
    pool.close().await;
    rows
}

/// Returns the one row of a column of text.
async fn text(app: &TestApp, sql: &str) -> String {
    match &column(app, sql).await[..] {
        [Some(text)] => text.clone(),
        rows => panic!("{sql}: {rows:?}"),
    }
}

/// Chooses this persona on the issuer's page. Returns the path of the callback.
async fn choose(browser: &mut Browser, persona: &str) -> String {
    let left = browser.post("/auth/proconnect", "return_to=/").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
    let (page, _) = browser.visit_issuer_page(left.location()).await;
    let chosen = format!("persona={persona}");
    browser.submit_at_issuer(&page, &chosen).await
}
