//! The running mock, as a browser and a relying party use it.

// A helper that panics fails its test; the lint only knows test functions.
#![allow(
    clippy::disallowed_methods,
    reason = "a test begins at the present moment, and is a browser"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod relying_party;

#[cfg(feature = "audit")]
mod audit;
mod authorize;
mod clients;
mod control;
mod discovery;
mod end_session;
mod faults;
mod home;
mod login;
mod logout_token;
mod personas;
mod program;
mod readme;
mod single_sign_on;
mod token;
mod userinfo;
