//! The audit trail: one event for each login, logout, refusal, foreign response, and end of a session.
//!
//! An event holds no name, e-mail address, token, code or cookie: none of its types can. The application
//! chooses where events go ([`AuditSink`]); without a choice they are events of `tracing` with the target
//! `audit`.

mod action;
mod agent;
mod ecs;
mod log;
mod operator;
mod plain_text;
mod request;

pub use action::{AuditAction, EndedBy, Lapse};
pub use agent::AuditedAgent;
pub use operator::{Account, AuditedOperator};
pub use plain_text::PlainText;
pub use request::AuditedRequest;

pub(super) use log::Log;

use super::{AgentHash, SessionReference};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Where the events of the audit trail go.
pub trait AuditSink: Send + Sync + 'static {
    /// Records an event. It is called while a request is answered, and does not wait.
    fn record(&self, event: &AuditEvent);

    /// Whether it takes the events of another login. While it does not, no session begins.
    fn has_room(&self) -> bool {
        true
    }

    /// Whether the events are written, as far as is known: false since the last one failed.
    fn is_written(&self) -> bool {
        true
    }
}

/// An event of the audit trail. `serde` writes it as one flat object with the names of the Elastic Common
/// Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The kind of the event.
    pub action: AuditAction,
    /// Whom it concerns; `None` for a visitor, and where the agent is not known. For a change of another person's
    /// account, the agent who acted; `None` where a command did.
    pub who: Option<AuditedAgent>,
    /// The person whose account was changed.
    pub target: Option<AgentHash>,
    /// The request; `None` for an event outside of a request.
    pub from: Option<Arc<AuditedRequest>>,
    /// The person whose command caused it; `None` for a request, and for the server itself.
    pub by: Option<AuditedOperator>,
}

impl AuditEvent {
    /// The end of a session, outside of a request: [`AuditAction::SessionExpired`] or
    /// [`AuditAction::SessionEnded`].
    #[must_use]
    pub fn of_session(
        at: DateTime<Utc>,
        action: AuditAction,
        agent: AgentHash,
        session: SessionReference,
    ) -> Self {
        Self {
            at,
            action,
            who: Some(AuditedAgent::of_session(agent, Some(session))),
            target: None,
            from: None,
            by: None,
        }
    }
}

/// Marks, in the extensions of an answer, that the request brought an authorization response that its browser
/// had not asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct ForeignResponse;
