//! The relying party, as an application assembles it, and a browser in front of it.

use crate::{
    keys::CLIENT_SECRET,
    row::Setting,
    token::{CLIENT_ID, Kind},
};
use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::cookie::{Cookie, Key};
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    clock::Clock,
    config::{CALLBACK_PATH, Config},
    relying_party::RelyingParty,
    web::{self, LogInForm, ProConnect, SessionLifetimes, SignedIn},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};
use tower::ServiceExt;
use tower_sessions::{MemoryStore, Session, SessionManagerLayer, cookie::SameSite};
use url::Url;

pub const SESSION_COOKIE: &str = "__Host-session";
pub const ATTEMPT_PREFIX: &str = "__Host-login-attempt-";

/// The application: its routes and the time it goes by.
#[derive(Clone)]
pub struct Application {
    router: Router,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Application {
    pub fn new(issuer: &str, setting: &Setting, about: Kind, now: DateTime<Utc>) -> Self {
        let now = Arc::new(Mutex::new(now));
        let clock = Clock::new({
            let now = Arc::clone(&now);
            move || *now.lock().unwrap()
        });
        let proconnect = ProConnect {
            relying_party: Arc::new(
                RelyingParty::new(config(issuer, setting, about), clock).unwrap(),
            ),
            cookie_key: Key::generate(),
            lifetimes: SessionLifetimes {
                idle: TimeDelta::minutes(30),
                absolute: TimeDelta::hours(12),
            },
        };
        let sessions = SessionManagerLayer::new(MemoryStore::default())
            .with_name(SESSION_COOKIE)
            .with_same_site(SameSite::Lax);
        let router = Router::new()
            .route("/auth/proconnect", post(log_in))
            .route("/me", get(me))
            .with_state(proconnect.clone())
            .merge(web::routes(proconnect))
            .layer(sessions);
        Self { router, now }
    }

    pub fn set_time(&self, now: DateTime<Utc>) {
        *self.now.lock().unwrap() = now;
    }
}

fn config(issuer: &str, setting: &Setting, about: Kind) -> Config {
    let alg = |kind| format!("{:?}", setting.alg_of(kind, about));
    let (id_token_alg, user_info_alg) = (alg(Kind::IdToken), alg(Kind::UserInfo));
    let settings = HashMap::from([
        ("PROCONNECT_DOMAIN", issuer),
        ("PROCONNECT_CLIENT_ID", CLIENT_ID),
        ("PROCONNECT_CLIENT_SECRET", CLIENT_SECRET),
        (
            "PROCONNECT_REDIRECT_URI",
            "http://localhost:3000/auth/proconnect/callback",
        ),
        (
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI",
            "http://localhost:3000/auth/proconnect/logout/callback",
        ),
        ("PROCONNECT_ACR_VALUES", setting.acr_values),
        ("PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG", &id_token_alg),
        ("PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG", &user_info_alg),
    ]);
    Config::from_variables(|name| settings.get(name).map(|value| (*value).to_owned())).unwrap()
}

async fn log_in(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    Form(form): Form<LogInForm>,
) -> Response {
    web::log_in(&proconnect, &headers, form).await
}

/// Who is signed in: the `sub`.
async fn me(session: Session) -> Response {
    match SignedIn::of(&session).await {
        Ok(Some(signed_in)) => signed_in.identity.sub.as_str().to_owned().into_response(),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn cookies(&self) -> Vec<Cookie<'static>> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter();
        lines
            .map(|line| Cookie::parse(line.to_str().unwrap().to_owned()).unwrap())
            .collect()
    }
}

/// Keeps cookies, follows nothing.
pub struct Browser {
    application: Application,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(application: &Application) -> Self {
        Self {
            application: application.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// Presses the button; gives the parameters of the authorization request.
    pub async fn log_in(&mut self) -> HashMap<String, String> {
        let request = Request::post("/auth/proconnect")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.send(request).await;
        let location = answer.header("location").expect("an authorization request");
        Url::parse(location)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect()
    }

    /// Comes back from the issuer.
    pub async fn call_back(&mut self, query: &str) -> Answer {
        self.send(Request::get(format!("{CALLBACK_PATH}?{query}")))
            .await
    }

    /// Who the application takes this browser for.
    pub async fn signed_in_as(&mut self) -> Option<String> {
        let answer = self.send(Request::get("/me")).await;
        match answer.status {
            StatusCode::OK => Some(answer.body),
            StatusCode::UNAUTHORIZED => None,
            other => panic!("/me answered {other}"),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::empty())
            .unwrap();
        let response = self
            .application
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            if is_removal(&cookie) {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies
                    .insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }
}

pub fn is_removal(cookie: &Cookie<'_>) -> bool {
    cookie
        .max_age()
        .is_some_and(tower_sessions::cookie::time::Duration::is_zero)
}
