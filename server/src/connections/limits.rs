use rustix::process::{Resource, getrlimit};
use std::time::Duration;

/// Time for a whole body (64 KB at most).
pub const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Most connections, even if the system allows more: each one takes memory.
const MAX_CONNECTIONS: u64 = 2048;

/// Fewest connections, even if the system allows less.
const MIN_CONNECTIONS: u64 = 8;

/// Fewest descriptors kept for other uses: the session store's files, calls to the issuer, static
/// files, connections above the bound.
const RESERVE: u64 = 72;

/// How many connections the server holds, and how long each may keep it waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections that serve requests.
    pub connections: usize,
    /// Connections above that number. They answer `/healthz`, and 503 to anything else.
    pub overflow: usize,
    /// Time for a whole header, and for the first byte of a connection.
    pub header: Duration,
    /// Time for a whole body.
    pub body: Duration,
    /// Time during which the client may take no byte of a response.
    pub answer: Duration,
    /// Time between two requests. It is longer than proxies keep a connection, so that the proxy
    /// closes first and never sends a request on a closed connection.
    pub idle: Duration,
}

impl Limits {
    /// The limits of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self::with_descriptors(getrlimit(Resource::Nofile).current)
    }

    /// The limits for a process that may open `descriptors` files (`None`: no limit).
    #[must_use]
    pub fn with_descriptors(descriptors: Option<u64>) -> Self {
        let connections = descriptors.map_or(MAX_CONNECTIONS, |all| {
            all.saturating_sub(RESERVE.max(all / 4))
                .clamp(MIN_CONNECTIONS, MAX_CONNECTIONS)
        });
        Self {
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            overflow: 16,
            header: Duration::from_secs(10),
            body: BODY_TIMEOUT,
            answer: Duration::from_secs(30),
            idle: Duration::from_secs(75),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f3_connections_leave_descriptors_for_everything_else() {
        for (descriptors, connections) in [
            (Some(0), 8),
            (Some(64), 8),
            (Some(128), 56),
            (Some(1024), 768),
            (Some(65_536), 2048),
            (None, 2048),
        ] {
            let limits = Limits::with_descriptors(descriptors);
            assert_eq!(limits.connections, connections, "{descriptors:?}");
        }
    }
}
