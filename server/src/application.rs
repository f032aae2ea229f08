//! Everything put together, for `main` and for the tests alike.

use crate::{
    client_address::TrustedProxies,
    connections::{self, Limits, Server, Stop},
    health::Dependencies,
    router::router,
    security_txt::SecurityTxt,
    server_functions::NotPosted,
    session_store::{Environment, SqliteSessionStore, StoreError},
    settings::Settings,
};
use app::document::built_files::BuiltFiles;
use axum::Router;
use proconnect::{clock::Clock, relying_party::RelyingParty, web::ProConnect};
use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    time::{interval, sleep},
};

/// Time between two looks at an issuer that does not answer at boot.
const WARM_UP_PAUSE: Duration = Duration::from_secs(10);

/// Time between two sweeps of sessions that are over.
const SWEEP_PAUSE: Duration = Duration::from_secs(600);

/// The application, bound to its address.
pub struct Application {
    listener: TcpListener,
    router: Router,
    dependencies: Dependencies,
    security_txt: SecurityTxt,
    trusted_proxies: TrustedProxies,
}

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// TLS.
    #[error(
        "SSL_CERT_FILE: TLS cannot be set up with the certificate authorities of this machine: {0}"
    )]
    Tls(#[from] reqwest::Error),
    /// The session store.
    #[error(
        "SESSION_STORE_URL\n  received: {0}\n  write:    sqlite:PATH-OF-A-FILE that the server may \
         create, read and write, folder included: {1}"
    )]
    SessionStore(String, StoreError),
    /// A server function.
    #[error(transparent)]
    ServerFunction(#[from] NotPosted),
    /// The address.
    #[error(
        "LEPTOS_SITE_ADDR, or PORT\n  received: {0}\n  write:    an address of this machine, and a \
         port that is free and open to the server: {1}"
    )]
    Listen(SocketAddr, io::Error),
}

impl Application {
    /// Opens the store and binds the address. The issuer is not waited for.
    ///
    /// # Errors
    /// When the application cannot do its work even with a healthy issuer.
    pub async fn build(settings: Settings) -> Result<Self, BuildError> {
        for warning in settings.warnings() {
            tracing::warn!(variable = %warning.variable, "{}", warning.sentence);
        }
        let options = settings.site;
        let store = settings.session_store.get_filename().display().to_string();
        let clock = Clock::system();
        let session_store = SqliteSessionStore::open(
            settings.session_store,
            &settings.cookie_keys,
            &Environment::of(&settings.proconnect),
            settings.lifetimes,
            clock.clone(),
        )
        .await
        .map_err(|error| BuildError::SessionStore(store, error))?;
        let proconnect = ProConnect {
            relying_party: Arc::new(RelyingParty::new(settings.proconnect, clock.clone())?),
            cookie_keys: settings.cookie_keys,
            lifetimes: settings.lifetimes,
        };
        // Read now, rather than at the first document.
        let stylesheet = BuiltFiles::of(&options).stylesheet_path();
        let stylesheet = stylesheet.map(|path| Path::new(&*options.site_root).join(path));
        let dependencies = Dependencies {
            session_store,
            proconnect,
            stylesheet,
        };
        let config = dependencies.proconnect.relying_party.config();
        let security_txt = SecurityTxt::new(settings.security, config.origin(), clock.now());
        let router = router(dependencies.clone(), security_txt.clone(), &options)?;
        let address = options.site_addr;
        let listener =
            connections::listen(address).map_err(|error| BuildError::Listen(address, error))?;
        Ok(Self {
            listener,
            router,
            dependencies,
            security_txt,
            trusted_proxies: settings.trusted_proxies,
        })
    }

    /// The address it listens on.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until SIGTERM, SIGHUP or Ctrl-C, then lets requests under way finish.
    ///
    /// # Errors
    /// When signals cannot be listened to.
    pub async fn run_until_stopped(self) -> io::Result<()> {
        tokio::spawn(warm_up(self.dependencies.proconnect.clone(), WARM_UP_PAUSE));
        tokio::spawn(sweep(self.dependencies.session_store.clone()));
        tokio::spawn(self.security_txt.watch(Clock::system()));
        tracing::info!(address = %self.listener.local_addr()?, "listening");

        let server = Server {
            router: self.router,
            trusted_proxies: self.trusted_proxies,
            limits: Limits::of_this_process(),
        };
        connections::serve(self.listener, server, Stop::listen()?).await;
        Ok(())
    }
}

/// Gets to know the issuer without waiting for the first login, trying until it answers, a `pause`
/// between two tries.
async fn warm_up(proconnect: ProConnect, pause: Duration) {
    while proconnect
        .relying_party
        .provider()
        .discover()
        .await
        .is_err()
    {
        sleep(pause).await;
    }
    tracing::info!("the issuer is known");
    for acr in proconnect.relying_party.unannounced_acr_values() {
        tracing::warn!(
            value = acr.0,
            "the issuer does not announce this value of acr"
        );
    }
}

async fn sweep(store: SqliteSessionStore) {
    let mut pause = interval(SWEEP_PAUSE);
    loop {
        pause.tick().await;
        match store.delete_expired().await {
            Ok(count) => tracing::debug!(count, "expired sessions deleted"),
            Err(error) => tracing::error!(%error, "expired sessions cannot be deleted"),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use axum_extra::extract::cookie::Key;
    use mock_proconnect::Client;
    use proconnect::http::Deadlines;
    use tokio::time::timeout;

    /// The client of an issuer at that address.
    pub(crate) fn proconnect_at(issuer: &str) -> ProConnect {
        let client = Client::development();
        let origin = "http://localhost:3000/auth/proconnect";
        let settings = Settings::from_variables(|name| match name {
            "PROCONNECT_DOMAIN" => Some(issuer.to_owned()),
            "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
            "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
            "PROCONNECT_REDIRECT_URI" => Some(format!("{origin}/callback")),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => Some(format!("{origin}/logout/callback")),
            _ => None,
        });
        let settings = settings.unwrap();
        let relying_party = RelyingParty::new(settings.proconnect, Clock::system());
        ProConnect {
            relying_party: Arc::new(relying_party.unwrap()),
            cookie_keys: Key::generate().into(),
            lifetimes: settings.lifetimes,
        }
    }

    #[tokio::test]
    async fn an_issuer_that_was_down_at_boot_becomes_known_when_it_is_back() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let proconnect = proconnect_at(&format!("http://localhost:{}/api/v2", address.port()));
        let provider = Arc::clone(proconnect.relying_party.provider());
        let warm_up = tokio::spawn(warm_up(proconnect, Duration::from_millis(10)));
        assert!(provider.discover().await.is_err());
        let _mock = mock_proconnect::start(address, vec![Client::development()])
            .await
            .unwrap();
        let known = timeout(Duration::from_secs(60), warm_up).await;
        known.expect("it goes on trying").unwrap();
        assert!(provider.known().is_some());
    }

    /// It comes back during a try that fails; then the pause; then both documents, as slow as they
    /// may be.
    #[test]
    fn that_takes_thirty_seconds_at_most() {
        let one_try = Deadlines::default().call * 2;
        assert!(one_try + WARM_UP_PAUSE + one_try <= Duration::from_secs(30));
    }
}
