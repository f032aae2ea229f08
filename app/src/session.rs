//! The session of an agent: login, logout, and the island that watches over it in between.

#[cfg(feature = "ssr")]
pub mod account_change;
#[cfg(feature = "ssr")]
pub mod log_in;
#[cfg(feature = "ssr")]
pub mod log_out;
pub mod watch;
