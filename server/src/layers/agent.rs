//! Provides the signed-in agent to documents and server functions.
//!
//! [`read_session`](proconnect::web::read_session) reads the session once, before the handlers. The page of
//! an error or a refusal shows the agent who is signed in after the request: a logout that fails at the
//! issuer has ended the session here.

use crate::session_store::AgentSessions;
use app::{AnsweredAt, agent::Agent};
use axum::{
    body::Body,
    extract::{Request, State},
    http::HeaderMap,
    response::Response,
};
use leptos::{IntoView, context::provide_context};
use proconnect::web::{CurrentSession, ProConnect};
use std::sync::Arc;
use tower_sessions::Session;

/// Puts the [`Agent`] of the session into the request's extensions.
pub async fn provide_agent(State(proconnect): State<ProConnect>, mut request: Request) -> Request {
    let current = request.extensions().get::<CurrentSession>();
    if let Some(signed_in) = current.and_then(CurrentSession::signed_in) {
        let agent = Agent::new(signed_in, &proconnect);
        request.extensions_mut().insert(agent);
    }
    request
}

/// Gives the request a session whose lifetime is not extended by reading it. An open page asks by a timer who
/// is signed in, and a browser asks for icons that do not exist.
pub async fn do_not_prolong(
    State(store): State<AgentSessions>,
    session: Session,
    mut request: Request,
) -> Request {
    let session = Session::new(session.id(), Arc::new(store.without_renewal()), None);
    request.extensions_mut().insert(session);
    request
}

/// The parts of a request that the document in place of its answer needs.
pub struct Replaced {
    request: Request,
    session: Option<Session>,
}

impl Replaced {
    /// Keeps the path of `request` without the query, its headers and its session.
    pub fn of(request: &Request) -> Self {
        Self {
            request: without_body(request),
            session: request.extensions().get::<Session>().cloned(),
        }
    }

    /// Keeps the same parts of `request`, and shows the document to `agent`, an example that no session holds.
    #[cfg(feature = "development")]
    pub fn shown_to(request: &Request, agent: Agent) -> Self {
        let mut request = without_body(request);
        request.extensions_mut().insert(agent);
        let session = None;
        Self { request, session }
    }

    /// The same for a visitor: the store has just failed, and the page would wait for it once more.
    pub fn for_a_visitor(self) -> Self {
        Self {
            session: None,
            ..self
        }
    }

    /// The headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Renders the document in the frame of the agent who is signed in now. A session that was read before
    /// is not read again. When the store does not answer, the frame is a visitor's: the document, its status
    /// and its reference matter more.
    pub async fn render<View: IntoView + 'static>(
        mut self,
        proconnect: &ProConnect,
        document: impl FnOnce() -> View + Send + 'static,
    ) -> Response {
        if let Some(session) = self.session
            && let Ok(Some(signed_in)) = proconnect.signed_in(&session).await
        {
            let agent = Agent::new(&signed_in, proconnect);
            self.request.extensions_mut().insert(agent);
        }
        let now = proconnect.relying_party.clock().now();
        self.request.extensions_mut().insert(AnsweredAt(now));
        // The page of a refusal words the rules of the settings.
        let proconnect = proconnect.clone();
        let document = move || {
            provide_context(proconnect);
            document()
        };
        app::render(document, self.request)
    }
}

/// Copies the path of `request`, without the query, and its headers.
pub fn without_body(request: &Request) -> Request {
    let mut bare = Request::new(Body::empty());
    *bare.uri_mut() = request.uri().path().parse().unwrap_or_default();
    *bare.headers_mut() = request.headers().clone();
    bare
}
