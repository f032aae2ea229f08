use super::*;
use crate::{
    clock::Clock,
    config::Config,
    end_session::IdTokenHint,
    identity::Acr,
    login_attempt::{AttemptInUse, InMemory},
    relying_party::{AuthenticatedLogin, RelyingParty},
    test_tokens::agent,
    web::{REFUSAL_HEADER, SessionLifetimes, SignedIn, browser::Beginning, read_session},
};
use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, header},
    middleware::from_fn_with_state,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use serde_json::json;
use tower::ServiceExt;
use tower_sessions::{MemoryStore, Session, SessionManagerLayer};

mod rules;

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
    ProConnect::new(
        RelyingParty::new(config.unwrap(), Clock::system()).unwrap(),
        Key::generate(),
        SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
    )
}

/// One page and one server function per requirement, whose handlers check nothing, and a route that
/// signs in with any `acr` and roles.
fn site() -> Router {
    site_with(proconnect(), &[])
}

/// The same site with more rows, whose paths are pages and server functions.
fn site_with(proconnect: ProConnect, more: &[(&'static str, Requirement)]) -> Router {
    let rows = [
        ("/", Requirement::Public),
        ("/both", Requirement::Public),
        ("/sign-in/{acr}", Requirement::Public),
        ("/sensitive", Requirement::SecondFactor),
        ("/api/sensitive", Requirement::SecondFactor),
        ("/both", Requirement::SecondFactor),
        ("/public-agents", Requirement::Role("agent_public")),
        ("/api/public-agents", Requirement::Role("agent_public")),
        ("/both-kinds", Requirement::Role("agent_public")),
        ("/both-kinds", Requirement::SecondFactor),
    ];
    let guard = Guard {
        proconnect: proconnect.clone(),
        requirements: rows.iter().chain(more).copied().collect(),
        login_page: "/connexion",
    };
    let sign_in = |session: Session, Path(acr): Path<String>, request: Request| async move {
        let acr = (acr != "none").then_some(Acr(acr));
        let mut identity = agent(acr);
        let query = request.uri().query();
        if let Some(claims) = query.filter(|query| query.contains('=')) {
            identity = rules::with_claims(identity, claims);
        } else if let Some(roles) = query {
            let roles: Vec<&str> = roles.split(',').collect();
            identity.roles = serde_json::from_value(json!(roles)).unwrap();
        }
        let login = AuthenticatedLogin {
            identity,
            id_token_hint: IdTokenHint(String::new()),
            sid: None,
            attempt: AttemptInUse::new(String::new(), Arc::new(InMemory::default())),
        };
        let now = chrono::Utc::now();
        let beginning = Beginning {
            browser: "",
            user_agent: None,
            attempt_started_at: now,
            now,
        };
        SignedIn::begin(&session, login, beginning).await.unwrap();
    };
    let paths: std::collections::BTreeSet<_> = more.iter().map(|(path, _)| *path).collect();
    let routes = paths.into_iter().fold(Router::new(), |routes, path| {
        routes.route(path, get("a secret").post("a secret"))
    });
    routes
        .route("/", get("public"))
        .route("/page", get("a page"))
        .route("/sensitive", get("a secret"))
        .route("/both", get("a secret"))
        .route("/api/sensitive", post("a secret"))
        .route("/public-agents", get("a secret"))
        .route("/both-kinds", get("a secret"))
        .route("/api/public-agents", post("a secret"))
        .route("/api/page", post("a secret"))
        .route("/sign-in/{acr}", get(sign_in))
        .route_layer(from_fn_with_state(guard, require_sign_in))
        .layer(from_fn_with_state(proconnect, read_session))
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
async fn a_route_that_is_listed_twice_is_as_closed_as_its_stricter_row() {
    let site = site();
    assert_eq!(ask(&site, Method::GET, "/", "").await.0, StatusCode::OK);
    let (status, _) = ask(&site, Method::GET, "/both", "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn c1_a_role_is_enforced_before_a_page_that_checks_nothing() {
    let site = site();
    let open = sign_in(&site, "eidas1?agent_public_etat,agent_public").await;
    for (method, path) in [
        (Method::GET, "/public-agents"),
        (Method::HEAD, "/public-agents"),
        (Method::POST, "/api/public-agents"),
    ] {
        let (status, _) = ask(&site, method, path, &open).await;
        assert_eq!(status, StatusCode::OK, "{path}");
    }
    for roles in [
        "",
        "?",
        "?agent_public_etat",
        "?Agent_public",
        "?agent_public%20",
        "?agent_prive,dirigeant",
    ] {
        let closed = sign_in(&site, &format!("eidas1-mfa{roles}")).await;
        for (method, path) in [
            (Method::GET, "/public-agents"),
            (Method::HEAD, "/public-agents"),
            (Method::GET, "/both-kinds"),
            (Method::POST, "/api/public-agents"),
        ] {
            let (status, headers) = ask(&site, method, path, &closed).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{roles} {path}");
            assert_eq!(headers[REFUSAL_HEADER], "access.role_missing");
        }
    }
}

#[tokio::test]
async fn c1_a_route_with_two_requirements_needs_both() {
    let site = site();
    let role_alone = sign_in(&site, "eidas1?agent_public").await;
    let (status, _) = ask(&site, Method::GET, "/both-kinds", &role_alone).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let both = sign_in(&site, "eidas1-mfa?agent_public").await;
    let (status, _) = ask(&site, Method::GET, "/both-kinds", &both).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn l9_a_head_of_a_guarded_page_is_answered_as_a_get() {
    let site = site();
    let agent = sign_in(&site, "eidas1").await;
    for (path, cookie) in [
        ("/page", ""),
        ("/sensitive?a=b", ""),
        ("/public-agents", ""),
        ("/sensitive?a=b", agent.as_str()),
        ("/page", agent.as_str()),
        ("/public-agents", agent.as_str()),
    ] {
        let (got, get) = ask(&site, Method::GET, path, cookie).await;
        let (status, head) = ask(&site, Method::HEAD, path, cookie).await;
        assert_eq!(status, got, "{path}");
        assert_eq!(head.get(header::LOCATION), get.get(header::LOCATION));
    }
}

#[tokio::test]
async fn l9_a_response_401_has_a_challenge() {
    let site = site();
    for path in ["/api/page", "/api/public-agents", "/api/sensitive"] {
        let (status, headers) = ask(&site, Method::POST, path, "").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(
            headers[header::WWW_AUTHENTICATE],
            "Cookie realm=\"agents\", form-action=\"/connexion\""
        );
    }
}
