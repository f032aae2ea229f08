//! The value that every connection shares.

use super::Limits;
use crate::client_address::TrustedProxies;
use axum::Router;

/// The application, as a connection serves it.
#[derive(Clone)]
pub struct Server {
    /// Answers requests.
    pub router: Router,
    /// Whose word about a client's address is taken.
    pub trusted_proxies: TrustedProxies,
    /// How many connections, and for how long.
    pub limits: Limits,
}
