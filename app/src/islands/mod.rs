/// Announces the end of the session.
pub mod session_expiry_notice;
