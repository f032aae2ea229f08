//! A document of `docs/` that the tests write.

use std::{fs, path::PathBuf};

/// Fails when `docs/{name}` is not the text this run makes; with `UPDATE_DOCS` set, writes it.
/// `command` is what a reader is told to run.
pub fn compare_or_update(name: &str, text: &str, command: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../docs", name]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, text).unwrap();
        return;
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == text,
        "docs/{name} is stale; write it anew with: {command}"
    );
}
