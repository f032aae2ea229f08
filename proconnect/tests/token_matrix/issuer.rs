//! The issuer: it says what it is told to say, and notes who asks.

use axum::{
    Json, Router,
    extract::{Request, State},
    http::header,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::{net::TcpListener, task::JoinHandle};

/// What it answers.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub keys: Vec<Value>,
    pub token_response: Value,
    pub content_type: &'static str,
    pub user_info: String,
}

#[derive(Default)]
struct Shared {
    url: String,
    script: Mutex<Script>,
    calls: Mutex<Vec<String>>,
}

/// Listens on a port of its own until it is dropped.
pub struct Issuer {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Issuer {
    pub async fn start(keys: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            url: format!("http://{}/api/v2", listener.local_addr().unwrap()),
            script: Mutex::new(Script {
                keys,
                ..Script::default()
            }),
            ..Shared::default()
        });
        let router = Router::new()
            .route("/api/v2/.well-known/openid-configuration", get(metadata))
            .route("/api/v2/jwks", get(jwks))
            .route("/api/v2/token", post(token))
            .route("/api/v2/userinfo", get(user_info))
            .layer(middleware::from_fn_with_state(
                Arc::clone(&shared),
                note_call,
            ))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { shared, task }
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// From now on it answers so.
    pub fn tell(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.shared.script.lock().unwrap());
    }

    /// The paths asked for since the last time, in order, without what they share.
    pub fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.calls.lock().unwrap())
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Every path counts, also one that leads nowhere: nobody may follow a `jku` there.
async fn note_call(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let path = request
        .uri()
        .path()
        .trim_start_matches("/api/v2/")
        .to_owned();
    shared.calls.lock().unwrap().push(path);
    next.run(request).await
}

async fn metadata(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let algs = ["HS256", "ES256", "RS256"];
    Json(crate::support::metadata::metadata(&shared.url, &algs))
}

async fn jwks(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({ "keys": shared.script.lock().unwrap().keys }))
}

async fn token(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(shared.script.lock().unwrap().token_response.clone())
}

async fn user_info(State(shared): State<Arc<Shared>>) -> Response {
    let script = shared.script.lock().unwrap().clone();
    (
        [(header::CONTENT_TYPE, script.content_type)],
        script.user_info,
    )
        .into_response()
}
