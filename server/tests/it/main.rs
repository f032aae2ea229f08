//! The assembled application against the mock issuer, request by request.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

mod access;
mod accounts;
mod agents_command;
mod audit_document;
mod audit_trail;
mod back_channel_logout;
mod boot;
mod callback;
mod check;
mod command;
mod cookies;
mod director;
mod entry_rules;
mod five_tabs;
mod form_agent;
mod forms;
mod gallery;
mod guard;
mod health_command;
mod hints;
mod issuer_down;
mod kept_refusal;
mod log_in;
mod log_out;
mod logs;
mod members;
mod open_sessions;
mod pages;
mod personal_data;
mod planted_cookies;
mod refusal;
mod seeds;
mod service_requests;
mod service_requests_forged;
mod service_requests_seeds;
mod service_requests_typed_text;
mod sessions;
mod sessions_command;
mod static_files;
mod step_up;
mod store_down;
mod watch;
mod way_back;
