//! The application, as `main` and the tests start it.

use crate::{
    client_address::TrustedProxies,
    connections::{self, Limits, Server, Stop},
    router::router,
    server_functions::NotPosted,
    session_store::SqliteSessionStore,
    settings::Settings,
    state::{AppState, OpenError},
};
use axum::Router;
use proconnect::{Clock, web::ProConnect};
use std::{io, net::SocketAddr, time::Duration};
use tokio::time::{interval, sleep};

/// Time between two looks at an issuer that does not answer at boot.
const WARM_UP_PAUSE: Duration = Duration::from_secs(10);

/// Time between two sweeps of sessions that are over.
const SWEEP_PAUSE: Duration = Duration::from_secs(600);

/// The state, and the routes on it.
pub struct Application {
    state: AppState,
    router: Router,
}

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The state.
    #[error(transparent)]
    State(#[from] OpenError),
    /// A server function.
    #[error(transparent)]
    ServerFunction(#[from] NotPosted),
    /// The address.
    #[error(
        "LEPTOS_SITE_ADDR, or PORT\n  received: {0}\n  write:    an address of this machine, and a \
         port that is free and open to the server: {1}"
    )]
    Listen(SocketAddr, io::Error),
    /// The signals that stop the server.
    #[error("signals cannot be listened to: {0}")]
    Signals(io::Error),
}

impl Application {
    /// The routes on this state. Nothing listens yet.
    ///
    /// # Errors
    /// When a server function is not called by POST.
    pub fn new(state: AppState) -> Result<Self, NotPosted> {
        let router = router(&state)?;
        Ok(Self { state, router })
    }

    /// The whole application as a service.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Binds the address of the settings, and serves until SIGTERM, SIGHUP or Ctrl-C; then lets requests
    /// under way finish.
    ///
    /// # Errors
    /// When the address cannot be bound, or signals cannot be listened to.
    pub async fn serve(self, trusted_proxies: TrustedProxies) -> Result<(), StartError> {
        let Self { state, router } = self;
        let address = state.options.site_addr;
        let in_vain = |error| StartError::Listen(address, error);
        let listener = connections::listen(address).map_err(in_vain)?;
        let address = listener.local_addr().map_err(in_vain)?;
        tokio::spawn(warm_up(state.proconnect.clone(), WARM_UP_PAUSE));
        tokio::spawn(sweep(state.sessions.clone()));
        tokio::spawn(state.security_txt.clone().watch(Clock::system()));
        tracing::info!(%address, "listening");

        let server = Server {
            router,
            trusted_proxies,
            limits: Limits::of_this_process(),
        };
        let stop = Stop::listen().map_err(StartError::Signals)?;
        connections::serve(listener, server, stop).await;
        Ok(())
    }
}

/// Starts the application with these settings, and serves it.
///
/// # Errors
/// When the application cannot start.
pub async fn run(settings: Settings) -> Result<(), StartError> {
    for warning in settings.warnings() {
        tracing::warn!(variable = &*warning.variable, "{}", warning.sentence);
    }
    let trusted_proxies = settings.trusted_proxies.clone();
    let state = AppState::open(settings, Clock::system()).await?;
    Application::new(state)?.serve(trusted_proxies).await
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
    use mock_proconnect::Client;
    use proconnect::Deadlines;
    use std::sync::Arc;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    /// The state of an application whose issuer is at that address.
    pub(crate) async fn state_at(issuer: &str) -> AppState {
        let client = Client::development();
        let origin = "http://localhost:3000/auth/proconnect";
        let store = format!("{:016x}-sessions.sqlite", rand::random::<u64>());
        let store = std::env::temp_dir().join(store);
        let settings = Settings::from_variables(|name| match name {
            "PROCONNECT_DOMAIN" => Some(issuer.to_owned()),
            "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
            "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
            "PROCONNECT_REDIRECT_URI" => Some(format!("{origin}/callback")),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => Some(format!("{origin}/logout/callback")),
            "SESSION_STORE_URL" => Some(format!("sqlite:{}", store.display())),
            _ => None,
        });
        AppState::open(settings.unwrap(), Clock::system())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn an_issuer_that_was_down_at_boot_becomes_known_when_it_is_back() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let issuer = format!("http://localhost:{}/api/v2", address.port());
        let proconnect = state_at(&issuer).await.proconnect.clone();
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

    /// The worst case: the issuer comes back just after a try has begun. Then that try fails, the pause
    /// passes, and both documents arrive as late as they may.
    #[test]
    fn that_takes_thirty_seconds_at_most() {
        let one_try = Deadlines::default().call * 2;
        assert!(one_try + WARM_UP_PAUSE + one_try <= Duration::from_secs(30));
    }
}
