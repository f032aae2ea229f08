#![doc = include_str!("../README.md")]
#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        reason = "a test may begin at any moment: it sets its clock"
    )
)]
// The modules are in the order of a login.

/// `PROCONNECT_*` variables into [`Config`]; all mistakes are reported at once.
pub mod config;

/// The values of `acr` that a login requests and accepts (Core 2, 5.5.1.1).
mod acr_policy;

/// The HTTP client of all calls: no redirects, deadlines, capped bodies.
mod http;

/// The issuer's JSON; a fault logs the name of the member, and never its value.
mod json;

/// The current time, which a test can set.
mod clock;

/// The issuer's metadata and keys, cached (Discovery 1.0).
mod provider;

/// The path that a login returns to, always of this site (RFC 9700 4.11.1).
mod return_to;

/// Hints for the issuer, which a login form may send (Core 3.1.2.1).
mod hints;

/// The authorization request (Core 3.1.2.1, RFC 7636).
mod authorization_request;

/// The state that the browser keeps until the callback (RFC 9700 4.7).
mod login_attempt;

/// The authorization response (Core 3.1.2.5, RFC 9207).
mod authorization_response;

/// The code exchanged for tokens (Core 3.1.3).
mod token_response;

/// The checks of every signed token, before its claims are read (RFC 7515, RFC 8725).
mod jws;

/// The ID token, verified (Core 3.1.3.7).
mod id_token;

/// The userinfo response, verified (Core 5.3).
mod user_info;

/// The agent, as the application sees them (Core 5.1).
pub mod identity;

/// [`RelyingParty`]: the steps above, in their order.
mod relying_party;

/// Logout at the issuer, and the return (RP-Initiated Logout 1.0).
mod end_session;

/// The logout token, verified (Back-Channel Logout 1.0).
mod logout_token;

/// Every refusal, one enum per step.
pub mod error;

/// The Axum side: routes, session, guard.
#[cfg(feature = "axum")]
pub mod web;

// The names that every application needs.
pub use acr_policy::{AcrLevel, AcrPolicy, AcrRequirement};
pub use clock::Clock;
pub use config::Config;
pub use error::Refusal;
pub use identity::{Acr, Identity, Siret, Subject};
pub use relying_party::{AuthenticatedLogin, RelyingParty};
pub use return_to::ReturnTo;

// The other types of `RelyingParty`, for an application that does not use `web`.
pub use authorization_request::LoginOptions;
pub use authorization_response::AuthorizationResponse;
pub use end_session::{IdTokenHint, check_return};
pub use hints::{EmailHint, IdpHint};
pub use http::{CallError, CallFailure, CallObserver, Deadlines, Endpoint};
pub use id_token::KnownAgent;
pub use login_attempt::{AttemptInUse, InMemory, LoginAttempt, Outcome, State, UsedAttempts};
pub use logout_token::{LogoutSubject, LogoutToken};
pub use provider::{Metadata, Provider, ProviderSnapshot, TokenFrom};

// The types of `Provider::inspect`, for an operator's check of the settings.
pub use json::MemberFault;
pub use jws::KeyDescription;
pub use openidconnect::AuthType;
pub use provider::{Announced, ClockDifference, Inspection, InspectionError, Rejection};

#[cfg(test)]
mod test_tokens;

/// The single steps, for tests outside this crate. Anything here may change in any version.
#[doc(hidden)]
pub mod testing;
