//! The session of a request, read once, before any layer or handler needs it.

use super::{AuditedAgent, AuditedRequest, ProConnect, Refused, SessionReference, SignedIn, audit};
use crate::error::{Refusal, SessionError};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tower_sessions::Session;

/// The session of a request, as [`read_session`] found it.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    pub(super) session: Session,
    signed_in: Option<Arc<SignedIn>>,
    request: Arc<AuditedRequest>,
}

impl CurrentSession {
    /// The agent of the session; `None` for a visitor.
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_deref()
    }

    /// The request, as the audit trail describes it.
    #[must_use]
    pub fn request(&self) -> &Arc<AuditedRequest> {
        &self.request
    }

    /// The name of the session; `None` for a visitor.
    #[must_use]
    pub fn reference(&self) -> Option<SessionReference> {
        let id = self.signed_in.as_ref().and(self.session.id());
        id.map(SessionReference::of)
    }
}

/// The layer that reads the session. Handlers behind it take a [`SignedIn`], an `Option<SignedIn>`
/// or the [`CurrentSession`] as an argument, without reading the store again. It must be behind the
/// layer of `tower-sessions`.
///
/// It puts the agent of a refused request into the extensions of the answer, where
/// [`audit_refusals`](super::audit_refusals) finds them.
///
/// When the store does not answer, the request is refused with `session.unavailable` (503): a
/// signed-in agent must not be taken for a visitor.
pub async fn read_session(
    State(proconnect): State<ProConnect>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    match proconnect.signed_in(&session).await {
        Ok(signed_in) => {
            let current = CurrentSession {
                session,
                signed_in: signed_in.map(Arc::new),
                request: AuditedRequest::of(&request),
            };
            let agent = current.signed_in.clone().zip(current.session.id());
            request.extensions_mut().insert(current);
            let mut response = next.run(request).await;
            if let Some((signed_in, id)) = agent {
                let session = || Some(SessionReference::of(id));
                note_agent(&mut response, || proconnect.audited(&signed_in, session()));
            }
            response
        }
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Puts the agent of a refused request into the extensions of its answer, unless the handler has put one.
fn note_agent(response: &mut Response, agent: impl FnOnce() -> AuditedAgent) {
    let extensions = response.extensions_mut();
    let is_event = extensions.get::<Refused>().is_some()
        || extensions.get::<audit::ForeignResponse>().is_some();
    if is_event && extensions.get::<AuditedAgent>().is_none() {
        extensions.insert(agent());
    }
}

/// Why a handler gets no signed-in agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAgent {
    /// The request is a visitor's: 401.
    NotSignedIn,
    /// The layer [`read_session`] is missing in front of the handler: 503, `session.unavailable`.
    SessionNotRead,
}

impl IntoResponse for NoAgent {
    fn into_response(self) -> Response {
        match self {
            // RFC 9110 15.5.2: a 401 response has a challenge.
            Self::NotSignedIn => (
                StatusCode::UNAUTHORIZED,
                [(WWW_AUTHENTICATE, CHALLENGE)],
                "unauthenticated\n",
            )
                .into_response(),
            Self::SessionNotRead => Refusal::from(SessionError::Unavailable).into_response(),
        }
    }
}

/// The challenge: agents are recognised by a cookie.
pub(super) const CHALLENGE: HeaderValue = HeaderValue::from_static("Cookie realm=\"agents\"");

impl<S: Send + Sync> FromRequestParts<S> for CurrentSession {
    type Rejection = NoAgent;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NoAgent> {
        let current = parts.extensions.get::<Self>();
        current.cloned().ok_or(NoAgent::SessionNotRead)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = NoAgent;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, NoAgent> {
        let current = parts.extensions.get::<CurrentSession>();
        let current = current.ok_or(NoAgent::SessionNotRead)?;
        Ok(current.signed_in().cloned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = NoAgent;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, NoAgent> {
        let signed_in = Option::<Self>::from_request_parts(parts, state).await?;
        signed_in.ok_or(NoAgent::NotSignedIn)
    }
}
