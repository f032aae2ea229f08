//! A collector of OTLP over HTTP, which keeps what it receives.

use crate::protobuf::{Message, spans};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Uri},
};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// One call of a server.
#[derive(Clone)]
pub struct Call {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

pub struct Collector {
    pub endpoint: String,
    calls: Calls,
}

type Calls = Arc<Mutex<Vec<Call>>>;

impl Collector {
    /// A collector that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let calls = Calls::default();
        let router = Router::new().fallback(keep).with_state(calls.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { endpoint, calls }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Every byte that it has received.
    pub fn bytes(&self) -> Vec<u8> {
        let calls = self.calls();
        calls.iter().flat_map(|call| call.body.to_vec()).collect()
    }

    pub fn spans(&self) -> Vec<Message> {
        let calls = self.calls();
        calls.iter().flat_map(|call| spans(&call.body)).collect()
    }
}

async fn keep(State(calls): State<Calls>, uri: Uri, headers: HeaderMap, body: Bytes) {
    let path = uri.path().to_owned();
    calls.lock().unwrap().push(Call {
        path,
        headers,
        body,
    });
}
