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

/// An issuer that answers what a test tells it to, and counts.
struct Fake {
    document: StdMutex<Value>,
    keys: StdMutex<Value>,
    status: StdMutex<StatusCode>,
    content_type: StdMutex<&'static str>,
    document_calls: AtomicUsize,
    key_calls: AtomicUsize,
}

/// The fake, the provider that asks it, and the time both go by.
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

#[tokio::test]
async fn the_documents_are_fetched_once_and_kept() {
    let fixture = Fixture::new().await;
    assert!(fixture.provider.known().is_none());
    for _ in 0..3 {
        let known = fixture.provider.discover().await.unwrap();
        assert!(known.metadata.iss_parameter_supported);
        assert_eq!(known.keys.len(), 1);
    }
    assert_eq!(fixture.calls(), (1, 1));
}

#[tokio::test]
async fn many_first_logins_wait_for_the_same_call() {
    let fixture = Fixture::new().await;
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let provider = Arc::clone(&fixture.provider);
            tokio::spawn(async move { provider.discover().await.is_ok() })
        })
        .collect();
    for login in waiting {
        assert!(login.await.unwrap());
    }
    assert_eq!(fixture.calls(), (1, 1));
}

#[tokio::test]
async fn a_failure_answers_all_who_waited_for_it_and_is_soon_forgotten() {
    let fixture = Fixture::new().await;
    fixture.answer_with(StatusCode::BAD_GATEWAY);
    for _ in 0..100 {
        assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
    }
    assert_eq!(fixture.calls(), (1, 0));
    fixture.answer_with(StatusCode::OK);
    fixture.wait(FAILURE_PAUSE);
    assert!(fixture.provider.discover().await.is_ok());
}

#[tokio::test]
async fn old_documents_serve_while_they_are_renewed() {
    let fixture = Fixture::new().await;
    let first = fixture.provider.discover().await.unwrap();
    fixture.wait(FRESH);
    let second = fixture.provider.discover().await.unwrap();
    assert_eq!(second.fetched_at, first.fetched_at);
    while fixture.provider.known().unwrap().fetched_at == first.fetched_at {
        tokio::task::yield_now().await;
    }
    assert_eq!(fixture.calls(), (2, 2));
}

#[tokio::test]
async fn documents_serve_a_day_without_the_issuer_and_no_longer() {
    let fixture = Fixture::new().await;
    fixture.provider.discover().await.unwrap();
    fixture.answer_with(StatusCode::INTERNAL_SERVER_ERROR);
    let moment = TimeDelta::milliseconds(1);
    fixture.wait(STALE - moment);
    assert!(fixture.provider.discover().await.is_ok());
    fixture.wait(moment);
    assert!(fixture.provider.known().is_none());
    assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
}

#[tokio::test]
async fn keys_are_fetched_again_for_an_unknown_one_but_not_by_a_flood() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    let rotated = Issuer::new();
    *fixture.fake.keys.lock().unwrap() = key_set(&rotated);
    let renewed = fixture.provider.renew_keys(&seen).await.unwrap();
    assert_eq!(renewed.keys, rotated.public);
    for _ in 0..10_000 {
        fixture.provider.renew_keys(&renewed).await.unwrap();
    }
    assert_eq!(fixture.calls(), (1, 2));
    fixture.wait(KEYS_PAUSE);
    fixture.provider.renew_keys(&renewed).await.unwrap();
    assert_eq!(fixture.calls(), (1, 3));
}

#[tokio::test]
async fn who_missed_a_renewal_gets_its_keys_without_a_call() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    fixture.provider.renew_keys(&seen).await.unwrap();
    fixture.wait(KEYS_PAUSE);
    fixture.provider.renew_keys(&seen).await.unwrap();
    assert_eq!(fixture.calls(), (1, 2));
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_count_as_a_fetch_and_the_old_ones_stay() {
    let fixture = Fixture::new().await;
    let seen = fixture.provider.discover().await.unwrap();
    fixture.answer_with(StatusCode::INTERNAL_SERVER_ERROR);
    fixture.wait(KEYS_PAUSE);
    assert!(fixture.provider.renew_keys(&seen).await.is_err());
    for _ in 0..100 {
        let known = fixture.provider.renew_keys(&seen).await.unwrap();
        assert_eq!(known.keys.len(), 1);
    }
    assert_eq!(fixture.calls(), (1, 2));
}

#[tokio::test]
async fn documents_that_cannot_be_trusted_are_refused() {
    let rows = [
        (
            "issuer",
            json!("http://localhost/api/v2"),
            ProviderError::IssuerMismatch,
        ),
        (
            "token_endpoint",
            json!("http://example.fr/token"),
            ProviderError::InsecureEndpoint,
        ),
        ("jwks_uri", json!(1), ProviderError::Malformed),
        ("userinfo_endpoint", Value::Null, ProviderError::Incomplete),
        (
            "end_session_endpoint",
            json!("http://example.fr/logout"),
            ProviderError::InsecureEndpoint,
        ),
        (
            "code_challenge_methods_supported",
            json!(["plain"]),
            ProviderError::PkceUnsupported,
        ),
        (
            "token_endpoint_auth_methods_supported",
            json!(["private_key_jwt", "none"]),
            ProviderError::ClientAuthenticationUnsupported,
        ),
        (
            "op_policy_uri",
            json!("a".repeat(300_000)),
            HttpError::TooLarge.into(),
        ),
    ];
    for (member, value, expected) in rows {
        let fixture = Fixture::new().await;
        fixture.change(member, value);
        assert_eq!(fixture.error().await, expected, "{member}");
    }
}

