//! The small application with its own mock issuer, and a clock for both.

use crate::{
    application::{ORIGIN, assemble_with_registry, config},
    browser::Browser,
    sessions::Sessions,
};
use axum::Router;
use axum_extra::extract::cookie::Key;
use chrono::{TimeDelta, Utc};
use mock_proconnect::{Client, MockProConnect};
use proconnect::{
    Clock, InMemory, RelyingParty, UsedAttempts, config::Config, web::BACK_CHANNEL_LOGOUT_PATH,
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::net::TcpListener;

pub struct Site {
    pub mock: MockProConnect,
    pub router: Router,
    config: Config,
    cookie_key: Key,
    pub sessions: Sessions,
    used_attempts: Arc<dyn UsedAttempts>,
    /// Seconds by which the application's clock is ahead of the system's.
    ahead: Arc<AtomicI64>,
}

impl Site {
    pub async fn start() -> Self {
        Self::start_at(None).await
    }

    /// A site whose issuer sends logout tokens to its server, over the network.
    pub async fn start_with_back_channel() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let site = Self::start_at(Some(address)).await;
        let router = site.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        site
    }

    async fn start_at(server: Option<SocketAddr>) -> Self {
        let logout = |server| format!("http://{server}{BACK_CHANNEL_LOGOUT_PATH}");
        let client = Client {
            backchannel_logout_uri: server.map(logout),
            redirect_uris: vec![format!("{ORIGIN}/auth/proconnect/callback")],
            post_logout_redirect_uris: vec![format!("{ORIGIN}/auth/proconnect/logout/callback")],
            ..Client::development()
        };
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mock = mock_proconnect::start(anywhere, vec![client.clone()]);
        let mock = mock.await.unwrap();
        let registered = [
            ("PROCONNECT_CLIENT_ID", client.client_id.as_str()),
            ("PROCONNECT_CLIENT_SECRET", client.client_secret.as_str()),
        ];
        let ahead = Arc::default();
        let mut site = Self {
            config: config(mock.issuer(), &registered),
            mock,
            router: Router::new(),
            cookie_key: Key::generate(),
            sessions: Sessions::new(clock(&ahead)),
            used_attempts: Arc::new(InMemory::default()),
            ahead,
        };
        site.router = site.sharing_replica();
        site
    }

    /// Another replica of the application: same settings, same store, its own memory.
    pub fn replica(&self) -> Router {
        self.assemble(Arc::new(InMemory::default()))
    }

    /// Another replica, which records used attempts where the first one does.
    pub fn sharing_replica(&self) -> Router {
        self.assemble(Arc::clone(&self.used_attempts))
    }

    fn assemble(&self, used_attempts: Arc<dyn UsedAttempts>) -> Router {
        let relying_party = RelyingParty::new(self.config.clone(), clock(&self.ahead)).unwrap();
        let relying_party = relying_party.with_used_attempts(used_attempts);
        let key = self.cookie_key.clone();
        assemble_with_registry(Arc::new(relying_party), key, &self.sessions)
    }

    /// Advances the clocks of the application and the issuer.
    pub fn wait(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.ahead.fetch_add(seconds, SeqCst);
        self.mock.advance_clock(time);
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.router)
    }

    /// The number of requests that the issuer received at `path` (under `/api/v2`).
    pub fn calls_to(&self, path: &str) -> usize {
        let path = format!("/api/v2{path}");
        let requests = self.mock.requests();
        requests.iter().filter(|(_, asked)| *asked == path).count()
    }
}

fn clock(ahead: &Arc<AtomicI64>) -> Clock {
    let ahead = Arc::clone(ahead);
    Clock::new(move || Utc::now() + TimeDelta::seconds(ahead.load(SeqCst)))
}
