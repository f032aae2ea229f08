//! Sessions at rest, in SQLite.
//!
//! `tower-sessions` leaves these decisions to its stores:
//!
//! - An id is generated when its session is created, so that an attacker cannot fix one beforehand.
//! - The table holds a hash of the id, so that a copy of the database opens no session.
//! - A save never restores a session that a logout deleted.
//! - A session ends after a time without requests, and after an absolute time.
//! - A browser has one session.
//! - When the database file is lost or replaced under the server, requests fail: the agent is not
//!   taken for a visitor.

mod browser;
mod database;
mod environment;
mod error;
mod file;
mod life;
mod operations;
mod probe;
mod record;
mod renewal;
mod schema;
mod seal;
mod store;
mod sweep;
mod transaction;
mod trial;

pub use environment::Environment;
pub use error::StoreError;
pub use store::SqliteSessionStore;

#[cfg(test)]
mod tests;
