//! The session of an agent: login, logout, the list of the open ones, and the island that watches over it in
//! between.

#[cfg(feature = "ssr")]
pub mod account_change;
#[cfg(feature = "ssr")]
pub mod log_in;
#[cfg(feature = "ssr")]
pub mod log_out;
#[cfg(feature = "ssr")]
pub mod open_sessions;
pub mod watch;
