//! The application and its browser, with the agent's actions as methods.

mod audit_trail;
mod browser;

pub use audit_trail::Trail;
pub use browser::{Answer, Browser};

use app::database::{Database, DatabaseUrl};
use axum::Router;
use chrono::{TimeDelta, Utc};
use mock_proconnect::{Client, MockProConnect};
use proconnect::{Clock, RelyingParty, web::BACK_CHANNEL_LOGOUT_PATH};
use server::{
    application::Application, session_store::AgentSessions, settings::Settings, state::AppState,
    stores::Stores,
};
use sqlx::SqlitePool;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::net::TcpListener;

/// The origin in the application's settings.
pub const ORIGIN: &str = "http://localhost:3000";

/// The origin in production settings.
pub const HTTPS: &str = "https://app.example.test";

/// The application, with its own issuer.
pub struct TestApp {
    origin: &'static str,
    pub mock: MockProConnect,
    pub router: Router,
    /// The audit trail, also of the replicas.
    pub trail: Trail,
    settings: Settings,
    /// Seconds by which the application's clock is ahead of the system's.
    ahead: Arc<AtomicI64>,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts the application with these settings.
    pub async fn start_with(others: &[(&str, &str)]) -> Self {
        Self::start_at(ORIGIN, others).await
    }

    /// Starts the application at another origin, https for instance.
    pub async fn start_at(origin: &'static str, others: &[(&str, &str)]) -> Self {
        Self::start_registered(origin, others, None).await
    }

    /// Starts the application with an issuer whose server sends it logout tokens, over the network.
    pub async fn start_with_back_channel() -> Self {
        Self::start_at_with_back_channel(ORIGIN).await
    }

    pub async fn start_at_with_back_channel(origin: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let logout = format!("http://{address}{BACK_CHANNEL_LOGOUT_PATH}");
        let app = Self::start_registered(origin, &[], Some(logout)).await;
        let router = app.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        app
    }

    async fn start_registered(
        origin: &'static str,
        others: &[(&str, &str)],
        backchannel_logout_uri: Option<String>,
    ) -> Self {
        let mut client = Client::development();
        client.redirect_uris = vec![format!("{origin}/auth/proconnect/callback")];
        client.post_logout_redirect_uris =
            vec![format!("{origin}/auth/proconnect/logout/callback")];
        client.backchannel_logout_uri = backchannel_logout_uri;
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mock = mock_proconnect::start(anywhere, vec![client.clone()])
            .await
            .unwrap();
        let settings = settings(mock.issuer(), &client, origin, others);
        let (ahead, trail) = (Arc::default(), Trail::default());
        let router = assemble(&settings, clock(&ahead), &trail).await;
        Self {
            origin,
            mock,
            router,
            trail,
            settings,
            ahead,
        }
    }

    /// Advances the clocks of the application and the issuer.
    pub fn wait(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.ahead.fetch_add(seconds, SeqCst);
        self.mock.advance_clock(time);
    }

    /// Another replica of the application: same settings, same store, its own memory.
    pub async fn replica(&self) -> Router {
        assemble(&self.settings, clock(&self.ahead), &self.trail).await
    }

    /// Restarts the application: same settings, same store, empty memory.
    pub async fn restart(&mut self) {
        self.router = self.replica().await;
    }

    /// Puts a file into the built site.
    pub fn publish(&self, path: &str, content: &str) {
        publish(&self.settings, path, content);
    }

    /// Drops the table of sessions.
    pub async fn break_store(&self) {
        self.execute_in_store("DROP TABLE agent_sessions").await;
    }

