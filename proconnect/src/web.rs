//! The Axum side of the journey, without any page: an application renders its own, with or
//! without Leptos.
//!
//! | what | where |
//! |---|---|
//! | start of a login | [`log_in`](crate::web::log_in()), called by a handler of the application, or `POST` [`LOG_IN_PATH`](crate::web::LOG_IN_PATH), in [`form_routes`](crate::web::form_routes) |
//! | return from the issuer | `GET` [`CALLBACK_PATH`](crate::config::CALLBACK_PATH), in [`routes`](crate::web::routes) |
//! | logout | [`log_out`](crate::web::log_out()), called by a handler of the application, or `POST` [`LOG_OUT_PATH`](crate::web::LOG_OUT_PATH), in [`form_routes`](crate::web::form_routes) |
//! | return from the logout | `GET` [`LOGOUT_CALLBACK_PATH`](crate::config::LOGOUT_CALLBACK_PATH), in [`routes`](crate::web::routes) |
//! | logout by the issuer | `POST` [`BACK_CHANNEL_LOGOUT_PATH`](crate::web::BACK_CHANNEL_LOGOUT_PATH), in [`back_channel_routes`](crate::web::back_channel_routes) |
//! | who is signed in | [`SignedIn`](crate::web::SignedIn) or `Option<SignedIn>`, an argument of any handler behind [`read_session`](crate::web::read_session) |
//! | who may see what | [`require_sign_in`](crate::web::require_sign_in), behind [`read_session`](crate::web::read_session) |
//! | a refusal | [`Refused`](crate::web::Refused), in the extensions of the response; [`audit_refusals`](crate::web::audit_refusals) records it |
//! | who may enter at all | [`ProConnect::with_entry_rules`](crate::web::ProConnect::with_entry_rules), and the application's [`Admission`](crate::web::Admission) |
//! | the audit trail | [`AuditEvent`](crate::web::AuditEvent), to the sink of [`ProConnect::with_audit`](crate::web::ProConnect::with_audit) |
//! | a refusal at a page of its own address | [`KeptRefusal`](crate::web::KeptRefusal), in a sealed cookie |
//!
//! A session comes from `tower-sessions`, whose layer the application adds around all of this. The store
//! must load what it saved, mint the id when a session is created, and never re-create a session that was
//! deleted. It may keep one session for a browser, and find
//! sessions by their agent ([`SessionLabels`](crate::web::SessionLabels)).

mod access_rule;
mod admission;
mod agent_digest;
mod audit;
mod back_channel_logout;
mod browser;
mod callback;
mod cookies;
mod current_session;
mod guard;
mod kept_refusal;
mod log_in;
mod log_out;
mod login_attempts;
mod own_cookies;
mod refusal;
mod requirement;
mod same_origin;
mod session_registry;
mod settings;
mod signed_in;
pub mod signed_out_notice;
mod state;

pub use access_rule::{AccessRule, JudgedClaims, RuleKind};
pub use admission::{Admission, Verdict};
pub use audit::{
    Account, AuditAction, AuditEvent, AuditSink, AuditedAgent, AuditedOperator, AuditedRequest,
    EndedBy, Lapse, PlainText,
};
pub use back_channel_logout::{BACK_CHANNEL_LOGOUT_PATH, back_channel_routes};
pub use browser::{ALREADY_BEGUN, ATTEMPT_SUCCEEDED, Browser, LABELS, SessionLabels};
pub use current_session::{CurrentSession, NoAgent, read_session};
pub use guard::{Guard, require_sign_in};
pub use kept_refusal::KeptRefusal;
pub use log_in::{LogInForm, log_in};
pub use log_out::{CLEAR_SITE_DATA, log_out};
pub use own_cookies::{LOCAL_PREFIX, OwnCookies, keep_own_cookies};
pub use refusal::{REFUSAL_HEADER, ReceivedIdentity, Refused, audit_refusals};
pub use requirement::Requirement;
pub use same_origin::same_origin;
pub use session_registry::{
    AgentHash, EndedSession, InvalidReference, IssuerSessionHash, OpenSession, Selection,
    SessionReference, SessionRegistry,
};
pub use settings::{CookieKeys, SessionLifetimes};
pub use signed_in::{SESSION_END, SignedIn};
pub use state::ProConnect;

use crate::config::{CALLBACK_PATH, LOGOUT_CALLBACK_PATH};
use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use std::sync::Arc;

/// The start of a login, a `POST` with the fields of [`LogInForm`].
pub const LOG_IN_PATH: &str = "/auth/proconnect";

/// The logout, a `POST`.
pub const LOG_OUT_PATH: &str = "/auth/proconnect/logout";

/// The two addresses that the issuer redirects the browser back to.
pub fn routes<S>(proconnect: ProConnect) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route(CALLBACK_PATH, get(callback::callback))
        .route(LOGOUT_CALLBACK_PATH, get(log_out::log_out_callback))
        .layer(from_fn_with_state(proconnect.clone(), read_session))
        .with_state(proconnect)
}

/// The routes of the two forms, for an application without handlers of its own. Only this site's
/// own pages may send them ([`same_origin()`]).
pub fn form_routes<S>(proconnect: ProConnect) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let origin: Arc<str> = proconnect.relying_party.config().origin().into();
    Router::new()
        .route(LOG_IN_PATH, post(log_in::post_log_in))
        .route(LOG_OUT_PATH, post(log_out::post_log_out))
        .layer(from_fn_with_state(proconnect.clone(), read_session))
        .layer(from_fn_with_state(origin, same_origin))
        .with_state(proconnect)
}
