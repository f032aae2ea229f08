//! A mock ProConnect, faithful rather than friendly: it refuses the same requests as ProConnect,
//! with the same statuses, error codes and texts. Its logins need neither an account nor a network.
//!
//! The modules, in the order in which a relying party uses them:

/// The metadata: OpenID Connect Discovery 1.0.
mod discovery;

/// The public keys: RFC 7517.
mod jwks;

/// The authorization request, checked in two layers: Core 3.1.2, RFC 7636, RFC 9207.
mod authorize;

/// The page on which a person chooses an agent, or cancels. At ProConnect: the e-mail page, then
/// the identity provider's.
mod interaction;

/// The agents who can log in.
mod personas;

/// The result of that choice: a refusal, a code by e-mail, or an authorization response.
mod login;

/// The agents that ProConnect refuses.
mod refusal;

/// The authentication context that is returned, if it is one of the required ones.
mod acr;

/// Single sign-on: ProConnect's session of a browser, from which the claims of all tokens come.
mod session;

/// The session of ProConnect's protocol library: one for each login, which ends with it.
mod op_session;

/// The rights of one login: they end with the session of the protocol library.
mod grant;

/// Exchanges codes and refresh tokens for tokens: Core 3.1.3, RFC 6749.
mod token;

/// The ID token: the authentication, and other claims only if the `claims` parameter requests them:
/// Core 2.
mod id_token;

/// The userinfo response: Core 5.3, RFC 6750.
mod userinfo;

/// The end of the session: RP-Initiated Logout 1.0.
mod end_session;

/// The end of the session, told to the servers of other relying parties: Back-Channel Logout 1.0.
mod logout_token;

/// The relying parties that are registered.
mod client;

/// The state that every endpoint shares.
mod issuer;

/// The keys that sign, and their rotation.
mod keys;

/// A pair of keys, one per algorithm.
mod key_pairs;

/// Signed tokens, and the faults of a signature.
mod jwt;

/// The faults of the issuer, and when they appear.
mod fault;

/// All mutable state: interactions, sessions, grants, codes, tokens.
mod store;

/// The issuer's clock.
mod clock;

/// Queries and forms.
mod parameters;

/// Lifetimes, and the strictness of the issuer.
mod settings;

/// The control of faults, settings, clock, keys and sessions: `/mock`, which ProConnect does not
/// have.
mod control;

/// Errors as JSON, or in the redirect to the relying party.
mod oauth_error;

/// Errors as pages.
mod error_page;

/// The common part of all pages.
mod page;

/// The home page, at the address that the program prints.
mod home;

/// The search for agents and faults.
mod search;

/// The origin of a form.
mod same_origin;

/// The pages of other origins, which may read the metadata and the keys, and nothing else.
mod cors;

/// Errors as JSON or as pages, by the client's preference.
mod accept;

/// The headers of every response.
mod headers;

/// https, with a certificate made for the run.
mod tls;

/// The address of the mock, and its beginning.
mod start;

/// The routes, and the running mock.
mod server;

/// The suite of attacks that `mock-proconnect audit` runs.
#[cfg(feature = "audit")]
pub mod audit;

pub use client::{Alg, Client};
pub use fault::{
    CallbackFault, DiscoveryFault, Endpoint, ErrorResponseFault, Fault, IdTokenFault, JwksFault,
    Jwt, JwtFault, LogoutFault, LogoutTokenFault, Place, PlannedFault, TokenFault, TransportFault,
    Until, UserinfoFault,
};
pub use logout_token::Delivery;
pub use refusal::Refusal;
pub use server::MockProConnect;
pub use settings::{ClientAuthentication, Lifetimes, Settings};
pub use start::{Host, Start, start};

/// A text in every page of the mock, and nowhere else: a binary that contains this text contains
/// the mock.
pub const MARKER: &str = "mock-proconnect 5d2c7f0e-not-for-production";
