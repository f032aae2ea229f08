use crate::request;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use proconnect::web::{AgentHash, CurrentSession, OpenSession, ProConnect, SessionReference};

/// The open sessions of the agent.
#[derive(Debug, Clone)]
pub struct Listed {
    /// That of this request. `None` where the store cannot describe it.
    pub own: Option<OpenSession>,
    /// The others; the one that was seen last comes first.
    pub others: Vec<OpenSession>,
    /// The time of the list.
    pub at: DateTime<Utc>,
}

impl Listed {
    /// Reads the sessions; `None` when the store does not answer.
    pub(super) async fn read() -> Option<Self> {
        let current: CurrentSession = request::extension()?;
        let proconnect = use_context::<ProConnect>()?;
        let agent = AgentHash::of(&current.signed_in()?.identity.sub);
        let sessions = proconnect
            .registry
            .as_ref()?
            .list(Some(&agent))
            .await
            .ok()?;
        let at = proconnect.relying_party.clock().now();
        Some(Self::new(sessions, current.reference().as_ref(), at))
    }

    /// The sessions of an agent, of which `own` is that of this request.
    pub fn new(
        sessions: Vec<OpenSession>,
        own: Option<&SessionReference>,
        at: DateTime<Utc>,
    ) -> Self {
        let is_own = |session: &OpenSession| Some(&session.reference) == own;
        let (own, others): (Vec<_>, _) = sessions.into_iter().partition(is_own);
        let own = own.into_iter().next();
        Self { own, others, at }
    }

    /// Whether the session is one of these.
    pub(super) fn holds(&self, session: &SessionReference) -> bool {
        let mut all = self.own.iter().chain(&self.others);
        all.any(|open| open.reference == *session)
    }
}
