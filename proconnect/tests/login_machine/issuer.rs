//! An honest issuer: a code is good once, for whoever knows its verifier, and for one agent.

use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::{EncodingKey, Header};
use proconnect::Clock;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, task::JoinHandle};

pub const CLIENT_ID: &str = "client";
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// What was asked for, and who logged in.
struct Grant {
    sub: String,
    nonce: String,
    code_challenge: String,
    used: bool,
}

struct Shared {
    url: String,
    clock: Clock,
    grants: Mutex<HashMap<String, Grant>>,
}

/// Listens on a port of its own until it is dropped.
pub struct Issuer {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Issuer {
    pub async fn start(clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            url: format!("http://{}/api/v2", listener.local_addr().unwrap()),
            clock,
            grants: Mutex::default(),
        });
        let router = Router::new()
            .route("/api/v2/.well-known/openid-configuration", get(metadata))
            .route("/api/v2/jwks", get(Json(json!({"keys": []}))))
            .route("/api/v2/token", post(token))
            .route("/api/v2/userinfo", get(user_info))
            .with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { shared, task }
    }

    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The agent logs in: from now on the code may be exchanged.
    pub fn grant(&self, code: String, request: &HashMap<String, String>, sub: String) {
        assert_eq!(request["code_challenge_method"], "S256");
        let grant = Grant {
            sub,
            nonce: request["nonce"].clone(),
            code_challenge: request["code_challenge"].clone(),
            used: false,
        };
        self.shared.grants.lock().unwrap().insert(code, grant);
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn sign(&self, mut claims: Value) -> String {
        let now = self.clock.now().timestamp();
        for (name, value) in [
            ("iss", json!(self.url)),
            ("aud", json!(CLIENT_ID)),
            ("iat", json!(now)),
            ("exp", json!(now + 60)),
        ] {
            claims[name] = value;
        }
        let key = EncodingKey::from_secret(CLIENT_SECRET.as_bytes());
        let header = Header::new(jsonwebtoken::Algorithm::HS256);
        jsonwebtoken::encode(&header, &claims, &key).unwrap()
    }
}

async fn metadata(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(crate::metadata::metadata(&shared.url, &["HS256"]))
}

async fn token(
    State(shared): State<Arc<Shared>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    assert_eq!(form["client_secret"], CLIENT_SECRET);
    let mut grants = shared.grants.lock().unwrap();
    let grant = grants.get_mut(&form["code"]).unwrap();
    let challenge = BASE64URL.encode(Sha256::digest(&form["code_verifier"]));
    let used_before = std::mem::replace(&mut grant.used, true);
    if used_before || challenge != grant.code_challenge {
        return (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": "invalid_grant"})),
        )
            .into_response();
    }
    let id_token = shared.sign(json!({"sub": grant.sub, "nonce": grant.nonce}));
    Json(json!({
        "access_token": form["code"], "token_type": "Bearer", "expires_in": 60,
        "id_token": id_token,
    }))
    .into_response()
}

/// The access token is the code it was given for.
async fn user_info(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let bearer = headers[header::AUTHORIZATION].to_str().unwrap();
    let code = bearer.strip_prefix("Bearer ").unwrap();
    let sub = shared.grants.lock().unwrap()[code].sub.clone();
    let content_type = [(header::CONTENT_TYPE, "application/jwt")];
    (content_type, shared.sign(json!({ "sub": sub }))).into_response()
}
