//! A relying party with one empty page: a script logs in and out, and shows the agent. It believes the issuer, for
//! the tokens are not the matter here.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mock_proconnect::{Client, MockProConnect};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use url::Url;

const PAGE: &str = include_str!("service.html");

pub struct Service {
    pub mock: MockProConnect,
    pub origin: String,
    /// The logouts that were begun.
    pub logouts: Arc<AtomicUsize>,
}

struct Party {
    issuer: String,
    origin: String,
    client: Client,
    checks_state: bool,
    http: reqwest::Client,
    /// The name of the agent and the ID token, by session.
    sessions: Mutex<HashMap<String, (String, String)>>,
    logouts: Arc<AtomicUsize>,
}

impl Service {
    /// The service and its issuer. Without `checks_state`, it ignores the `state` of its callback.
    pub async fn start(checks_state: bool) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let client = Client {
            redirect_uris: vec![format!("{origin}/callback")],
            post_logout_redirect_uris: vec![format!("{origin}/")],
            ..Client::development()
        };
        let address = ([127, 0, 0, 1], 0).into();
        let mock = mock_proconnect::start(address, vec![client.clone()])
            .await
            .unwrap();
        let logouts = Arc::new(AtomicUsize::new(0));
        let party = Party {
            issuer: mock.issuer().to_owned(),
            origin: origin.clone(),
            client,
            checks_state,
            http: reqwest::Client::new(),
            sessions: Mutex::default(),
            logouts: Arc::clone(&logouts),
        };
        let router = Router::new()
            .route("/", get(async || Html(PAGE)))
            .route("/callback", get(async || Html(PAGE)))
            .route("/api/login", post(log_in))
            .route("/api/callback", post(complete))
            .route("/api/agent", get(agent))
            .route("/api/logout", post(log_out))
            .with_state(Arc::new(party));
        tokio::spawn(axum::serve(listener, router).into_future());
        Self {
            mock,
            origin,
            logouts,
        }
    }
}

/// The address to which the script goes, with a cookie to set.
fn go_to(url: &str, cookie: String) -> Response {
    ([(SET_COOKIE, cookie)], Json(json!({ "location": url }))).into_response()
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let value = cookies
        .split("; ")
        .find_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('='));
    value.map(str::to_owned)
}

fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

async fn log_in(State(party): State<Arc<Party>>) -> Response {
    let state = random();
    let parameters = [
        ("response_type", "code"),
        ("client_id", &party.client.client_id),
        ("redirect_uri", &party.client.redirect_uris[0]),
        ("scope", "openid given_name usual_name email"),
        ("state", &state),
        ("nonce", &random()),
    ];
    let url = Url::parse_with_params(&format!("{}/authorize", party.issuer), parameters).unwrap();
    go_to(
        url.as_str(),
        format!("state={state}; Path=/; HttpOnly; SameSite=Lax"),
    )
}

async fn complete(
    State(party): State<Arc<Party>>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let state = cookie(&headers, "state");
    if party.checks_state && (state.is_none() || state.as_ref() != query.get("state")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(code) = query.get("code") else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let Some((name, id_token)) = party.exchange(code).await else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let session = random();
    party
        .sessions
        .lock()
        .unwrap()
        .insert(session.clone(), (name, id_token));
    go_to(
        "/",
        format!("session={session}; Path=/; HttpOnly; SameSite=Lax"),
    )
}

async fn agent(State(party): State<Arc<Party>>, headers: HeaderMap) -> Json<Value> {
    let sessions = party.sessions.lock().unwrap();
    let session = cookie(&headers, "session").and_then(|session| sessions.get(&session));
    Json(json!({ "name": session.map(|(name, _)| name) }))
}

async fn log_out(State(party): State<Arc<Party>>, headers: HeaderMap) -> Response {
    let session = cookie(&headers, "session").unwrap_or_default();
    let session = party.sessions.lock().unwrap().remove(&session);
    party.logouts.fetch_add(1, Ordering::Relaxed);
    let parameters = [
        ("id_token_hint", session.unwrap_or_default().1),
        ("post_logout_redirect_uri", format!("{}/", party.origin)),
        ("state", random()),
    ];
    let url = Url::parse_with_params(&format!("{}/session/end", party.issuer), parameters).unwrap();
    go_to(url.as_str(), "session=; Path=/; Max-Age=0".into())
}

impl Party {
    /// The e-mail address of the agent, and the ID token.
    async fn exchange(&self, code: &str) -> Option<(String, String)> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.client.redirect_uris[0]),
            ("client_id", &self.client.client_id),
            ("client_secret", &self.client.client_secret),
        ];
        let request = self.http.post(format!("{}/token", self.issuer)).form(&form);
        let tokens: Value =
            serde_json::from_slice(&request.send().await.ok()?.bytes().await.ok()?).ok()?;
        let request = self.http.get(format!("{}/userinfo", self.issuer));
        let request = request.bearer_auth(tokens["access_token"].as_str()?);
        let jwt = request.send().await.ok()?.text().await.ok()?;
        let claims = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
        let claims: Value = serde_json::from_slice(&claims).ok()?;
        Some((
            claims["email"].as_str()?.to_owned(),
            tokens["id_token"].as_str()?.to_owned(),
        ))
    }
}
