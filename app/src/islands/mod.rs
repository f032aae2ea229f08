/// Watches over the session.
pub mod session_watch;
/// A SIRET, checked as it is typed.
pub mod siret_form;
