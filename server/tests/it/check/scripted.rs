//! An issuer whose documents a test writes.

use axum::{
    Json, Router,
    http::{HeaderMap, HeaderValue, header},
    routing::get,
};
use mock_proconnect::{Client, start};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The metadata and keys of the mock, after `change`, at another port; with that date, if any.
pub async fn issuer(date: Option<String>, change: impl Fn(&mut Value, &mut Value)) -> String {
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
    let mut headers = HeaderMap::new();
    if let Some(date) = date {
        headers.insert(header::DATE, HeaderValue::from_str(&date).unwrap());
    }
    let answer = |document: Value| {
        let headers = headers.clone();
        get(move || async move { (headers, Json(document)) })
    };
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
