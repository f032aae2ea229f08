//! What the documents that stand in place of an answer need: a refusal, an error, a missing page. They
//! are drawn outside the session's layer, and show the signed-in agent and the way out all the same.

use crate::{session_cookie, session_store::SqliteSessionStore};
use app::agent::Agent;
use axum::http::{HeaderMap, header::COOKIE};
use leptos::config::LeptosOptions;
use proconnect::web::ProConnect;
use std::sync::Arc;
use tower_sessions::{Session, session::Id};

/// Reads a session only when a document is drawn.
#[derive(Clone)]
pub struct Frame {
    /// Leptos'.
    pub options: LeptosOptions,
    sessions: Option<Sessions>,
}

#[derive(Clone)]
struct Sessions {
    proconnect: ProConnect,
    store: Arc<SqliteSessionStore>,
}

impl Frame {
    /// With a store that prolongs no session: nobody asked for such a document.
    pub fn new(options: LeptosOptions, proconnect: ProConnect, store: &SqliteSessionStore) -> Self {
        Self {
            options,
            sessions: Some(Sessions {
                proconnect,
                store: Arc::new(store.without_renewal()),
            }),
        }
    }

    /// For which everybody is a visitor.
    #[cfg(test)]
    pub fn of_visitors(options: LeptosOptions) -> Self {
        Self {
            options,
            sessions: None,
        }
    }

    /// The agent of the session that the cookie names. `None` without a cookie, for which the store is
    /// not asked, and when the store does not answer: the document then says nothing of the session.
    pub async fn user(&self, headers: &HeaderMap) -> Option<Agent> {
        let id = session_id(headers)?;
        let Sessions { proconnect, store } = self.sessions.as_ref()?;
        let session = Session::new(Some(id), Arc::clone(store), None);
        Agent::of(&session, proconnect).await.ok()?
    }
}

/// The header holds this application's cookies only, each once.
fn session_id(headers: &HeaderMap) -> Option<Id> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?.split("; ");
    let mut pairs = cookies.filter_map(|pair| pair.split_once('='));
    let (_, id) = pairs.find(|(name, _)| *name == session_cookie::NAME)?;
    id.parse().ok()
}
