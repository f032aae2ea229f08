//! The server as processes, with real services: PostgreSQL, Redis or Valkey, and nginx, which the tests start,
//! kill, pause, cut off and fill.

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

mod back_channel_logout;
mod contract;
mod disk;
mod leftovers;
mod postgres;
mod proxy;
mod redis;
mod replicas;
mod rolling_restart;
