use std::{fs, path::Path};

/// The command that writes the documents.
pub const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p app --features ssr --test documents";

/// Compares the document at this path of the repository with its text, or writes it.
pub fn check(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(file, text).unwrap();
        return;
    }
    let committed = fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == text,
        "{path} is stale; write it anew with: {COMMAND}"
    );
}
