//! The agent of an event.

use super::{
    super::{AgentHash, EndedSession, SessionReference},
    PlainText,
};
use crate::{
    acr_policy::{AcrLevel, AcrPolicy},
    identity::{Acr, Identity, Siret, Subject},
};

/// The agent of an event, without a name, and the circumstances of their login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedAgent {
    /// The agent.
    pub agent: AgentHash,
    /// The session that the event is about; `None` when none has begun.
    pub session: Option<SessionReference>,
    /// `idp_id`, the identity provider.
    pub idp: Option<PlainText>,
    /// The level of the authentication.
    pub acr: Option<PlainText>,
    /// The methods of the authentication.
    pub amr: Vec<PlainText>,
    /// The establishment that the agent acts for.
    pub siret: Option<Siret>,
    /// Whether the login had a second factor; `None` where the login is not known.
    pub second_factor: Option<bool>,
}

impl AuditedAgent {
    /// The agent of a session.
    #[must_use]
    pub fn of(
        identity: &Identity,
        session: Option<SessionReference>,
        acr_policy: &AcrPolicy,
    ) -> Self {
        Self {
            session,
            idp: identity.idp_id.as_deref().map(PlainText::new),
            siret: identity.siret.clone(),
            ..Self::authenticated(
                &identity.sub,
                identity.acr.as_ref(),
                &identity.amr,
                acr_policy,
            )
        }
    }

    /// An agent whose ID token was verified.
    #[must_use]
    pub fn authenticated(
        sub: &Subject,
        acr: Option<&Acr>,
        amr: &[String],
        acr_policy: &AcrPolicy,
    ) -> Self {
        Self {
            acr: acr.map(|acr| PlainText::new(&acr.0)),
            amr: amr.iter().map(|method| PlainText::new(method)).collect(),
            second_factor: Some(acr_policy.allows(AcrLevel::Mfa, acr)),
            ..Self::of_session(AgentHash::of(sub), None)
        }
    }

    /// An agent of whom only the hash is known, and their session.
    #[must_use]
    pub fn of_session(agent: AgentHash, session: Option<SessionReference>) -> Self {
        Self {
            agent,
            session,
            idp: None,
            acr: None,
            amr: Vec::new(),
            siret: None,
            second_factor: None,
        }
    }
}

impl From<&EndedSession> for AuditedAgent {
    fn from(ended: &EndedSession) -> Self {
        Self::of_session(ended.agent.clone(), Some(ended.reference.clone()))
    }
}
