//! The proof of the library `proconnect`. It belongs to the library: leave it, and upgrade it with
//! the library. The folder can be deleted: everything else still builds and passes its tests.
//!
//! This crate holds the code that the proofs share. The proofs are in `tests/`, `benches/` and
//! `fuzz/`, and the tables that they write in `tables/`. Nothing here depends on a team's
//! application (`app`, `server`): whole logins use the small [`application`], which is
//! on the library alone.

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
