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

/// Runs a case on each of these stores: a test of the case's name, with the store's in it.
macro_rules! in_each {
    ($case:ident: $($store:ident)+) => {
        mod $case {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $store() {
                    super::$case(crate::support::Store::named(stringify!($store))).await;
                }
            )+
        }
    };
}

mod support;

mod accounts;
mod back_channel_logout;
mod contract;
mod cost;
mod database_role;
mod disk;
mod interruptions;
mod leftovers;
mod lifecycle;
mod members;
mod postgres;
mod proxy;
mod redis;
mod replicas;
mod service_requests;
mod sessions;
