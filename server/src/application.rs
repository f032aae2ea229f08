//! The application, as `main` and the tests start it.

use crate::{
    client_address::TrustedProxies,
    connections::{self, Limits, Server, Stop},
    metrics,
    router::router,
    server_functions::NotPosted,
    settings::Settings,
    state::{AppState, OpenError},
    tasks::{purge, sweep, warm_up},
};
use axum::Router;
use proconnect::{Clock, web::AuditSink};
use std::{io, net::SocketAddr, sync::Arc};

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
        "LEPTOS_SITE_ADDR, or HOST and PORT\n  received: {0}\n  write:    an address of this machine, and a \
         port that is free and open to the server: {1}"
    )]
    Listen(SocketAddr, io::Error),
    /// The address of the metrics.
    #[error(
        "METRICS_ADDR\n  received: {0}\n  write:    an address of this machine, and a port that is \
         free and open to the server: {1}"
    )]
    Metrics(SocketAddr, io::Error),
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
        tokio::spawn(warm_up(state.proconnect.clone()));
        tokio::spawn(sweep(state.sessions.clone()));
        tokio::spawn(purge(Arc::clone(&state.accounts)));
        tokio::spawn(state.security_txt.clone().watch(Clock::system()));
        tracing::info!(%address, "listening");

        let server = Server {
            router,
            trusted_proxies,
            limits: Limits::of_this_process(),
            stopping: state.stopping.clone(),
        };
        let stop = Stop::listen().map_err(StartError::Signals)?;
        connections::serve(listener, server, stop).await;
        Ok(())
    }
}

/// Starts the application with these settings and this audit trail, and serves it.
///
/// # Errors
/// When the application cannot start.
pub async fn run(settings: Settings, audit: Arc<dyn AuditSink>) -> Result<(), StartError> {
    for warning in settings.warnings() {
        tracing::warn!(variable = &*warning.variable, "{}", warning.sentence);
    }
    let trusted_proxies = settings.trusted_proxies.clone();
    let clock = Clock::system();
    if let Some(address) = settings.metrics {
        let served = metrics::serve(address, clock.now()).await;
        served.map_err(|error| StartError::Metrics(address, error))?;
    }
    let state = AppState::open(settings, clock, audit).await?;
    Application::new(state)?.serve(trusted_proxies).await
}
