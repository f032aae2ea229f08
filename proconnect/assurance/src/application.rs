//! The smallest application on the library: the button, the logout, a home page, and one page behind
//! the guard.

use crate::sessions::Sessions;
use axum::{
    Form, Json, Router,
    extract::State,
    http::HeaderMap,
    middleware::from_fn_with_state,
    response::Response,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use proconnect::{
    RelyingParty,
    config::Config,
    web::{
        self, CurrentSession, Guard, LogInForm, ProConnect, Refused, Requirement, SessionLifetimes,
        SignedIn,
    },
};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_sessions::{SessionManagerLayer, SessionStore, cookie::SameSite};

/// The origin in the application's settings.
pub const ORIGIN: &str = "http://localhost:3000";
/// Begins a login, by `POST`.
pub const LOG_IN: &str = "/auth/proconnect";
/// Ends a session, by `POST`.
pub const LOG_OUT: &str = "/auth/proconnect/logout";
/// The guarded page: the claims of the agent, as JSON.
pub const ACCOUNT: &str = "/mon-compte";

pub const SESSION_COOKIE: &str = "__Host-session";

pub const CLIENT_ID: &str = "client";
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";

pub const LIFETIMES: SessionLifetimes = SessionLifetimes {
    idle: TimeDelta::minutes(30),
    absolute: TimeDelta::hours(12),
};

/// The settings of a client of `issuer`. Variables in `others` replace the usual ones.
pub fn config(issuer: &str, others: &[(&str, &str)]) -> Config {
    let usual = |name: &str| {
        Some(match name {
            "PROCONNECT_DOMAIN" => issuer.to_owned(),
            "PROCONNECT_CLIENT_ID" => CLIENT_ID.to_owned(),
            "PROCONNECT_CLIENT_SECRET" => CLIENT_SECRET.to_owned(),
            "PROCONNECT_REDIRECT_URI" => format!("{ORIGIN}/auth/proconnect/callback"),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                format!("{ORIGIN}/auth/proconnect/logout/callback")
            }
            _ => return None,
        })
    };
    let config = Config::from_variables(|name| {
        let other = others.iter().find(|(other, _)| *other == name);
        other.map_or_else(|| usual(name), |(_, value)| Some((*value).to_owned()))
    });
    config.unwrap()
}

/// Assembles the application. A restart, or another replica, is another application with the same
/// key and sessions.
pub fn assemble(
    relying_party: Arc<RelyingParty>,
    cookie_key: Key,
    sessions: impl SessionStore + Clone,
) -> Router {
    assemble_on(
        ProConnect::new(relying_party, cookie_key, LIFETIMES),
        sessions,
    )
}

/// As [`assemble`], with a store whose sessions can be ended by name: the issuer can end them.
pub fn assemble_with_registry(
    relying_party: Arc<RelyingParty>,
    cookie_key: Key,
    sessions: &Sessions,
) -> Router {
    let proconnect = ProConnect::new(relying_party, cookie_key, LIFETIMES);
    let proconnect = proconnect.with_registry(Arc::new(sessions.clone()));
    assemble_on(proconnect, sessions.clone())
}

fn assemble_on(proconnect: ProConnect, sessions: impl SessionStore + Clone) -> Router {
    let guard = Guard {
        proconnect: proconnect.clone(),
        requirements: ["/", LOG_IN, LOG_OUT]
            .map(|path| (path, Requirement::Public))
            .into(),
        login_page: "/connexion",
    };
    let sessions = SessionManagerLayer::new(sessions)
        .with_name(SESSION_COOKIE)
        .with_same_site(SameSite::Lax);
    Router::new()
        .route("/", get(|| async { "home" }))
        .route(LOG_IN, post(log_in))
        .route(LOG_OUT, post(log_out))
        .route(ACCOUNT, get(account))
        .route_layer(from_fn_with_state(guard, web::require_sign_in))
        .layer(from_fn_with_state(proconnect.clone(), web::read_session))
        .with_state(proconnect.clone())
        .merge(web::routes(proconnect.clone()))
        .layer(sessions)
        .layer(from_fn_with_state(Arc::from(ORIGIN), web::same_origin))
        .merge(web::back_channel_routes(proconnect.clone()))
        .layer(from_fn_with_state(proconnect, web::audit_refusals))
}

async fn log_in(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    Form(form): Form<LogInForm>,
) -> Result<Response, Refused> {
    web::log_in(&proconnect, &headers, form).await
}

async fn log_out(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    web::log_out(&proconnect, &current, &headers).await
}

async fn account(SignedIn { identity, .. }: SignedIn) -> Json<Value> {
    Json(json!({
        "sub": identity.sub.as_str(), "usual_name": identity.usual_name, "email": identity.email,
    }))
}
