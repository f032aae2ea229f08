//! A development build without an issuer starts the mock beside the server, so that `cargo leptos
//! watch` is enough. The feature `development` holds all of this: a release build contains no crate
//! of the mock.

mod env_file;
mod panel;
mod seeds;

/// The address of the gallery of refusals.
pub const GALLERY: &str = "/developpement/refus";

pub use env_file::read as read_env_file;
pub use panel::TOOLS;
pub use seeds::{Planted, plant};

use crate::{
    migrations::MIGRATIONS,
    settings::{Settings, environment, site_port},
};
use app::database::Database;
use mock_proconnect::{Client, MockProConnect};
use proconnect::{
    Clock,
    config::{
        CALLBACK_PATH, DEFAULT_SCOPES, LOGOUT_CALLBACK_PATH, PLACEHOLDER_CLIENT_ID, Variables,
    },
};
use std::{error::Error, io::ErrorKind, net::SocketAddr};

/// The mock's preferred port.
const MOCK_PORT: u16 = 3100;

/// Reads the environment. Without `PROCONNECT_DOMAIN`, or with the client of `.env.example`, starts
/// the mock with this application as its client, whatever port the site uses. The mock stops when
/// it is dropped.
///
/// # Errors
/// When the settings are wrong, or the mock cannot listen.
pub async fn settings() -> Result<(Settings, Option<MockProConnect>), Box<dyn Error>> {
    let mut read = Variables::new(&environment);
    let domain = read.value("PROCONNECT_DOMAIN");
    let client_id = read.value("PROCONNECT_CLIENT_ID");
    let is_told = domain.is_some() || !read.mistakes.0.is_empty();
    if is_told && client_id.as_deref() != Some(PLACEHOLDER_CLIENT_ID) {
        return Ok((Settings::from_environment()?, None));
    }
    let client = client_at(site_port());
    let mock = start_mock(&client).await?;
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
        // The mock grants every scope, and one page of this site requires a role.
        "PROCONNECT_SCOPES" => {
            let given = environment(name).filter(|given| !given.trim().is_empty());
            given.or_else(|| Some(format!("{DEFAULT_SCOPES} roles")))
        }
        other => environment(other),
    })?;
    Ok((settings, Some(mock)))
}

/// Fills an empty database with data for demonstration, in step with the agents of the mock. A database that cannot be
/// used is the application's to report.
pub async fn sow(settings: &Settings, mock: &MockProConnect) {
    let Ok(database) = Database::open(&settings.database, &MIGRATIONS).await else {
        return;
    };
    let claim = |persona: &str, claim: &str| mock.claim(persona, claim);
    match plant(&database, claim, Clock::system().now()).await {
        Ok(None) => {}
        Ok(Some(Planted { agents, requests })) => tracing::info!(
            agents,
            requests,
            "the empty database has data for demonstration: log in as Angela DUBOIS, who administers her organisation"
        ),
        Err(error) => tracing::warn!(%error, "the data for demonstration cannot be written"),
    }
    database.close().await;
}

/// The client that the mock registers: this application at `port` of this machine.
fn client_at(port: u16) -> Client {
    let uri = |path| vec![format!("http://localhost:{port}{path}")];
    Client {
        redirect_uris: uri(CALLBACK_PATH),
        post_logout_redirect_uris: uri(LOGOUT_CALLBACK_PATH),
        ..Client::development()
    }
}

/// Starts the mock at its preferred port, or at any free one when that port is taken (by another
/// application in development, for instance).
async fn start_mock(client: &Client) -> Result<MockProConnect, String> {
    let mut ports = [MOCK_PORT, 0].into_iter().peekable();
    while let Some(port) = ports.next() {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        match mock_proconnect::start(address, vec![client.clone()]).await {
            Ok(mock) => return Ok(mock),
            Err(error) if error.kind() == ErrorKind::AddrInUse && ports.peek().is_some() => {
                tracing::info!("port {MOCK_PORT} is taken: the mock issuer uses another");
            }
            Err(error) => return Err(format!("the mock issuer cannot listen: {error}")),
        }
    }
    Err("the mock issuer found no free port".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[test]
    fn r07_the_mock_knows_the_application_at_the_port_it_listens_on() {
        let client = client_at(4000);
        assert_eq!(
            client.redirect_uris,
            ["http://localhost:4000/auth/proconnect/callback"]
        );
        assert_eq!(
            client.post_logout_redirect_uris,
            ["http://localhost:4000/auth/proconnect/logout/callback"]
        );
    }

    #[tokio::test]
    async fn r07_the_mock_takes_another_port_where_its_own_is_taken() {
        // Taken by this test, or already by another program.
        let _taken = TcpListener::bind(("127.0.0.1", MOCK_PORT)).await;
        let mock = start_mock(&client_at(4000)).await.unwrap();
        assert!(!mock.issuer().contains(":3100"), "{}", mock.issuer());
    }
}
