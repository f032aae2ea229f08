//! A feature in one folder: its page, its form, the server function of the form, and the rule that both
//! the browser and the server apply.

/// The form: an island.
pub mod form;
/// The server function.
pub mod functions;
/// The page.
#[cfg(feature = "ssr")]
pub mod page;
/// The rule.
pub mod siret;
