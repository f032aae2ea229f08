use super::*;
use crate::{
    clock::Clock,
    config::Config,
    end_session::IdTokenHint,
    identity::Acr,
    login_attempt::AttemptInUse,
    relying_party::{AuthenticatedLogin, RelyingParty},
    test_tokens::agent,
    web::{REFUSAL_HEADER, SessionLifetimes, browser::Beginning},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, header},
    middleware::from_fn_with_state,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use tower::ServiceExt;
use tower_sessions::{MemoryStore, SessionManagerLayer};

const ALIAS: &str = "urn:old=eidas1-mfa";

fn proconnect() -> ProConnect {
    let origin = "http://localhost:3000";
    let config = Config::from_variables(|name| {
        Some(match name {
            "PROCONNECT_DOMAIN" => "issuer.example".to_owned(),
            "PROCONNECT_CLIENT_ID" => "client".to_owned(),
            "PROCONNECT_CLIENT_SECRET" => "0123456789abcdef0123456789abcdef".to_owned(),
            "PROCONNECT_REDIRECT_URI" => format!("{origin}/auth/proconnect/callback"),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                format!("{origin}/auth/proconnect/logout/callback")
            }
            "PROCONNECT_ACR_ALIASES" => ALIAS.to_owned(),
            _ => return None,
        })
    });
    ProConnect {
        relying_party: Arc::new(RelyingParty::new(config.unwrap(), Clock::system()).unwrap()),
        cookie_keys: Key::generate().into(),
        lifetimes: SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
    }
}

/// A page of each kind, a server function that needs a second factor, and a way to sign in with
/// any `acr`.
fn site() -> Router {
    let proconnect = proconnect();
    let guard = Guard {
        proconnect: proconnect.clone(),
        public: Arc::new(["/", "/both", "/sign-in/{acr}"]),
        mfa: Arc::new(["/sensitive", "/api/sensitive", "/both"]),
        login_page: "/connexion",
    };
    let sign_in = |session: Session, axum::extract::Path(acr): axum::extract::Path<String>| async move {
        let acr = (acr != "none").then_some(Acr(acr));
        let login = AuthenticatedLogin {
            identity: agent(acr),
            id_token_hint: IdTokenHint(String::new()),
            attempt: AttemptInUse::alone(),
        };
        let now = chrono::Utc::now();
        let beginning = Beginning {
            browser: "",
            attempt_started_at: now,
            now,
        };
        SignedIn::begin(&session, login, beginning).await.unwrap();
    };
    Router::new()
        .route("/", get("public"))
        .route("/page", get("a page"))
        .route("/sensitive", get("a secret"))
        .route("/both", get("a secret"))
        .route("/api/sensitive", post("a secret"))
        .route("/sign-in/{acr}", get(sign_in))
        .route_layer(from_fn_with_state(guard, require_sign_in))
        .layer(SessionManagerLayer::new(MemoryStore::default()))
}

async fn ask(site: &Router, method: Method, path: &str, cookie: &str) -> (StatusCode, HeaderMap) {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::COOKIE, cookie).body(Body::empty());
    let response = site.clone().oneshot(request.unwrap()).await.unwrap();
    (response.status(), response.headers().clone())
}

/// The cookie of a session with this `acr`.
async fn sign_in(site: &Router, acr: &str) -> String {
    let (_, headers) = ask(site, Method::GET, &format!("/sign-in/{acr}"), "").await;
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_without_a_second_factor_enters_pages_but_not_sensitive_ones() {
    let site = site();
    for acr in ["none", "eidas0", "eidas1", "eidas4", "urn:other"] {
        let cookie = sign_in(&site, acr).await;
        let (status, _) = ask(&site, Method::GET, "/page", &cookie).await;
        assert_eq!(status, StatusCode::OK, "{acr}");
        let (status, headers) = ask(&site, Method::GET, "/sensitive?a=b&c", &cookie).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{acr}");
        assert_eq!(
            headers[header::LOCATION],
            "/connexion?return_to=%2Fsensitive%3Fa%3Db%26c&level=mfa"
        );
    }
}

#[tokio::test]
async fn a_session_with_a_second_factor_enters_under_its_old_name_too() {
    let site = site();
    for acr in ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3", "urn:old"] {
        let cookie = sign_in(&site, acr).await;
        for (method, path) in [
            (Method::GET, "/sensitive"),
            (Method::POST, "/api/sensitive"),
        ] {
            let (status, _) = ask(&site, method, path, &cookie).await;
            assert_eq!(status, StatusCode::OK, "{acr} {path}");
        }
    }
}

#[tokio::test]
async fn a_server_function_answers_by_a_status_where_there_is_no_page_to_come_back_to() {
    let site = site();
    let (status, _) = ask(&site, Method::POST, "/api/sensitive", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let cookie = sign_in(&site, "eidas1").await;
    let (status, headers) = ask(&site, Method::POST, "/api/sensitive", &cookie).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(headers[REFUSAL_HEADER], "request.insufficient_acr");
}

#[tokio::test]
async fn a_visitor_is_sent_to_log_in_with_the_level_of_the_page() {
    let site = site();
    for (path, location) in [
        ("/page", "/connexion?return_to=%2Fpage"),
        ("/sensitive", "/connexion?return_to=%2Fsensitive&level=mfa"),
    ] {
        let (status, headers) = ask(&site, Method::GET, path, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(headers[header::LOCATION], location);
    }
}

#[tokio::test]
async fn a_route_that_is_listed_twice_is_as_closed_as_the_stricter_list_says() {
    let site = site();
    assert_eq!(ask(&site, Method::GET, "/", "").await.0, StatusCode::OK);
    let (status, _) = ask(&site, Method::GET, "/both", "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}
