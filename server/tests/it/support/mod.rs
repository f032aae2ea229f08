//! The application and a browser for it, as verbs.

mod browser;

pub use browser::Browser;

use axum::Router;
use axum_extra::extract::cookie::Key;
use leptos::config::LeptosOptions;
use mock_proconnect::{Client, MockProConnect};
use proconnect::{clock::Clock, relying_party::RelyingParty, web::ProConnect};
use server::{
    health::Dependencies, router::router, session_store::SqliteSessionStore, settings::Settings,
};
use sqlx::SqlitePool;
use std::{net::SocketAddr, sync::Arc};

/// Where the application believes it is.
pub const ORIGIN: &str = "http://localhost:3000";

/// The application, with an issuer of its own.
pub struct TestApp {
    pub mock: MockProConnect,
    pub router: Router,
    settings: Settings,
}

impl TestApp {
    pub async fn start() -> Self {
        let client = Client::development();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mock = mock_proconnect::start(anywhere, vec![client.clone()])
            .await
            .unwrap();
        let settings = settings(mock.issuer(), &client);
        let router = assemble(&settings).await;
        Self {
            mock,
            router,
            settings,
        }
    }

    /// The same application after a restart: same settings, same store, no memory.
    pub async fn restart(&mut self) {
        self.router = assemble(&self.settings).await;
    }

    /// Takes the table of sessions away.
    pub async fn break_store(&self) {
        let pool = SqlitePool::connect_with(self.settings.session_store.clone())
            .await
            .unwrap();
        sqlx::query("DROP TABLE sessions")
            .execute(&pool)
            .await
            .unwrap();
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// How often the issuer was asked at `path` (under `/api/v2`).
    pub fn calls_to(&self, path: &str) -> usize {
        let path = format!("/api/v2{path}");
        self.mock
            .requests()
            .iter()
            .filter(|(_, asked)| *asked == path)
            .count()
    }
}

/// The application with an issuer that is not the mock.
pub async fn app_with_issuer(url: &str) -> Router {
    assemble(&settings(url, &Client::development())).await
}

fn settings(issuer: &str, client: &Client) -> Settings {
    let store = std::env::temp_dir().join(format!("it-{:016x}.sqlite", rand::random::<u64>()));
    Settings::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some(issuer.to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
        "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
        "PROCONNECT_REDIRECT_URI" => Some(format!("{ORIGIN}/auth/proconnect/callback")),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
            Some(format!("{ORIGIN}/auth/proconnect/logout/callback"))
        }
        "SESSION_STORE_URL" => Some(format!("sqlite:{}", store.display())),
        _ => None,
    })
    .unwrap()
}

async fn assemble(settings: &Settings) -> Router {
    let Settings {
        proconnect,
        session_store,
        cookie_secret,
        lifetimes,
    } = settings.clone();
    let clock = Clock::system();
    let secret: &Key = &cookie_secret;
    let session_store = SqliteSessionStore::open(session_store, secret, lifetimes, clock.clone());
    let session_store = session_store.await.unwrap();
    let relying_party = Arc::new(RelyingParty::new(proconnect, clock).unwrap());
    let proconnect = ProConnect {
        relying_party,
        cookie_key: cookie_secret,
        lifetimes,
    };
    let options = LeptosOptions::builder()
        .output_name("leptos-proconnect")
        .build();
    router(
        Dependencies {
            session_store,
            proconnect,
        },
        &options,
    )
}
