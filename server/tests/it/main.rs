//! The assembled application against the mock issuer, request by request.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

mod conformance;
mod guard;
mod hints;
mod issuer_down;
mod log_in;
mod log_out;
mod logs;
mod refusal;
mod silent_login;
mod static_files;
mod step_up;
mod store_down;