#[tokio::test]
async fn an_issuer_without_a_logout_is_one_to_log_in_at() {
    let fixture = Fixture::new().await;
    fixture.change("end_session_endpoint", Value::Null);
    let known = fixture.provider.discover().await.unwrap();
    assert!(known.metadata.end_session_endpoint.is_none());
}

/// Discovery 4: the terminating slash is removed to find the document, and kept to compare.
#[tokio::test]
async fn an_issuer_may_end_in_a_slash() {
    let mut fixture = Fixture::new().await;
    let with_slash = format!("{}/", fixture.provider.issuer.as_str());
    let issuer = IssuerUrl::new(with_slash.clone()).unwrap();
    let (http, clock) = (
        fixture.provider.http.clone(),
        fixture.provider.clock.clone(),
    );
    fixture.provider = Arc::new(Provider::new(issuer, http, clock));
    fixture.change("issuer", json!(with_slash));
    assert!(fixture.provider.discover().await.is_ok());
    fixture.wait(STALE);
    fixture.change("issuer", json!(with_slash.trim_end_matches('/')));
    assert_eq!(fixture.error().await, ProviderError::IssuerMismatch);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let fixture = Fixture::new().await;
    fixture.answer_with(StatusCode::FOUND);
    assert_eq!(fixture.error().await, HttpError::UnexpectedStatus.into());
    assert_eq!(fixture.calls(), (1, 0));
}

#[tokio::test]
async fn r22_r23_members_of_the_metadata_that_are_not_used_have_no_say() {
    for (member, value) in [
        ("service_documentation", json!("")),
        ("op_policy_uri", json!("")),
        ("op_tos_uri", json!({"fr": "https://issuer.example/cgu"})),
        ("display_values_supported", json!("page")),
        ("claim_types_supported", json!([1, "normal", "unheard of"])),
        ("grant_types_supported", json!({})),
        ("response_modes_supported", json!(null)),
        ("subject_types_supported", json!(["unheard of"])),
        (
            "id_token_signing_alg_values_supported",
            json!(["ML-DSA-44"]),
        ),
        ("id_token_encryption_alg_values_supported", json!(5)),
        ("userinfo_signing_alg_values_supported", json!("none")),
        ("scopes_supported", json!("openid email")),
        ("claims_parameter_supported", json!("true")),
        ("registration_endpoint", json!("no address")),
        ("response_types_supported", Value::Null),
    ] {
        let fixture = Fixture::new().await;
        fixture.change(member, value);
        assert!(fixture.provider.discover().await.is_ok(), "{member}");
    }
}

#[tokio::test]
async fn documents_are_read_whatever_type_they_are_served_as() {
    for content_type in [
        "",
        "text/plain",
        "text/json; charset=utf-8",
        "application/octet-stream",
        "Application/JSON",
    ] {
        let fixture = Fixture::new().await;
        fixture.serve_as(content_type);
        assert!(fixture.provider.discover().await.is_ok(), "{content_type}");
    }
}

#[tokio::test]
async fn m3_a_failure_noted_by_a_clock_that_goes_back_shuts_nobody_out() {
    for jump in [
        TimeDelta::seconds(2),
        TimeDelta::hours(1),
        TimeDelta::days(1),
    ] {
        for jump in [jump, -jump] {
            let fixture = Fixture::new().await;
            fixture.answer_with(StatusCode::BAD_GATEWAY);
            fixture.error().await;
            fixture.answer_with(StatusCode::OK);
            fixture.wait(jump);
            assert!(fixture.provider.discover().await.is_ok(), "{jump}");
        }
    }
}

#[tokio::test]
async fn m3_keys_are_renewed_and_documents_too_after_the_clock_went_back() {
    for jump in [TimeDelta::hours(1), TimeDelta::days(1) - FRESH] {
        let fixture = Fixture::new().await;
        let seen = fixture.provider.discover().await.unwrap();
        let renewed = fixture.provider.renew_keys(&seen).await.unwrap();
        fixture.wait(-jump);
        let again = fixture.provider.renew_keys(&renewed).await.unwrap();
        assert_eq!(fixture.calls(), (1, 3), "{jump}");
        // Who saw older keys gets the current ones, whatever the clock said then.
        fixture.provider.renew_keys(&renewed).await.unwrap();
        assert_eq!(fixture.calls(), (1, 3), "{jump}");
        let before = again.fetched_at;
        fixture.provider.discover().await.unwrap();
        while fixture.provider.known().unwrap().fetched_at == before {
            tokio::task::yield_now().await;
        }
        assert_eq!(fixture.calls(), (2, 4), "{jump}");
    }
}
