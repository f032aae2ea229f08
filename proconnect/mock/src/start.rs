use axum::Router;
use axum::serve::{Listener, ListenerExt};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::client::Client;
use crate::clock::Clock;
use crate::fault::Faults;
use crate::headers::Headers;
use crate::issuer::Issuer;
use crate::keys::Keys;
use crate::personas;
use crate::server::{MockProConnect, Requests, router};
use crate::store::Store;
use crate::tls::{Identity, TlsListener};

/// The host of the issuer's URL: `localhost`, `127.0.0.1`, or a name under `.localhost`. To a
/// browser, these are three sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

/// A mock that is about to start: at `http://localhost:PORT`, unless changed.
pub struct Start {
    address: SocketAddr,
    clients: Vec<Client>,
    host: Host,
    is_https: bool,
}

impl Start {
    /// `address` is where the mock listens; its port may be 0.
    pub fn new(address: SocketAddr, clients: Vec<Client>) -> Self {
        Self {
            address,
            clients,
            host: Host::default(),
            is_https: false,
        }
    }

    #[must_use]
    pub fn host(self, host: Host) -> Self {
        Self { host, ..self }
    }

    /// Serves https, with a certificate of an authority that is made for this run:
    /// [`MockProConnect::authority`].
    #[must_use]
    pub fn https(self) -> Self {
        Self {
            is_https: true,
            ..self
        }
    }

    /// # Errors
    /// When ProConnect would not register one of the clients, the address cannot be bound, or the
    /// keys or the certificate cannot be made.
    pub async fn run(self) -> io::Result<MockProConnect> {
        for client in &self.clients {
            let refuse = |reason| io::Error::new(io::ErrorKind::InvalidInput, reason);
            client.check().map_err(refuse)?;
        }
        let address = self.address;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| io::Error::new(error.kind(), format!("{address}: {error}")))?;
        let port = listener.local_addr()?.port();
        let keys = tokio::task::spawn_blocking(Keys::generate)
            .await?
            .map_err(io::Error::other)?;
        let identity = self
            .is_https
            .then(|| Identity::generate(&self.host.0).map_err(io::Error::other))
            .transpose()?;
        let scheme = if self.is_https { "https" } else { "http" };
        let issuer = Arc::new(Issuer {
            url: format!("{scheme}://{}:{port}/api/v2", self.host),
            clients: self.clients,
            personas: personas::load()?,
            keys,
            clock: Clock::default(),
            faults: Faults::default(),
            settings: Mutex::default(),
            store: Mutex::new(Store::default()),
        });
        let requests = Requests::default();
        let headers = Headers::new(self.is_https, &self.host.0);
        let router = router(Arc::clone(&issuer), requests.clone(), headers);
        let (stop, stopped) = oneshot::channel::<()>();
        let authority = if let Some(identity) = identity {
            let listener = TlsListener::new(listener, identity.config)?;
            serve(listener, router, stopped);
            Some(identity.authority)
        } else {
            let listener = listener.tap_io(|stream| {
                let _ = stream.set_nodelay(true);
            });
            serve(listener, router, stopped);
            None
        };
        Ok(MockProConnect::running(issuer, requests, authority, stop))
    }
}

/// Starts a mock at `address`, of which the port may be 0. The issuer is
/// `http://localhost:PORT/api/v2`.
///
/// # Errors
/// Those of [`Start::run`].
pub async fn start(address: SocketAddr, clients: Vec<Client>) -> io::Result<MockProConnect> {
    Start::new(address, clients).run().await
}

/// Serves until `stopped`, or until its sender is dropped.
fn serve<L>(listener: L, router: Router, stopped: oneshot::Receiver<()>)
where
    L: Listener,
    L::Addr: fmt::Debug,
{
    let server = axum::serve(listener, router).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    tokio::spawn(server.into_future());
}

impl Default for Host {
    fn default() -> Self {
        Self("localhost".to_owned())
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Host {
    type Err = &'static str;

    fn from_str(host: &str) -> Result<Self, Self::Err> {
        let is_label = |label: &str| {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            (1..=63).contains(&label.len())
                && label.chars().all(allowed)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_under_localhost = || {
            let name = host.strip_suffix(".localhost");
            name.is_some_and(|name| name.split('.').all(is_label))
        };
        if ["localhost", "127.0.0.1"].contains(&host) || is_under_localhost() {
            return Ok(Self(host.to_owned()));
        }
        Err("the host is neither localhost, nor 127.0.0.1, nor a lower-case name under .localhost")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d6_a_host_is_on_this_machine() {
        for host in [
            "localhost",
            "127.0.0.1",
            "proconnect.localhost",
            "a.b.localhost",
        ] {
            assert_eq!(host.parse::<Host>().unwrap().to_string(), host);
        }
        for host in [
            "",
            ".localhost",
            "LOCALHOST",
            "a_b.localhost",
            "-a.localhost",
            "localhost:3100",
            "example.fr",
            "localhost.example.fr",
            "0.0.0.0",
        ] {
            assert!(host.parse::<Host>().is_err(), "{host}");
        }
    }
}
