//! The traces of a running server, at a collector of a few lines. Only a build with the feature `opentelemetry`
//! has them: `make opentelemetry`.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod collector;
mod export;
mod outage;
mod protobuf;
#[path = "../services/support/mod.rs"]
mod support;
