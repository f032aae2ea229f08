//! An issuer on a port of this machine, whose documents a test changes, and a clock that a test sets.

mod cache;
mod documents;
mod inspection;
mod keys;

use super::*;
use crate::test_tokens::Issuer;
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use std::sync::{
    Mutex as StdMutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};
use tokio::net::TcpListener;

/// An issuer whose responses a test scripts, and which counts its calls.
struct Fake {
    document: StdMutex<Value>,
    keys: StdMutex<Value>,
    status: StdMutex<StatusCode>,
    content_type: StdMutex<&'static str>,
    document_calls: AtomicUsize,
    key_calls: AtomicUsize,
}

/// The issuer, the provider that calls it, and their clock.
struct Fixture {
    fake: Arc<Fake>,
    provider: Arc<Provider>,
    now: Arc<StdMutex<DateTime<Utc>>>,
}

impl Fixture {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v2", listener.local_addr().unwrap());
        let fake = Arc::new(Fake {
            document: StdMutex::new(document(&url)),
            keys: StdMutex::new(key_set(&Issuer::new())),
            status: StdMutex::new(StatusCode::OK),
            content_type: StdMutex::new("application/json"),
            document_calls: AtomicUsize::new(0),
            key_calls: AtomicUsize::new(0),
        });
        let router = Router::new()
            .route(
                "/api/v2/.well-known/openid-configuration",
                get(answer_document),
            )
            .route("/api/v2/jwks", get(answer_keys))
            .with_state(Arc::clone(&fake));
        tokio::spawn(async move { axum::serve(listener, router).await });

        let now = Arc::new(StdMutex::new(Utc::now()));
        let clock = Clock::new({
            let now = Arc::clone(&now);
            move || *now.lock().unwrap()
        });
        let issuer = IssuerUrl::new(url).unwrap();
        let http = HttpClient::new(crate::http::Deadlines::default()).unwrap();
        let provider = Arc::new(Provider::new(issuer, http, clock));
        Self {
            fake,
            provider,
            now,
        }
    }

    fn wait(&self, time: TimeDelta) {
        *self.now.lock().unwrap() += time;
    }

    fn answer_with(&self, status: StatusCode) {
        *self.fake.status.lock().unwrap() = status;
    }

    fn serve_as(&self, content_type: &'static str) {
        *self.fake.content_type.lock().unwrap() = content_type;
    }

    fn change(&self, member: &str, value: Value) {
        self.fake.document.lock().unwrap()[member] = value;
    }

    fn calls(&self) -> (usize, usize) {
        (
            self.fake.document_calls.load(SeqCst),
            self.fake.key_calls.load(SeqCst),
        )
    }

    async fn error(&self) -> ProviderError {
        self.provider.discover().await.unwrap_err()
    }
}

async fn answer_document(State(fake): State<Arc<Fake>>) -> Response {
    fake.document_calls.fetch_add(1, SeqCst);
    let document = fake.document.lock().unwrap().clone();
    fake.answer(&document)
}

async fn answer_keys(State(fake): State<Arc<Fake>>) -> Response {
    fake.key_calls.fetch_add(1, SeqCst);
    let keys = fake.keys.lock().unwrap().clone();
    fake.answer(&keys)
}

impl Fake {
    fn answer(&self, document: &Value) -> Response {
        let status = *self.status.lock().unwrap();
        let content_type = *self.content_type.lock().unwrap();
        let mut response = (status, document.to_string()).into_response();
        let headers = response.headers_mut();
        match content_type {
            "" => drop(headers.remove(CONTENT_TYPE)),
            other => drop(headers.insert(CONTENT_TYPE, HeaderValue::from_static(other))),
        }
        response
    }
}

fn key_set(issuer: &Issuer) -> Value {
    json!({ "keys": [issuer.jwk] })
}

fn document(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}