    /// Executes SQL in the store, without the application.
    pub async fn execute_in_store(&self, sql: &str) {
        let pool = self.pool().await;
        sqlx::raw_sql(sql).execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// The number of rows in the store.
    pub async fn session_count(&self) -> i64 {
        self.count("agent_sessions").await
    }

    /// The number of rows in a table of the database.
    pub async fn count(&self, table: &str) -> i64 {
        let pool = self.pool().await;
        let statement = format!("SELECT count(*) FROM {table}");
        let count = sqlx::query_scalar(&statement).fetch_one(&pool).await;
        pool.close().await;
        count.unwrap()
    }

    async fn pool(&self) -> SqlitePool {
        let DatabaseUrl::Sqlite(options) = &self.settings.database else {
            panic!("these tests use SQLite");
        };
        SqlitePool::connect_with((**options).clone()).await.unwrap()
    }

    /// The file of sessions.
    pub fn store_path(&self) -> &Path {
        store_path(&self.settings)
    }

    /// The folder of the built site.
    pub fn site(&self) -> &Path {
        Path::new(&*self.settings.site.site_root)
    }

    /// The store, as the application opens it.
    pub async fn store(&self) -> AgentSessions {
        self.stores().await.sessions
    }

    /// The database, as the application opens it.
    pub async fn database(&self) -> Database {
        self.stores().await.database
    }

    async fn stores(&self) -> Stores {
        let audit = self.trail.sink();
        let stores = Stores::open(&self.settings, clock(&self.ahead), audit).await;
        stores.unwrap()
    }

    /// Restarts the application with other settings and the same store.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings);
        self.restart().await;
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), self.origin)
    }

    /// A client of the issuer with the same settings, which has made no call yet.
    pub fn relying_party(&self) -> RelyingParty {
        RelyingParty::new(self.settings.proconnect.clone(), clock(&self.ahead)).unwrap()
    }

    /// The number of requests that the issuer received at `path` (under `/api/v2`).
    pub fn calls_to(&self, path: &str) -> usize {
        let path = format!("/api/v2{path}");
        self.mock
            .requests()
            .iter()
            .filter(|(_, asked)| *asked == path)
            .count()
    }
}

/// The files of a test go with it.
impl Drop for TestApp {
    fn drop(&mut self) {
        let store = store_path(&self.settings);
        for end in ["", "-shm", "-wal"] {
            let mut file = store.as_os_str().to_owned();
            file.push(end);
            let _ = std::fs::remove_file(file);
        }
        let _ = std::fs::remove_dir_all(&*self.settings.site.site_root);
    }
}

/// The application with an issuer that is not the mock.
pub async fn app_with_issuer(url: &str) -> Router {
    let settings = settings(url, &Client::development(), ORIGIN, &[]);
    assemble(&settings, Clock::system(), &Trail::default()).await
}

fn clock(ahead: &Arc<AtomicI64>) -> Clock {
    let ahead = Arc::clone(ahead);
    Clock::new(move || Utc::now() + TimeDelta::seconds(ahead.load(SeqCst)))
}

/// A path for this test only.
fn temporary(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("{:016x}-{name}", rand::random::<u64>()))
}

/// The default scopes, and the roles.
const WITH_ROLES: &str = "openid given_name usual_name email siret idp_id organization_label roles";

fn settings(issuer: &str, client: &Client, origin: &str, others: &[(&str, &str)]) -> Settings {
    let (store, site) = (temporary("sessions.sqlite"), temporary("site"));
    Settings::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some(issuer.to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(client.client_id.clone()),
        "PROCONNECT_CLIENT_SECRET" => Some(client.client_secret.clone()),
        "PROCONNECT_REDIRECT_URI" => Some(format!("{origin}/auth/proconnect/callback")),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
            Some(format!("{origin}/auth/proconnect/logout/callback"))
        }
        "SESSION_STORE_URL" => Some(format!("sqlite:{}", store.display())),
        "LEPTOS_SITE_ROOT" => Some(site.display().to_string()),
        other => {
            // One page requires a role, which the default scopes do not include.
            let roles = ("PROCONNECT_SCOPES", WITH_ROLES);
            let mut given = others.iter().chain([&roles]);
            let given = given.find(|(name, _)| *name == other);
            given.map(|(_, value)| (*value).to_owned())
        }
    })
    .unwrap()
}

fn store_path(settings: &Settings) -> &Path {
    let DatabaseUrl::Sqlite(options) = &settings.database else {
        panic!("these tests use SQLite");
    };
    options.get_filename()
}

fn publish(settings: &Settings, path: &str, content: &str) {
    let path = Path::new(&*settings.site.site_root).join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

/// The application that `main` starts, with a stylesheet in its site.
async fn assemble(settings: &Settings, clock: Clock, trail: &Trail) -> Router {
    let stylesheet = format!("pkg/{}.css", settings.site.output_name);
    publish(settings, &stylesheet, "");
    let state = AppState::open(settings.clone(), clock, trail.sink());
    let state = state.await.unwrap();
    Application::new(state).unwrap().router()
}

/// The callback, with one parameter replaced.
pub fn replace(callback: &str, name: &str, value: &str) -> String {
    let (path, query) = callback.split_once('?').unwrap();
    let replaced = query.split('&').map(|pair| {
        if pair.starts_with(&format!("{name}=")) {
            format!("{name}={value}")
        } else {
            pair.to_owned()
        }
    });
    format!("{path}?{}", replaced.collect::<Vec<_>>().join("&"))
}
