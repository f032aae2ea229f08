//! A mock ProConnect, faithful rather than friendly: it refuses what ProConnect refuses, with the
//! same statuses, error codes and texts, and its logins need neither an account nor a network.
//!
//! The modules, in the order in which a relying party meets them:

/// Where everything is: OpenID Connect Discovery 1.0.
mod discovery;

/// The public keys: RFC 7517.
mod jwks;

/// What is asked, checked in two layers: Core 3.1.2, RFC 7636, RFC 9207.
mod authorize;

/// The page on which an agent is chosen, or refuses. At ProConnect: the e-mail page, then the
/// identity provider's.
mod interaction;

/// The agents who can log in.
mod personas;

/// What becomes of who was chosen: a refusal, a code by e-mail, or an authorization response.
mod login;

/// Whom ProConnect does not let in.
mod refusal;

/// Which authentication context is returned, if it is one of those required.
mod acr;

/// Single sign-on: the browser's session at the issuer.
mod session;

/// Codes and refresh tokens against tokens: Core 3.1.3, RFC 6749.
mod token;

/// Who authenticated, and nothing more unless the `claims` parameter asks: Core 2.
mod id_token;

/// Who they are: Core 5.3, RFC 6750.
mod userinfo;

/// The end of the session: RP-Initiated Logout 1.0.
mod end_session;

/// The relying parties that are registered.
mod client;

/// What every endpoint shares.
mod issuer;

/// The keys that sign, and their rotation.
mod keys;

/// Keys that are made together.
mod key_pairs;

/// What is signed, and the faults of a signature.
mod jwt;

/// The lies that the issuer can tell, and the occasions for them.
mod fault;

/// All that changes: interactions, sessions, grants, codes, tokens.
mod store;

/// What time it is for the issuer.
mod clock;

/// Queries and forms.
mod parameters;

/// How long things live, and how strict the issuer is.
mod settings;

/// Faults, settings, clock, keys and sessions, from outside: `/mock`, which ProConnect does not
/// have.
mod control;

/// Errors as JSON, or on their way to the relying party.
mod oauth_error;

/// Errors as pages.
mod error_page;

/// What all pages have in common.
mod page;

/// What runs here, for whoever opens its address.
mod home;

/// The routes, and the mock that runs.
mod server;

pub use client::{Alg, Client};
pub use fault::{
    CallbackFault, DiscoveryFault, Endpoint, ErrorResponseFault, Fault, IdTokenFault, JwksFault,
    Jwt, JwtFault, LogoutFault, PlannedFault, TokenFault, TransportFault, Until, UserinfoFault,
};
pub use refusal::Refusal;
pub use server::{MockProConnect, start};
pub use settings::{ClientAuthentication, Lifetimes, Settings};

/// Served in every page of the mock, and found nowhere else: a binary that holds this text holds
/// the mock.
pub const MARKER: &str = "mock-proconnect 5d2c7f0e-not-for-production";
