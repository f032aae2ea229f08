//! A small relying party, honest unless it is told to be careless.

mod callback;
mod login;
mod logout;
mod pages;
mod tokens;
mod verdicts;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::routing::{get, post};
use jsonwebtoken::jwk::JwkSet;
use mock_proconnect::{Client, start};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;
use tokio::net::TcpListener;

pub use verdicts::{audit, obstacle};

/// A check that the service leaves out, or a bad habit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Careless {
    // The authorization request.
    GuessableState,
    SameNonce,
    NoPkce,
    SamePkce,
    SecretInRequest,
    AcrTwice,
    HostFollowed,
    // The callback.
    StateIgnored,
    StateGlobal,
    IssuerIgnored,
    ErrorReflected,
    ErrorInHeader,
    ErrorInCookie,
    FragilePage,
    StuckAfterFailure,
    StackTrace,
    CodeInAddress,
    OneTab,
    FailureEndsSession,
    AgentsByCode,
    LockedOutForAWhile,
    // Tokens.
    OtherSecret,
    SignatureIgnored,
    NonceIgnored,
    AudienceIgnored,
    UserinfoSubIgnored,
    KeysLimited,
    // The session and its pages.
    SessionKept,
    SessionBeforeLogin,
    BareCookie,
    CookieForAllSites,
    OpenRedirect,
    PrefixRedirect,
    ReturnPathDecoded,
    ReturnPathInHeader,
    LoginCrossSite,
    PagesCached,
    PagesFramed,
    NamesUnescaped,
    TokenShown,
    // The logout.
    LogoutShownToAll,
    LogoutKeepsSession,
    LogoutByGet,
    LogoutCrossSite,
    LogoutAtReturn,
    ReturnUnchecked,
    LogoutLocalOnly,
    LogoutWithoutHint,
    LogoutFragile,
    LogoutTokenUnverified,
    LogoutTokenIgnored,
}

/// A login that a browser began.
#[derive(Clone)]
struct Attempt {
    state: String,
    nonce: String,
    code_verifier: String,
    return_to: String,
}

/// The agent of a session.
#[derive(Clone)]
struct Agent {
    sub: String,
    name: String,
    sid: Option<String>,
    id_token: String,
}

/// The state of one browser, under the value of its cookie.
#[derive(Clone, Default)]
struct Session {
    attempts: Vec<Attempt>,
    agent: Option<Agent>,
    logout_state: Option<String>,
}

struct Subject {
    issuer: String,
    origin: String,
    client: Client,
    http: reqwest::Client,
    careless: HashSet<Careless>,
    sessions: Mutex<HashMap<String, Session>>,
    /// The `jti` of the logout tokens that were received.
    received: Mutex<HashSet<String>>,
    /// Of a service whose next page takes too long.
    is_stuck: AtomicBool,
    /// Of a service that refuses everybody for a while after it has refused one login.
    locked_until: Mutex<Option<Instant>>,
    /// Of a service that keeps them.
    by_code: Mutex<HashMap<String, Agent>>,
    /// The keys of a service that limits how often it fetches them, and the time of the last fetch.
    keys: Mutex<Option<(Instant, JwkSet)>>,
}

impl Subject {
    fn is(&self, careless: Careless) -> bool {
        self.careless.contains(&careless)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap()
    }

    /// The key and the state of the browser's session.
    fn session(&self, headers: &HeaderMap) -> (Option<String>, Session) {
        let cookies = headers.get_all(COOKIE).iter();
        let mut cookies = cookies.flat_map(|value| value.to_str().unwrap_or_default().split("; "));
        let id = cookies.find_map(|cookie| cookie.strip_prefix("session="));
        let known = id.and_then(|id| self.sessions().get(id).cloned());
        let is_kept = known.is_some() || self.is(Careless::SessionKept);
        (
            id.filter(|_| is_kept).map(str::to_owned),
            known.unwrap_or_default(),
        )
    }

    /// Stores `session` under `id`, or under a new one, and returns the cookie.
    fn store(&self, id: Option<String>, session: Session) -> String {
        let id = id.unwrap_or_else(random);
        self.sessions().insert(id.clone(), session);
        if self.is(Careless::BareCookie) || self.is(Careless::SessionBeforeLogin) {
            return format!("session={id}; Path=/");
        }
        let same_site = if self.is(Careless::CookieForAllSites) {
            "None"
        } else {
            "Lax"
        };
        format!("session={id}; Path=/; HttpOnly; SameSite={same_site}")
    }
}

fn random() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Starts the mock and the service. Returns the mock and the address of the service.
pub async fn start_both(careless: &[Careless]) -> (mock_proconnect::MockProConnect, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let client = client(&origin);
    let mock = start(([127, 0, 0, 1], 0).into(), vec![client.clone()])
        .await
        .unwrap();
    serve(listener, mock.issuer(), client, careless);
    (mock, origin)
}

/// The service at `origin`, as the mock knows it.
pub fn client(origin: &str) -> Client {
    Client {
        redirect_uris: vec![format!("{origin}/callback")],
        post_logout_redirect_uris: vec![format!("{origin}/logout/callback")],
        backchannel_logout_uri: Some(format!("{origin}/logout/token")),
        ..Client::development()
    }
}

/// Starts the service on `listener`, for an issuer that may start later.
pub fn serve(listener: TcpListener, issuer: &str, client: Client, careless: &[Careless]) {
    let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(3))
        .build();
    let subject = Arc::new(Subject {
        issuer: issuer.to_owned(),
        origin,
        client,
        http: http.unwrap(),
        careless: careless.iter().copied().collect(),
        sessions: Mutex::default(),
        received: Mutex::default(),
        is_stuck: AtomicBool::new(false),
        locked_until: Mutex::default(),
        by_code: Mutex::default(),
        keys: Mutex::default(),
    });
    let mut router = Router::new()
        .route("/", get(pages::home))
        .route("/account", get(pages::account))
        .route("/login", post(login::begin))
        .route("/callback", get(callback::get))
        .route("/logout", post(logout::begin))
        .route("/logout/callback", get(logout::end))
        .route("/logout/token", post(logout::token));
    if subject.is(Careless::LogoutByGet) {
        router = router.route("/logout", get(logout::begin));
    }
    tokio::spawn(axum::serve(listener, router.with_state(subject)).into_future());
}
