//! An issuer that is found, and then leaves the server waiting.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

/// A little less than a call may take.
const LAST_MOMENT: Duration = Duration::from_millis(4800);

/// How the token endpoint answers.
#[derive(Clone, Copy)]
pub enum Manner {
    Silent,
    Late,
}

pub struct Issuer {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    url: String,
    manner: Manner,
    keys_are_hidden: AtomicBool,
}

impl Issuer {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            url: format!("http://{}/api/v2", listener.local_addr().unwrap()),
            manner,
            keys_are_hidden: AtomicBool::new(false),
        });
        let router = Router::new()
            .route("/api/v2/.well-known/openid-configuration", get(metadata))
            .route("/api/v2/jwks", get(jwks))
            .route("/api/v2/token", post(token))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { shared, task }
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// From now on the keys are not to be had.
    pub fn hide_keys(&self) {
        self.shared.keys_are_hidden.store(true, SeqCst);
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn metadata(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let url = &shared.url;
    Json(json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "userinfo_endpoint": format!("{url}/userinfo"),
        "jwks_uri": format!("{url}/jwks"),
        "end_session_endpoint": format!("{url}/session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn jwks(State(shared): State<Arc<Shared>>) -> Json<Value> {
    if shared.keys_are_hidden.load(SeqCst) {
        pending::<()>().await;
    }
    Json(json!({ "keys": [] }))
}

/// A token of a key that is not known.
async fn token(State(shared): State<Arc<Shared>>) -> Json<Value> {
    match shared.manner {
        Manner::Silent => pending().await,
        Manner::Late => sleep(LAST_MOMENT).await,
    }
    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let token = [
        part(r#"{"alg":"RS256","kid":"a"}"#),
        part("{}"),
        part("signature"),
    ]
    .join(".");
    Json(json!({"access_token": "a", "token_type": "Bearer", "id_token": token}))
}
