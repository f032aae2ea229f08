use rustix::process::{Resource, getrlimit};
use std::time::Duration;

/// Time for a body of at most 64 KB, from its first byte to its last.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections, whatever the system allows: each takes memory, too.
const MOST_CONNECTIONS: u64 = 2048;

/// Connections, however little the system allows.
const FEWEST_CONNECTIONS: u64 = 8;

/// Descriptors that are no connection's, at least: the session store's files, the calls to the
/// issuer, the files of the site, and the connections above the bound.
const RESERVE: u64 = 72;

/// How many connections there may be, and how long one may keep the server waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Connections above that, which only learn whether the process lives.
    pub overflow: usize,
    /// From the first byte of a header to its last, or from the connection to its first byte.
    pub header: Duration,
    /// From the first byte of a body to its last.
    pub body: Duration,
    /// While the client takes nothing of the answer.
    pub answer: Duration,
    /// Between two requests. Longer than proxies keep a connection, so that it is they who end it.
    pub idle: Duration,
}

impl Limits {
    /// The limits of this process.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self::with_descriptors(getrlimit(Resource::Nofile).current)
    }

    /// The limits where the process may open so many descriptors, or any number of them.
    #[must_use]
    pub fn with_descriptors(descriptors: Option<u64>) -> Self {
        let connections = descriptors.map_or(MOST_CONNECTIONS, |all| {
            all.saturating_sub(RESERVE.max(all / 4))
                .clamp(FEWEST_CONNECTIONS, MOST_CONNECTIONS)
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
