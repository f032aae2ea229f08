//! The names of the keys.

use proconnect::web::SessionReference;

/// The key of the set of all sessions.
pub const ALL: &str = "agent-sessions:all";

/// Rows deleted by one script, which lets no other command run meanwhile, or read at a time.
pub const BATCH: usize = 200;

/// A key of that kind.
pub fn key(kind: &str, name: &str) -> String {
    format!("agent-sessions:{kind}:{name}")
}

/// The key of a row.
pub fn row_key(reference: &SessionReference) -> String {
    key("row", reference.as_str())
}
