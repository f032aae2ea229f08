//! An issuer whose documents a test writes.

use axum::{
    Json, Router,
    http::{HeaderMap, HeaderValue, header},
    routing::get,
};
use chrono::{TimeDelta, Utc};
use mock_proconnect::{Client, start};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The date of the responses.
#[derive(Clone, Copy)]
pub enum Dated {
    /// That of the clock.
    Now,
    /// So many seconds later.
    Ahead(i64),
    /// None that can be read.
    Malformed,
}

impl Dated {
    fn headers(self) -> HeaderMap {
        let at = |seconds| (Utc::now() + TimeDelta::seconds(seconds)).to_rfc2822();
        let date = match self {
            Self::Now => return HeaderMap::new(),
            Self::Ahead(seconds) => at(seconds).replace("+0000", "GMT"),
            Self::Malformed => "today".to_owned(),
        };
        HeaderMap::from_iter([(header::DATE, HeaderValue::from_str(&date).unwrap())])
    }
}

/// The metadata and keys of the mock, after `change`, at another port.
pub async fn issuer(change: impl Fn(&mut Value, &mut Value)) -> String {
    dated(Dated::Now, change).await
}

/// The same, with that date.
pub async fn dated(date: Dated, change: impl Fn(&mut Value, &mut Value)) -> String {
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let mock = start(any_port, vec![Client::development()]).await.unwrap();
    let metadata = fetch(&format!(
        "{}/.well-known/openid-configuration",
        mock.issuer()
    ))
    .await;
    let mut keys = fetch(&format!("{}/jwks", mock.issuer())).await;
    let listener = TcpListener::bind(any_port).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let url = format!("http://localhost:{port}/api/v2");
    let moved = metadata.to_string().replace(mock.issuer(), &url);
    let mut metadata: Value = serde_json::from_str(&moved).unwrap();
    change(&mut metadata, &mut keys);
    let answer = |document: Value| get(move || async move { (date.headers(), Json(document)) });
    let router = Router::new()
        .route("/api/v2/.well-known/openid-configuration", answer(metadata))
        .route("/api/v2/jwks", answer(keys));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn fetch(address: &str) -> Value {
    let answer = reqwest::Client::builder().no_proxy().build().unwrap();
    let text = answer.get(address).send().await.unwrap().text().await;
    serde_json::from_str(&text.unwrap()).unwrap()
}
