//! The assembled application against the mock issuer, request by request.

mod support;

mod guard;
mod issuer_down;
mod log_in;
mod log_out;
mod refusal;
