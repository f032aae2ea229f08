//! The proof of the library `proconnect`. Ours: leave it, upgrade it together with the library; or
//! delete the folder, and everything else still builds and its tests still pass.
//!
//! This library holds what the proofs share, each thing once; the proofs themselves are in `tests/`,
//! `benches/` and `fuzz/`, and the tables that they write in `tables/`. None of it depends on the
//! application of a team (`app`, `server`): whole logins go through the small
//! [application](application), on the library alone.

#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "only tests use it, and a test fails by panicking"
)]

pub mod application;
pub mod audit_trail;
pub mod browser;
pub mod issuer;
pub mod metadata;
pub mod properties;
pub mod report;
pub mod seeds;
pub mod sessions;
pub mod site;
pub mod time;
pub mod written_document;
