//! A feature in one folder: its page, its form, the server function of the form, and the rule that both
//! the browser and the server apply.
//!
//! To delete it: the files named `siret_check` and `siret-check` here and among the tests, their `mod`
//! lines, and the rows in `pages.rs` and `functions.rs`. `.ci/proofs` shows that nothing else is needed.

/// The form: an island.
pub mod form;
/// The server function.
pub mod functions;
/// The page.
#[cfg(feature = "ssr")]
pub mod page;
/// The rule.
pub mod siret;
