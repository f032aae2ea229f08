//! Sessions at rest, in SQLite, PostgreSQL or Redis.
//!
//! `tower-sessions` leaves these decisions to its stores:
//!
//! - An id is generated when its session is created, so that an attacker cannot fix one beforehand.
//! - The store holds a hash of the id, so that a copy of it opens no session.
//! - A save never restores a session that a logout deleted.
//! - A session ends after a time without requests, and after an absolute time.
//! - A browser has one session, and an agent at most as many as the settings allow.
//! - When the store fails, requests fail: the agent is not taken for a visitor.
//!
//! | file | content |
//! |---|---|
//! | `store` | the store, on rows of any kind |
//! | `operations`, `begin`, `renewal`, `sweep` | what `tower-sessions` asks, and what becomes of a session with time |
//! | `registry`, `attempts` | what `proconnect` asks: lists, ends by somebody else, used login attempts |
//! | `seal`, `record`, `life`, `opened` | the content of a row |
//! | `rows` | the rows: in SQL, in Redis |

mod attempts;
mod begin;
mod environment;
mod error;
mod life;
mod opened;
mod operations;
mod probe;
mod record;
mod registry;
mod renewal;
mod rows;
mod seal;
mod store;
mod sweep;
mod url;

pub use environment::Environment;
pub use error::StoreError;
pub use probe::Probe;
pub use rows::{Rows, redis::RedisRows, sql::SqlRows};
pub use store::{AgentSessions, Rules};
pub use url::SessionStoreUrl;

#[cfg(test)]
mod tests;
