//! A development build without an issuer runs the mock one beside the server, so that
//! `cargo leptos watch` is enough. A release build holds none of this.

mod env_file;

pub use env_file::read as read_env_file;

use crate::settings::{Settings, environment};
use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use mock_proconnect::{Client, MockProConnect};
use proconnect::config::{DEFAULT_SCOPES, PLACEHOLDER_CLIENT_ID, Variables};
use std::{error::Error, net::SocketAddr, sync::Arc};

/// Where the mock listens.
const MOCK_ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 3100);

/// Reads the environment. Without a `PROCONNECT_DOMAIN`, or with the client of `.env.example`, the
/// mock is started, and this application is the client it knows. It stops when it is dropped.
///
/// # Errors
/// When the settings are wrong, or the mock's address is taken.
pub async fn settings() -> Result<(Settings, Option<MockProConnect>), Box<dyn Error>> {
    let mut read = Variables::new(&environment);
    let domain = read.value("PROCONNECT_DOMAIN");
    let client_id = read.value("PROCONNECT_CLIENT_ID");
    let is_told = domain.is_some() || !read.mistakes.0.is_empty();
    if is_told && client_id.as_deref() != Some(PLACEHOLDER_CLIENT_ID) {
        return Ok((Settings::from_environment()?, None));
    }
    let client = Client::development();
    let mock = mock_proconnect::start(SocketAddr::from(MOCK_ADDRESS), vec![client.clone()])
        .await
        .map_err(|error| format!("the mock issuer cannot listen on port 3100: {error}"))?;
    tracing::info!(
        issuer = mock.issuer(),
        "no PROCONNECT_DOMAIN, or no PROCONNECT_CLIENT_ID of ProConnect's: the mock issuer runs here"
    );
    let settings = Settings::on_this_machine(|name| match name {
        "PROCONNECT_DOMAIN" => Some(mock.issuer().to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
        "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
        "PROCONNECT_REDIRECT_URI" => client.redirect_uris.first().cloned(),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => client.post_logout_redirect_uris.first().cloned(),
        // The mock grants every scope, and a page of this site needs a role.
        "PROCONNECT_SCOPES" => {
            let given = environment(name).filter(|given| !given.trim().is_empty());
            given.or_else(|| Some(format!("{DEFAULT_SCOPES} roles")))
        }
        other => environment(other),
    })?;
    Ok((settings, Some(mock)))
}

/// Sends a visitor of `http://127.0.0.1:3000` (what cargo-leptos prints) to `http://localhost:3000`
/// (where the issuer sends them back to): cookies of the one are unknown to the other.
pub async fn to_localhost(
    State(origin): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let by_address = host.is_some_and(|host| host.parse::<SocketAddr>().is_ok());
    if by_address && request.method() == Method::GET && origin.starts_with("http://localhost:") {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return Redirect::temporary(&format!("{origin}{path}")).into_response();
    }
    next.run(request).await
}
