//! The session of a request, read once, before any layer or handler needs it.

use super::{ProConnect, SessionReference, SignedIn};
use crate::error::{Refusal, SessionError};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header::WWW_AUTHENTICATE, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

/// The session of a request, as [`read_session`] found it.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    pub(super) session: Session,
    signed_in: Option<SignedIn>,
}

impl CurrentSession {
    /// The agent of the session; `None` for a visitor.
    #[must_use]
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.signed_in.as_ref()
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
            request
                .extensions_mut()
                .insert(CurrentSession { session, signed_in });
            next.run(request).await
        }
        Err(error) => Refusal::from(error).into_response(),
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
        Ok(current.signed_in.clone())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = NoAgent;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, NoAgent> {
        let signed_in = Option::<Self>::from_request_parts(parts, state).await?;
        signed_in.ok_or(NoAgent::NotSignedIn)
    }
}
