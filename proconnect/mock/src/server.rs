use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

use crate::error_page::ErrorPage;
use crate::fault::{self, Fault, PlannedFault, Until};
use crate::headers::{self, Headers};
use crate::interaction::email_code;
use crate::issuer::Issuer;
use crate::logout_token::{self, Delivery};
use crate::settings::Settings;
use crate::{
    accept, authorize, control, cors, discovery, end_session, home, interaction, jwks, page, token,
    userinfo,
};

/// In bytes.
const BODY_LIMIT: usize = 100 * 1024;

/// Requests that are remembered.
const MOST_REQUESTS: usize = 1_000;

/// In bytes.
const LONGEST_PATH: usize = 200;

/// Method and path of each of the latest requests, in the order of their arrival.
#[derive(Clone, Default)]
pub struct Requests(Arc<Mutex<VecDeque<(Method, String)>>>);

impl Requests {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(Method, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, method: Method, path: &str) {
        let mut end = path.len().min(LONGEST_PATH);
        while !path.is_char_boundary(end) {
            end -= 1;
        }
        let mut requests = self.lock();
        if requests.len() == MOST_REQUESTS {
            requests.pop_front();
        }
        requests.push_back((method, path[..end].to_owned()));
    }
}

/// A running mock. It stops when it is dropped.
pub struct MockProConnect {
    issuer: Arc<Issuer>,
    requests: Requests,
    authority: Option<String>,
    /// Dropped with the mock: the server then closes its port and its connections.
    _stop: oneshot::Sender<()>,
}

impl MockProConnect {
    pub(crate) fn running(
        issuer: Arc<Issuer>,
        requests: Requests,
        authority: Option<String>,
        stop: oneshot::Sender<()>,
    ) -> Self {
        Self {
            issuer,
            requests,
            authority,
            _stop: stop,
        }
    }

    /// `http://localhost:PORT/api/v2` for instance, without a trailing slash.
    pub fn issuer(&self) -> &str {
        &self.issuer.url
    }

    /// Over https, the certificate to trust, in PEM.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The latest 1 000 requests: the method, and the path without the query, cut to 200 bytes.
    pub fn requests(&self) -> Vec<(Method, String)> {
        self.requests.lock().iter().cloned().collect()
    }

    /// Advances the issuer's clock by `duration`, in whole seconds.
    pub fn advance_clock(&self, duration: Duration) {
        self.issuer.clock.advance(duration);
    }

    /// The faults that appeared since the last call.
    pub fn take_told(&self) -> Vec<Fault> {
        self.issuer.faults.take_told()
    }

    /// The secrets of the relying parties, which no page of theirs may show.
    pub fn secrets(&self) -> Vec<&str> {
        let clients = self.issuer.clients.iter();
        clients
            .map(|client| client.client_secret.as_str())
            .collect()
    }

    /// Whether `is_wanted` is true for an access or refresh token that is valid, or for one of the latest
    /// JWTs.
    pub fn has_issued(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        let now = self.issuer.clock.now();
        let store = self.issuer.store();
        store.access_tokens.has_key(now, &is_wanted)
            || store.refresh_tokens.has_key(now, &is_wanted)
            || self.issuer.keys.has_signed(&is_wanted)
    }

    /// Whether a relying party has a `backchannel_logout_uri`.
    pub fn sends_logout_tokens(&self) -> bool {
        let mut clients = self.issuer.clients.iter();
        clients.any(|client| client.backchannel_logout_uri.is_some())
    }

