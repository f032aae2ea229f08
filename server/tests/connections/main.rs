//! The server as a process, with raw sockets: behaviour below the router.
//!
//! `make flood` runs the same tests for longer, with more connections.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod audit_trail;
mod codes;
mod development;
mod journey;
mod metrics;
mod names;
mod own_answers;
#[path = "../services/support/ports.rs"]
mod ports;
mod program;
mod slow_sockets;
mod sockets;
mod stalled_reader;
mod stopping;
mod targets;

/// True in `make flood`.
fn is_flood() -> bool {
    std::env::var_os("FLOOD").is_some()
}
