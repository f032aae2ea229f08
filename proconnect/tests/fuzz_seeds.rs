//! The seeds of the fuzzing targets, each held against its target's property, and counted.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../fuzz/src/lib.rs"]
mod properties;

use properties::{
    attempt_cookie, callback_query, discovery, id_token, jwks, return_path, token_response,
    userinfo,
};
use std::{fmt::Write as _, fs, io::Write as _, path::Path};

/// Whether the input was accepted; a panic where it should not have been.
type Property = fn(&[u8]) -> bool;

const TARGETS: [(&str, Property); 8] = [
    ("id_token", id_token::check),
    ("userinfo", userinfo::check),
    ("jwks", jwks::check),
    ("discovery", discovery::check),
    ("token_response", token_response::check),
    ("callback_query", callback_query::check),
    ("attempt_cookie", attempt_cookie::check),
    ("return_path", return_path::check),
];

/// Largest seed, in bytes: a small one is mutated well.
const MAX_SEED: usize = 4096;

#[test]
fn every_seed_holds_its_property_and_each_target_accepts_and_refuses() {
    let (mut report, mut faults, mut total) = (
        String::from("\n| target | seeds | accepted |\n|---|---|---|\n"),
        vec![],
        0,
    );
    for (target, property) in TARGETS {
        let (mut accepted, mut all) = (0, 0);
        for (name, input) in seeds(target) {
            assert!(input.len() <= MAX_SEED, "{target}/{name} is large");
            let passes = property(&input);
            // What a name says is checked too: no seed may turn into its contrary unnoticed.
            let contrary = if passes { "bad" } else { "good" };
            if name.starts_with(contrary) {
                faults.push(format!("{target}/{name}"));
            }
            (accepted, all) = (accepted + usize::from(passes), all + 1);
        }
        // A property that refuses all, or accepts all, would say nothing.
        assert!(
            accepted > 0 && accepted < all,
            "{target}: {accepted} of {all}"
        );
        writeln!(report, "| {target} | {all} | {accepted} |").unwrap();
        total += all;
    }
    assert!(faults.is_empty(), "not what their names say: {faults:#?}");
    writeln!(report, "counted: {total} seeds of the fuzz targets").unwrap();
    // Not by `println!`, which the test harness keeps to itself where nothing fails.
    std::io::stdout().write_all(report.as_bytes()).unwrap();
}

/// Names and contents.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let entries = fs::read_dir(directory).unwrap();
    let mut seeds: Vec<_> = entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    seeds.sort_unstable();
    seeds
}

#[test]
fn every_target_has_its_property() {
    let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let mut files: Vec<String> = fs::read_dir(targets)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    files.sort_unstable();
    let mut names = TARGETS.map(|(name, _)| name);
    names.sort_unstable();
    assert_eq!(files, names);
}
