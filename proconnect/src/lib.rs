//! A `ProConnect` relying party: the journey of a login, one module per step, in order.
//!
//! The protocol modules know no Axum and no session; [`web`] knows no cryptography. Everything
//! that varies between issuers, environments and years is in [`config`].

/// `PROCONNECT_*` variables into [`config::Config`]; every mistake told at once.
pub mod config;

/// Which values of `acr` a login asks for and accepts.
pub mod acr_policy;

/// The one HTTP client: no redirects, timeouts, capped bodies.
pub mod http;

/// JSON of the issuer's, read; a fault names the member in the log, and never the value.
mod json;

/// What time it is, so that tests can say so.
pub mod clock;

/// Metadata and keys of the issuer, cached (Discovery 1.0).
pub mod provider;

/// Where to go once logged in: a path of this site and nothing else.
pub mod return_to;

/// What a login form may tell the issuer beforehand.
pub mod hints;

/// The authorization request (Core 3.1.2.1, RFC 7636).
pub mod authorization_request;

/// What must survive until the callback (RFC 9700 4.7).
pub mod login_attempt;

/// The authorization response (Core 3.1.2.5, RFC 9207).
pub mod authorization_response;

/// The code exchanged for tokens (Core 3.1.3).
pub mod token_response;

/// What any signed token must be before its claims are read (RFC 7515, RFC 8725).
pub mod jws;

/// The ID token, verified (Core 3.1.3.7).
pub mod id_token;

/// The userinfo response, verified (Core 5.3).
pub mod user_info;

/// What the application may know of the agent.
pub mod identity;

/// The steps above in their order: [`relying_party::RelyingParty`].
pub mod relying_party;

/// Logout at the issuer, and the return (RP-Initiated Logout 1.0).
pub mod end_session;

/// What can be refused, one enum per step.
pub mod error;

/// The Axum side: routes, session, extractors, guards.
pub mod web;

#[cfg(test)]
mod test_tokens;
