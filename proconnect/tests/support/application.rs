//! The relying party, as an application assembles it.

use axum::{
    Form, Router,
    extract::State,
    http::HeaderMap,
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, TimeDelta, Utc};
use proconnect::{
    Clock, RelyingParty,
    web::{self, LogInForm, ProConnect, Refused, SessionLifetimes, SignedIn},
};
use std::sync::{Arc, Mutex};
use tower_sessions::{SessionManagerLayer, SessionStore, cookie::SameSite};

pub const SESSION_COOKIE: &str = "__Host-session";

/// The application: its routes and the time it goes by.
#[derive(Clone)]
pub struct Application {
    router: Router,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Application {
    pub fn new(
        sessions: impl SessionStore + Clone,
        now: DateTime<Utc>,
        client: impl FnOnce(Clock) -> Arc<RelyingParty>,
    ) -> Self {
        let now = Arc::new(Mutex::new(now));
        let clock = Clock::new({
            let now = Arc::clone(&now);
            move || *now.lock().unwrap()
        });
        let proconnect = ProConnect::new(
            client(clock),
            Key::generate(),
            SessionLifetimes {
                idle: TimeDelta::minutes(30),
                absolute: TimeDelta::hours(12),
            },
        );
        let sessions = SessionManagerLayer::new(sessions)
            .with_name(SESSION_COOKIE)
            .with_same_site(SameSite::Lax);
        let router = Router::new()
            .route("/auth/proconnect", post(log_in))
            .route("/me", get(me))
            .layer(from_fn_with_state(proconnect.clone(), web::read_session))
            .with_state(proconnect.clone())
            .merge(web::routes(proconnect))
            .layer(sessions)
            .layer(from_fn(web::audit_refusals));
        Self { router, now }
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }

    pub fn set_time(&self, now: DateTime<Utc>) {
        *self.now.lock().unwrap() = now;
    }
}

async fn log_in(
    State(proconnect): State<ProConnect>,
    headers: HeaderMap,
    Form(form): Form<LogInForm>,
) -> Result<Response, Refused> {
    web::log_in(&proconnect, &headers, form).await
}

/// Who is signed in: the `sub`.
async fn me(signed_in: SignedIn) -> String {
    signed_in.identity.sub.as_str().to_owned()
}
