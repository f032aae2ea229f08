//! A site where agents log in and out with `ProConnect`.

use axum::{Router, middleware::from_fn_with_state};
use axum::{response::Html, routing::get};
use axum_extra::extract::cookie::Key;
use chrono::TimeDelta;
use proconnect::web::{self, LOG_IN_PATH, LOG_OUT_PATH, ProConnect, SessionLifetimes, SignedIn};
use proconnect::{Clock, Config, RelyingParty};
use std::{env, error::Error};
use tokio::net::TcpListener;
use tower_sessions::{MemoryStore, SessionManagerLayer, cookie::SameSite};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::from_variables(|name| env::var(name).ok())?;
    serve(config, TcpListener::bind("127.0.0.1:3000").await?).await
}

pub(crate) async fn serve(config: Config, listener: TcpListener) -> Result<(), Box<dyn Error>> {
    let lifetimes = SessionLifetimes {
        idle: TimeDelta::minutes(30),
        absolute: TimeDelta::hours(12),
    };
    let relying_party = RelyingParty::new(config, Clock::system())?;
    let proconnect = ProConnect::new(relying_party, Key::generate(), lifetimes);
    // For this example only: the store loses the sessions when the program stops.
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_name("__Host-session")
        .with_same_site(SameSite::Lax);
    let site = Router::new()
        .route("/", get(home))
        .layer(from_fn_with_state(proconnect.clone(), web::read_session))
        .merge(web::form_routes(proconnect.clone()))
        .merge(web::routes(proconnect.clone()))
        .layer(sessions)
        .layer(from_fn_with_state(proconnect, web::audit_refusals));
    Ok(axum::serve(listener, site).await?)
}

async fn home(agent: Option<SignedIn>) -> Html<String> {
    let (name, action, button) = match agent {
        Some(agent) => (agent.identity.name(), LOG_OUT_PATH, "Log out"),
        None => (String::new(), LOG_IN_PATH, "Log in"),
    };
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    Html(format!(
        r#"<p>{name}</p><form method="post" action="{action}"><button>{button}</button></form>"#
    ))
}
