//! The addresses of the database and of the session store, and the cap of sessions.

use crate::session_store::SessionStoreUrl;
use app::database::DatabaseUrl;
use proconnect::config::Variables;

/// The variable of the database.
pub const DATABASE_URL: &str = "DATABASE_URL";

/// The variable of the session store.
pub const SESSION_STORE_URL: &str = "SESSION_STORE_URL";

/// The variable of the cap.
const SESSIONS_PER_AGENT: &str = "SESSIONS_PER_AGENT";

/// The default database: one file, which outlives a restart but serves one machine only.
const DEFAULT: &str = "sqlite:database.sqlite";

/// The two addresses.
#[derive(Clone)]
pub struct Addresses {
    /// The database.
    pub database: DatabaseUrl,
    /// The variable that names the database.
    pub database_variable: &'static str,
    /// The session store; `None` where the sessions are in the database.
    pub session_store: Option<SessionStoreUrl>,
}

/// Reads both addresses. `None` when one is a mistake. A session store that is a database is also the
/// database, unless `DATABASE_URL` names another.
pub fn read(read: &mut Variables<'_>) -> Option<Addresses> {
    let database = read.value(DATABASE_URL);
    let store = read.value(SESSION_STORE_URL);
    let session_store: Option<SessionStoreUrl> = match store.as_deref().map(str::parse) {
        Some(Err(_)) => {
            let expected = "sqlite:PATH-OF-A-FILE, postgres://USER:PASSWORD@HOST/NAME, or \
                            redis://HOST (rediss:// over TLS)";
            read.mistakes
                .note_secret(SESSION_STORE_URL, store.as_deref(), expected);
            return None;
        }
        Some(Ok(url)) => Some(url),
        None => None,
    };
    if let (None, Some(SessionStoreUrl::Database(url))) = (&database, &session_store) {
        return Some(Addresses {
            database: url.clone(),
            database_variable: SESSION_STORE_URL,
            session_store: None,
        });
    }
    let Ok(url) = database.as_deref().unwrap_or(DEFAULT).parse() else {
        let expected = "sqlite:PATH-OF-A-FILE, or postgres://USER:PASSWORD@HOST/NAME";
        read.mistakes
            .note_secret(DATABASE_URL, database.as_deref(), expected);
        return None;
    };
    Some(Addresses {
        database: url,
        database_variable: DATABASE_URL,
        session_store: session_store.filter(|_| store != database),
    })
}

/// Reads the cap; `None` for any number.
pub fn sessions_per_agent(read: &mut Variables<'_>) -> Option<u32> {
    let value = read.value(SESSIONS_PER_AGENT)?;
    let number = value
        .parse()
        .ok()
        .filter(|number| (1..=10_000).contains(number));
    if number.is_none() {
        let expected = "a whole number from 1 to 10000, or nothing for no limit";
        read.mistakes
            .note(SESSIONS_PER_AGENT, Some(&value), expected);
    }
    number
}
