//! The server as its own process, met by raw sockets: what no test of the router sees.
//!
//! `make flood` runs the same tests for longer and with more of everything.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod codes;
mod development;
mod names;
mod own_answers;
mod program;
mod slow_sockets;
mod sockets;
mod stopping;
mod targets;

/// Whether this is `make flood`.
fn is_flood() -> bool {
    std::env::var_os("FLOOD").is_some()
}
