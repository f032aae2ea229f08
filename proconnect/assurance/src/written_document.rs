//! A document of `tables/`, which the tests write.

use std::{fs, path::Path};

/// Fails when `tables/{name}` differs from `text`. With `UPDATE_DOCS` set, writes it instead. The
/// document names `command`, which writes it again.
pub fn compare_or_update(name: &str, text: &str, command: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tables")
        .join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, text).unwrap();
        return;
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == text,
        "proconnect/assurance/tables/{name} is stale; write it anew with: {command}"
    );
}
