//! The state that the routes, the layers and the handlers share.

use super::{
    AccessRule, Admission, AuditAction, AuditEvent, AuditSink, AuditedAgent, AuditedRequest,
    CookieKeys, RuleKind, SessionLifetimes, SessionReference, SessionRegistry, SignedIn, audit,
};
use crate::{
    acr_policy::AcrLevel, error::SessionError, identity::Identity, relying_party::RelyingParty,
};
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
    /// Where the events of the audit trail go.
    pub audit: Arc<dyn AuditSink>,
    /// The rules about who may enter the service: an agent must be admitted by each of them.
    pub entry_rules: Arc<[AccessRule]>,
    /// The application's decision on an authenticated agent, after the rules.
    pub admission: Option<Arc<dyn Admission>>,
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
            audit: Arc::new(audit::Log),
            entry_rules: Arc::default(),
            admission: None,
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

    /// The same state, with an audit trail of the application's own. By default the events are events of
    /// `tracing` with the target `audit`.
    #[must_use]
    pub fn with_audit(self, audit: Arc<dyn AuditSink>) -> Self {
        Self { audit, ..self }
    }

    /// The same state, with rules about who may enter the service. No session begins for an agent whom one of them
    /// does not admit, and the guard refuses the sessions that began before the rule.
    #[must_use]
    pub fn with_entry_rules(self, rules: impl Into<Arc<[AccessRule]>>) -> Self {
        Self {
            entry_rules: rules.into(),
            ..self
        }
    }

    /// The same state, with the application's own decision on each agent who logs in.
    #[must_use]
    pub fn with_admission(self, admission: Arc<dyn Admission>) -> Self {
        Self {
            admission: Some(admission),
            ..self
        }
    }

    /// The kind of the first rule for the whole service that does not admit this agent; `None` where each of them does.
    #[must_use]
    pub fn unmet_entry_rule(&self, identity: &Identity) -> Option<RuleKind> {
        let unmet = self.entry_rules.iter().find(|rule| !rule.admits(identity));
        unmet.map(AccessRule::kind)
    }

    /// Records an event of the audit trail, which happened now.
    pub fn record(
        &self,
        action: AuditAction,
        who: Option<AuditedAgent>,
        from: Option<Arc<AuditedRequest>>,
    ) {
        let at = self.relying_party.clock().now();
        self.audit.record(&AuditEvent {
            at,
            action,
            who,
            target: None,
            from,
            by: None,
        });
    }

    /// The agent of a session, as an event names them.
    pub(super) fn audited(
        &self,
        agent: &SignedIn,
        session: Option<SessionReference>,
    ) -> AuditedAgent {
        let policy = &self.relying_party.config().acr_policy;
        AuditedAgent::of(&agent.identity, session, policy)
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
