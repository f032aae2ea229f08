//! The value that every connection shares.

use super::{Limits, Stopping};
use crate::client_address::TrustedProxies;
use axum::Router;

/// The application, as a connection serves it.
#[derive(Clone)]
pub struct Server {
    /// Answers requests.
    pub router: Router,
    /// The proxies whose word on a client's address is trusted.
    pub trusted_proxies: TrustedProxies,
    /// The number of connections, and their times.
    pub limits: Limits,
    /// Whether the server is stopping.
    pub stopping: Stopping,
}
