//! The scripted issuer: fixed metadata, and three endpoints that a script answers. It records every
//! request.
//!
//! `tests/issuer_faults/issuer.rs` is another issuer, written byte by byte: an HTTP server cannot
//! send half a header or close the connection in the middle.

use crate::metadata::metadata;
use async_trait::async_trait;
use axum::{
    Form, Json, Router,
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::{self, Next},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// The answers of an issuer, whose URL is `issuer`.
#[async_trait]
pub trait Script: Send + Sync + 'static {
    /// The algorithms that the metadata name for ID tokens.
    const ALGS: &'static [&'static str];

    /// The published keys, as JWKs.
    async fn keys(&self) -> Vec<Value>;

    /// The response to the form that the client posts to the token endpoint.
    async fn token(&self, issuer: &str, form: HashMap<String, String>) -> Response;

    /// The response to a request with this access token.
    async fn user_info(&self, issuer: &str, access_token: &str) -> Response;
}

struct Shared<S> {
    url: String,
    script: S,
    calls: Mutex<Vec<String>>,
}

/// Listens on a port of its own until it is dropped.
pub struct Issuer<S> {
    shared: Arc<Shared<S>>,
    task: JoinHandle<()>,
}

impl<S: Script> Issuer<S> {
    pub async fn start(script: S) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            url: format!("http://{}/api/v2", listener.local_addr().unwrap()),
            script,
            calls: Mutex::default(),
        });
        let router = Router::new()
            .route(
                "/api/v2/.well-known/openid-configuration",
                get(discovery::<S>),
            )
            .route("/api/v2/jwks", get(jwks::<S>))
            .route("/api/v2/token", post(token::<S>))
            .route("/api/v2/userinfo", get(user_info::<S>))
            .layer(middleware::from_fn_with_state(
                Arc::clone(&shared),
                note_call::<S>,
            ))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { shared, task }
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    pub fn script(&self) -> &S {
        &self.shared.script
    }

    /// The paths requested since the last call, in order, without their common prefix.
    pub fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.calls.lock().unwrap())
    }
}

impl<S> Drop for Issuer<S> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Records every path, including unknown ones: a request for a `jku` must be noticed.
async fn note_call<S: Script>(
    State(shared): State<Arc<Shared<S>>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().trim_start_matches("/api/v2/");
    shared.calls.lock().unwrap().push(path.to_owned());
    next.run(request).await
}

async fn discovery<S: Script>(State(shared): State<Arc<Shared<S>>>) -> Json<Value> {
    Json(metadata(&shared.url, S::ALGS))
}

async fn jwks<S: Script>(State(shared): State<Arc<Shared<S>>>) -> Json<Value> {
    Json(json!({ "keys": shared.script.keys().await }))
}

async fn token<S: Script>(
    State(shared): State<Arc<Shared<S>>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    shared.script.token(&shared.url, form).await
}

async fn user_info<S: Script>(
    State(shared): State<Arc<Shared<S>>>,
    headers: HeaderMap,
) -> Response {
    let bearer = headers[header::AUTHORIZATION].to_str().unwrap();
    let access_token = bearer.strip_prefix("Bearer ").unwrap();
    shared.script.user_info(&shared.url, access_token).await
}
