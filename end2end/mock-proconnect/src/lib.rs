//! A mock ProConnect, faithful rather than friendly: it refuses what ProConnect refuses, with the
//! same statuses, error codes and texts, and its logins need neither an account nor a network.
//!
//! The modules, in the order in which a relying party meets them:

mod discovery; // OpenID Connect Discovery 1.0
mod jwks; // RFC 7517

mod acr; // which authentication context is returned, or access_denied
mod authorize; // Core 3.1.2, RFC 7636, RFC 9207: what is asked, checked in two layers
mod interaction; // the page on which an agent is chosen, or refuses
mod personas; // the agents who can log in
mod session; // single sign-on: the browser's session at the issuer

mod id_token; // Core 2
mod token; // Core 3.1.3, RFC 6749: codes and refresh tokens against tokens
mod userinfo; // Core 5.3, RFC 6750

mod end_session; // RP-Initiated Logout 1.0

mod client; // the relying parties that are registered
mod clock; // what time it is for the issuer
mod error_page; // errors as pages
mod issuer; // what every endpoint shares
mod keys; // signing keys
mod oauth_error; // errors as JSON
mod page; // what all pages have in common
mod parameters; // queries and forms
mod server;
mod store; // all that changes: interactions, sessions, grants, codes, tokens // routes, and the mock as a running server

pub use client::{Alg, Client};
pub use server::{MockProConnect, start};

/// Served in every page of the mock, and found nowhere else: a binary that holds this text holds
/// the mock.
pub const MARKER: &str = "mock-proconnect 5d2c7f0e-not-for-production";
