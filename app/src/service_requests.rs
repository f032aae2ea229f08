//! « Demandes »: requests that agents file for their organisation, their colleagues read, and an administrator of the
//! organisation accepts or refuses. A feature with data in one folder, to copy.
//!
//! To delete it: the files named `service_requests` here, among the tests and in `server/migrations`, their `mod` lines
//! and their row in `server/src/migrations.rs`, and the rows in `pages.rs` and `functions.rs`.

/// The page of a request, with its history and the form of a decision.
#[cfg(feature = "ssr")]
pub mod detail;
/// The requests as a file for spreadsheets.
#[cfg(feature = "ssr")]
pub mod export;
/// The form that files a request: its page, and its island.
pub mod form;
/// The server functions.
pub mod functions;
/// The list: its filter, its pages.
#[cfg(feature = "ssr")]
pub mod list;
/// The types, and the rules of what agents type.
pub mod model;
/// The statements. Each takes the scope first, and names its organisation.
#[cfg(feature = "ssr")]
pub mod queries;
