//! The metrics, and the names that they are registered under.

use super::names::Names;
use chrono::{DateTime, Utc};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::Registry,
};
use std::sync::atomic::AtomicU64;

/// Upper bounds of the classes of durations, in seconds. A call to the issuer may take 5 seconds, and waiting
/// for a locked store 2.
const SECONDS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0,
];

/// The labels of a login.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Login {
    pub outcome: &'static str,
    pub acr: String,
    pub idp: String,
    pub second_factor: &'static str,
}

/// The label of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Code {
    pub code: String,
}

/// The label of the end of a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Cause {
    pub cause: &'static str,
}

/// The labels of a call to the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Call {
    pub endpoint: &'static str,
    pub outcome: &'static str,
}

/// The labels of an operation of the session store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Operation {
    pub operation: &'static str,
    pub outcome: &'static str,
}

/// The label of a line that was lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Stream {
    pub stream: &'static str,
}

/// The labels of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    pub route: String,
    pub status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
}

type Durations<Labels> = Family<Labels, Histogram, fn() -> Histogram>;

/// The metrics of a process.
pub struct Families {
    registry: Registry,
    pub logins: Family<Login, Counter>,
    pub refusals: Family<Code, Counter>,
    pub sessions_begun: Counter,
    pub sessions_ended: Family<Cause, Counter>,
    pub issuer_calls: Durations<Call>,
    pub store_operations: Durations<Operation>,
    pub requests: Family<Answered, Counter>,
    pub lost_lines: Family<Stream, Counter>,
    /// The identity providers that are told apart.
    pub idps: Names,
    /// The levels that are told apart.
    pub acrs: Names,
}

impl Families {
    /// The metrics, with every count at zero.
    pub fn new(started_at: DateTime<Utc>) -> Self {
        let durations = || Histogram::new(SECONDS);
        let mut families = Self {
            registry: Registry::default(),
            logins: Family::default(),
            refusals: Family::default(),
            sessions_begun: Counter::default(),
            sessions_ended: Family::default(),
            issuer_calls: Family::new_with_constructor(durations),
            store_operations: Family::new_with_constructor(durations),
            requests: Family::default(),
            lost_lines: Family::default(),
            idps: Names::up_to(100),
            acrs: Names::up_to(20),
        };
        families.register();
        families.register_process(started_at);
        families
    }

    /// The crate adds `_total` to the name of a counter, and a full stop to each text.
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "proconnect_logins",
            "Logins by outcome, level, identity provider and second factor",
            self.logins.clone(),
        );
        registry.register(
            "proconnect_refusals",
            "Refusals by code",
            self.refusals.clone(),
        );
        registry.register(
            "proconnect_sessions_begun",
            "Sessions that began",
            self.sessions_begun.clone(),
        );
        registry.register(
            "proconnect_sessions_ended",
            "Sessions that ended, by cause",
            self.sessions_ended.clone(),
        );
        registry.register(
            "proconnect_issuer_call_duration_seconds",
            "Calls to the issuer by endpoint and outcome",
            self.issuer_calls.clone(),
        );
        registry.register(
            "session_store_operation_duration_seconds",
            "Operations of the session store by outcome",
            self.store_operations.clone(),
        );
        registry.register(
            "http_requests",
            "Requests by route and class of status",
            self.requests.clone(),
        );
        registry.register(
            "stdout_lines_lost",
            "Lines that the standard output did not take in time, by stream: logs or audit",
            self.lost_lines.clone(),
        );
    }

    fn register_process(&mut self, started_at: DateTime<Utc>) {
        let version = env!("CARGO_PKG_VERSION");
        let build = Info::new(Build { version });
        self.registry
            .register("server_build", "The version of the server", build);
        let start = Gauge::<f64, AtomicU64>::default();
        #[expect(clippy::cast_precision_loss, reason = "a time has fewer digits")]
        start.set(started_at.timestamp_millis() as f64 / 1_000.0);
        self.registry.register(
            "process_start_time_seconds",
            "When the process started, in seconds since 1970",
            start,
        );
    }

    /// The metrics, as Prometheus reads them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