    /// The text of a claim of `persona`.
    pub fn claim(&self, persona: &str, claim: &str) -> Option<String> {
        let text = self.issuer.persona(persona)?.text(claim);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Plans a fault for the next login, of any relying party.
    pub fn lie_about_next_login(&self, fault: Fault) {
        self.plan(PlannedFault {
            fault,
            until: Until::NextLogin,
            client_id: None,
        });
    }

    /// Plans a fault for its next occasion.
    pub fn plan(&self, fault: PlannedFault) {
        self.issuer.faults.plan(fault);
    }

    /// The planned faults.
    pub fn planned(&self) -> Vec<PlannedFault> {
        self.issuer.faults.planned()
    }

    /// Removes the planned faults. Logins that already carry one keep it.
    pub fn clear_faults(&self) {
        self.issuer.faults.clear();
    }

    /// Generates the keys that sign from now on. The old ones remain published if `keep_old`.
    ///
    /// # Errors
    /// When a key cannot be generated.
    pub fn rotate_keys(&self, keep_old: bool) -> io::Result<()> {
        self.issuer.keys.rotate(keep_old).map_err(io::Error::other)
    }

    pub fn settings(&self) -> Settings {
        self.issuer.settings()
    }

    pub fn change_settings(&self, settings: Settings) {
        self.issuer.change_settings(settings);
    }

    /// Ends ProConnect's session of every browser. Grants and tokens stay, but userinfo, refresh and
    /// code exchange fail with 500 until the agent logs in again. Relying parties with a
    /// `backchannel_logout_uri` are informed a moment later.
    pub fn end_sessions(&self) {
        let notices = self.issuer.end_sessions();
        if !notices.is_empty() {
            let issuer = Arc::clone(&self.issuer);
            tokio::spawn(async move { logout_token::send(&issuer, notices).await });
        }
    }

    /// Ends the sessions of an agent, as [`Self::end_sessions`] does. Informs the relying parties with a
    /// `backchannel_logout_uri`, and returns their answers.
    pub async fn end_sessions_of(&self, persona: &str) -> Vec<Delivery> {
        let notices = self.issuer.end_sessions_of(persona);
        logout_token::send(&self.issuer, notices).await
    }
}

pub fn router(issuer: Arc<Issuer>, requests: Requests, headers: Headers) -> Router {
    let api = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::get))
        .route("/jwks", get(jwks::get))
        .route_layer(from_fn(cors::open))
        .route("/authorize", get(authorize::get).post(authorize::post))
        .route(
            "/interaction/{uid}",
            get(interaction::get).post(interaction::post),
        )
        .route("/interaction/{uid}/error", get(interaction::error))
        .route("/interaction/{uid}/verify", get(interaction::verify::get))
        .route(
            "/interaction/{uid}/verify-email",
            get(email_code::get).post(email_code::post),
        )
        .route(
            "/interaction/{uid}/verify-email/resend",
            post(email_code::resend),
        )
        .route("/token", post(token::post))
        .route("/token/introspection", post(token::introspect))
        .route("/token/revocation", post(token::revoke))
        .route("/userinfo", get(userinfo::answer).post(userinfo::answer))
        .route("/session/end", get(end_session::get))
        .route("/session/end/confirm", post(end_session::confirm))
        .route("/session/end/success", get(end_session::success))
        .route(
            "/client/logout-callback",
            get(end_session::identity_provider::callback),
        )
        .layer(from_fn(accept::negotiate));
    Router::new()
        .nest("/api/v2", api)
        .nest("/mock", control::router())
        .route("/", get(home::get))
        .route("/faults", post(home::plan))
        .route("/faults/clear", post(home::clear))
        .route(
            "/css/mock-proconnect.css",
            get(([(CONTENT_TYPE, "text/css")], page::STYLE)),
        )
        .route(
            "/js/submit-form.js",
            get(([(CONTENT_TYPE, "text/javascript")], page::SUBMIT_FORM)),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(from_fn_with_state(Arc::clone(&issuer), fault::answer))
        .with_state(issuer)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(map_response_with_state(headers, headers::add))
        .layer(from_fn_with_state(requests, record))
}

async fn not_found(method: Method, uri: Uri) -> ErrorPage {
    ErrorPage::not_found(format!("Cannot {method} {}", uri.path()))
}

async fn record(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    requests.add(request.method().clone(), request.uri().path());
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_requests_are_remembered_alone() {
        let requests = Requests::default();
        for number in 0..1_500 {
            requests.add(Method::GET, &format!("/{number}"));
        }
        requests.add(Method::GET, &"é".repeat(150));
        let requests = requests.lock();
        assert_eq!(requests.len(), 1_000);
        assert_eq!(requests[0].1, "/501");
        assert_eq!(requests[999].1, "é".repeat(100));
    }
}
