//! The state that the routes, the layers and the handlers share.

use super::{CookieKeys, SessionLifetimes, SessionRegistry, SignedIn};
use crate::{acr_policy::AcrLevel, error::SessionError, relying_party::RelyingParty};
use std::sync::Arc;
use tower_sessions::Session;

/// The state of the routes. A clone is cheap and shares everything.
#[derive(Clone)]
pub struct ProConnect {
    /// The relying party.
    pub relying_party: Arc<RelyingParty>,
    /// The keys that seal the cookies of login attempts and logouts.
    pub cookie_keys: Arc<CookieKeys>,
    /// How long a session lasts.
    pub lifetimes: SessionLifetimes,
    /// The store of the sessions, where it can list and end them by name.
    pub registry: Option<Arc<dyn SessionRegistry>>,
}

impl ProConnect {
    /// The state of an application: one client of the issuer, the secrets of its cookies, and the
    /// lifetimes that its session store enforces.
    pub fn new(
        relying_party: impl Into<Arc<RelyingParty>>,
        cookie_keys: impl Into<CookieKeys>,
        lifetimes: SessionLifetimes,
    ) -> Self {
        Self {
            relying_party: relying_party.into(),
            cookie_keys: Arc::new(cookie_keys.into()),
            lifetimes,
            registry: None,
        }
    }

    /// The same state, with a store whose sessions can be listed and ended by name: the back-channel logout
    /// needs it.
    #[must_use]
    pub fn with_registry(self, registry: Arc<dyn SessionRegistry>) -> Self {
        Self {
            registry: Some(registry),
            ..self
        }
    }

    /// Whether the agent's session is enough for a page of that level.
    #[must_use]
    pub fn allows(&self, level: AcrLevel, agent: &SignedIn) -> bool {
        let policy = &self.relying_party.config().acr_policy;
        policy.allows(level, agent.identity.acr.as_ref())
    }

    /// Returns the agent of this session; `None` for a visitor. A handler behind
    /// [`read_session`](super::read_session) takes a [`SignedIn`] as an argument instead.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn signed_in(&self, session: &Session) -> Result<Option<SignedIn>, SessionError> {
        SignedIn::of(session, &self.lifetimes, self.relying_party.clock().now()).await
    }
}
