//! The application: a guarded page, the way in and the way out.

use crate::{
    issuer::{CLIENT_ID, CLIENT_SECRET},
    model::{ABSOLUTE, IDLE},
    store::Store,
};
use axum::{
    Form, Router,
    extract::State,
    http::HeaderMap,
    middleware::from_fn_with_state,
    response::Response,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use proconnect::{
    Clock, RelyingParty,
    config::Config,
    web::{
        self, CurrentSession, Guard, LogInForm, ProConnect, Refused, Requirement, SessionLifetimes,
        SignedIn,
    },
};
use std::sync::Arc;
use tower_sessions::{SessionManagerLayer, cookie::SameSite};

pub const ORIGIN: &str = "http://localhost:3000";
pub const SESSION_COOKIE: &str = "__Host-session";

/// What a restart does not change.
#[derive(Clone)]
pub struct Settings {
    pub issuer: String,
    pub cookie_key: Key,
    pub store: Store,
    pub clock: Clock,
}

pub fn assemble(settings: Settings) -> Router {
    let config = config(&settings.issuer);
    let proconnect = ProConnect::new(
        RelyingParty::new(config, settings.clock).unwrap(),
        settings.cookie_key,
        SessionLifetimes {
            idle: TimeDelta::seconds(IDLE),
            absolute: TimeDelta::seconds(ABSOLUTE),
        },
    );
    let guard = Guard {
        proconnect: proconnect.clone(),
        requirements: ["/auth/proconnect", "/auth/proconnect/logout"]
            .map(|path| (path, Requirement::Public))
            .into(),
        login_page: "/connexion",
    };
    let sessions = SessionManagerLayer::new(settings.store)
        .with_name(SESSION_COOKIE)
        .with_same_site(SameSite::Lax);
    Router::new()
        .route("/auth/proconnect", post(log_in))
        .route("/auth/proconnect/logout", post(log_out))
        .route("/mon-compte", get(my_account))
        .route_layer(from_fn_with_state(guard, web::require_sign_in))
        .layer(from_fn_with_state(proconnect.clone(), web::read_session))
        .with_state(proconnect.clone())
        .merge(web::routes(proconnect))
        .layer(sessions)
        .layer(from_fn_with_state(Arc::from(ORIGIN), web::same_origin))
}

fn config(issuer: &str) -> Config {
    Config::from_variables(|name| {
        Some(match name {
            "PROCONNECT_DOMAIN" => issuer.to_owned(),
            "PROCONNECT_CLIENT_ID" => CLIENT_ID.to_owned(),
            "PROCONNECT_CLIENT_SECRET" => CLIENT_SECRET.to_owned(),
            "PROCONNECT_REDIRECT_URI" => format!("{ORIGIN}/auth/proconnect/callback"),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                format!("{ORIGIN}/auth/proconnect/logout/callback")
            }
            "PROCONNECT_ID_TOKEN_SIGNED_RESPONSE_ALG"
            | "PROCONNECT_USERINFO_SIGNED_RESPONSE_ALG" => "HS256".to_owned(),
            _ => return None,
        })
    })
    .unwrap()
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

/// The `sub` of whom the guard let pass.
async fn my_account(signed_in: SignedIn) -> String {
    signed_in.identity.sub.as_str().to_owned()
}
