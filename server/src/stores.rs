//! The database and the session store, opened.

use crate::{
    migrations::MIGRATIONS,
    session_store::{
        AgentSessions, Environment, Probe, RedisRows, Rows, Rules, SessionStoreUrl, SqlRows,
        StoreError,
    },
    settings::Settings,
};
use app::database::{Database, DatabaseError};
use proconnect::{Clock, web::AuditSink};
use std::sync::Arc;

/// The database, the sessions, and a probe of each.
pub struct Stores {
    /// The team's data and, unless `SESSION_STORE_URL` names another place, the sessions.
    pub database: Database,
    /// Whether the database can be written.
    pub database_probe: Probe,
    /// The sessions.
    pub sessions: AgentSessions,
    /// Whether a session can begin.
    pub sessions_probe: Probe,
}

/// Why a store cannot be opened: the variable, the place without a password, and the error.
#[derive(Debug, thiserror::Error)]
pub enum StoresError {
    /// The database.
    #[error(
        "{0}\n  received: {1}\n  write:    sqlite:PATH-OF-A-FILE that the server may create, \
         read and write, folder included; or postgres://USER:PASSWORD@HOST/NAME of a server that answers: {2}"
    )]
    Database(&'static str, String, DatabaseError),
    /// The session store.
    #[error(
        "SESSION_STORE_URL\n  received: {0}\n  write:    redis://HOST of a server that answers and whose \
         maxmemory-policy is noeviction, or a database as for DATABASE_URL: {1}"
    )]
    Sessions(String, StoreError),
}

impl Stores {
    /// Opens the database, applies its migrations, and opens the session store. The sessions that
    /// end by themselves are recorded in the audit trail.
    ///
    /// # Errors
    /// When one of them cannot be reached or written.
    pub async fn open(
        settings: &Settings,
        clock: Clock,
        audit: Arc<dyn AuditSink>,
    ) -> Result<Self, StoresError> {
        let database = Database::open(&settings.database, &MIGRATIONS).await;
        let database = database.map_err(|error| {
            let place = settings.database.place();
            StoresError::Database(settings.database_variable, place, error)
        })?;
        let of_database: Arc<dyn Rows> = Arc::new(SqlRows(database.clone()));
        let database_probe = Probe::new(Arc::clone(&of_database));
        let (rows, sessions_probe) = match &settings.session_store {
            None => (of_database, database_probe.clone()),
            Some(url) => {
                let rows = open_rows(url).await;
                let rows = rows.map_err(|error| StoresError::Sessions(url.place(), error))?;
                (Arc::clone(&rows), Probe::new(rows))
            }
        };
        let rules = Rules {
            lifetimes: settings.lifetimes,
            cap: settings.sessions_per_agent,
        };
        let environment = Environment::of(&settings.proconnect);
        let sessions = AgentSessions::new(rows, &settings.cookie_keys, &environment, rules, clock)
            .with_audit(audit);
        Ok(Self {
            database,
            database_probe,
            sessions,
            sessions_probe,
        })
    }
}

/// Opens the rows of a session store that is not the database.
///
/// # Errors
/// When it cannot be reached or written.
pub async fn open_rows(url: &SessionStoreUrl) -> Result<Arc<dyn Rows>, StoreError> {
    Ok(match url {
        SessionStoreUrl::Database(url) => {
            Arc::new(SqlRows(Database::open(url, &MIGRATIONS).await?))
        }
        SessionStoreUrl::Redis(place) => Arc::new(RedisRows::open((**place).clone()).await?),
    })
}
