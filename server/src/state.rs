//! The state of the application: everything that its handlers and layers share.

use crate::{
    connections::Stopping,
    metrics::IssuerCalls,
    security_txt::SecurityTxt,
    session_store::{AgentSessions, Probe},
    settings::Settings,
    stores::{Stores, StoresError},
};
use app::{accounts::admission::Accounts, database::Database, document::built_files::BuiltFiles};
use axum::extract::FromRef;
use leptos::{config::LeptosOptions, context::provide_context};
use proconnect::{
    Clock, RelyingParty,
    web::{AuditSink, ProConnect},
};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The state of the application. Its clones share everything, since a layer is cloned with its state at every
/// request. A handler extracts the part that it needs: `State<ProConnect>`, `State<LeptosOptions>`.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of the state. An [`AppState`] dereferences to them.
pub struct Parts {
    /// The relying party, the keys of its cookies and the lifetimes of sessions.
    pub proconnect: ProConnect,
    /// The database. Pages and server functions reach it by their scope.
    pub database: Database,
    /// Whether the database can be written.
    pub database_probe: Probe,
    /// The decisions at logins.
    pub accounts: Arc<Accounts>,
    /// The session store.
    pub sessions: AgentSessions,
    /// Whether a session can begin.
    pub sessions_probe: Probe,
    /// Whether the server is stopping.
    pub stopping: Stopping,
    /// Leptos' options.
    pub options: LeptosOptions,
    /// The text of `/.well-known/security.txt`.
    pub security_txt: SecurityTxt,
    /// The stylesheet of the built site; `None` when the documents link none.
    pub stylesheet: Option<PathBuf>,
}

/// Why the state cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The TLS client.
    #[error(
        "SSL_CERT_FILE: TLS cannot be set up with the certificate authorities of this machine: {0}"
    )]
    Tls(#[from] reqwest::Error),
    /// The database or the session store.
    #[error(transparent)]
    Stores(#[from] StoresError),
}

impl AppState {
    /// Opens the database and the session store, and reads the names of the built files. It does not wait
    /// for the issuer. The audit trail goes to `audit`.
    ///
    /// # Errors
    /// When the application could not work even with a healthy issuer.
    pub async fn open(
        settings: Settings,
        clock: Clock,
        audit: Arc<dyn AuditSink>,
    ) -> Result<Self, OpenError> {
        let stores = Stores::open(&settings, clock.clone(), Arc::clone(&audit)).await?;
        let security_txt =
            SecurityTxt::new(settings.security, settings.proconnect.origin(), clock.now());
        let stylesheet = BuiltFiles::of(&settings.site).stylesheet_path();
        let stylesheet = stylesheet.map(|path| Path::new(&*settings.site.site_root).join(path));
        let sessions = Arc::new(stores.sessions.clone());
        let accounts = Arc::new(Accounts::new(
            stores.database.clone(),
            settings.access.policy,
            clock.clone(),
        ));
        let relying_party = RelyingParty::new(settings.proconnect, clock)?
            .with_used_attempts(sessions.clone())
            .with_call_observer(Arc::new(IssuerCalls));
        let proconnect = ProConnect::new(relying_party, settings.cookie_keys, settings.lifetimes)
            .with_registry(sessions)
            .with_audit(audit)
            .with_entry_rules(settings.access.entry_rules)
            .with_admission(accounts.clone());
        Ok(Self(Arc::new(Parts {
            proconnect,
            accounts,
            database: stores.database,
            database_probe: stores.database_probe,
            sessions: stores.sessions,
            sessions_probe: stores.sessions_probe,
            stopping: Stopping::default(),
            options: settings.site,
            security_txt,
            stylesheet,
        })))
    }
}

impl AppState {
    /// Provides the contexts of the pages and of the server functions, which find the relying party by
    /// `expect_context::<ProConnect>()`. A part of the state that they need is provided here, once. The database is
    /// none: a page and a server function reach it by their [`Scope`](app::accounts::scope::Scope).
    pub fn provide_contexts(&self) {
        provide_context(self.proconnect.clone());
        #[cfg(feature = "development")]
        provide_context(crate::development::TOOLS);
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<AppState> for ProConnect {
    fn from_ref(state: &AppState) -> Self {
        state.proconnect.clone()
    }
}

impl FromRef<AppState> for AgentSessions {
    fn from_ref(state: &AppState) -> Self {
        state.sessions.clone()
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::audit::JsonLines;
    use mock_proconnect::Client;

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
        let audit = Arc::new(JsonLines::new(std::io::sink()));
        AppState::open(settings.unwrap(), Clock::system(), audit)
            .await
            .unwrap()
    }
}
