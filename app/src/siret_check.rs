//! A feature in one folder: its page, its form, the form's server function, and the rule that the
//! browser and the server share.

/// The form: an island.
pub mod form;
/// The server function.
pub mod functions;
/// The page.
#[cfg(feature = "ssr")]
pub mod page;
/// The rule.
pub mod siret;
