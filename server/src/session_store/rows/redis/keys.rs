//! The names of the keys.

use proconnect::web::SessionReference;

/// Rows deleted by one script, which lets no other command run meanwhile, or read at a time.
pub const BATCH: usize = 200;

/// A key of that kind.
pub fn key(kind: &str, name: &str) -> String {
    format!("agent-sessions:{kind}:{name}")
}

/// The keys of an index: of an environment, and of the version before this one, which knew no environment.
pub fn indexes(environment: &str, name: &str) -> [String; 2] {
    [
        format!("agent-sessions:{environment}:{name}"),
        format!("agent-sessions:{name}"),
    ]
}

/// The index of all sessions.
pub const ALL: &str = "all";

/// The index of that kind and name.
pub fn index(kind: &str, name: &str) -> String {
    format!("{kind}:{name}")
}

/// The key of a row.
pub fn row_key(reference: &SessionReference) -> String {
    key("row", reference.as_str())
}
