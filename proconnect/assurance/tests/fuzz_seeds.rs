//! Checks each seed of the fuzzing targets against its target's property, and counts them.

use proconnect_assurance::{
    properties::{
        attempt_cookie, callback_query, discovery, id_token, jwks, logout_token, return_path,
        token_response, userinfo,
    },
    report::report,
    seeds,
};
use std::{fmt::Write as _, fs, path::Path};

/// Returns whether the input was accepted; panics when an accepted input violates the property.
type Property = fn(&[u8]) -> bool;

const TARGETS: [(&str, Property); 9] = [
    ("id_token", id_token::check),
    ("userinfo", userinfo::check),
    ("logout_token", logout_token::check),
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
    let (mut table, mut faults, mut total) = (
        String::from("| target | seeds | accepted |\n|---|---|---|\n"),
        vec![],
        0,
    );
    for (target, property) in TARGETS {
        let (mut accepted, mut all) = (0, 0);
        for (name, input) in seeds::read(target) {
            assert!(input.len() <= MAX_SEED, "{target}/{name} is large");
            let passes = property(&input);
            // A seed's name states whether it is accepted: no seed may change sides unnoticed.
            let contrary = if passes { "bad" } else { "good" };
            if name.starts_with(contrary) {
                faults.push(format!("{target}/{name}"));
            }
            (accepted, all) = (accepted + usize::from(passes), all + 1);
        }
        // A property that rejects or accepts every seed would prove nothing.
        assert!(
            accepted > 0 && accepted < all,
            "{target}: {accepted} of {all}"
        );
        writeln!(table, "| {target} | {all} | {accepted} |").unwrap();
        total += all;
    }
    assert!(faults.is_empty(), "not what their names say: {faults:#?}");
    report(&table);
    report(&format!("counted: {total} seeds of the fuzz targets"));
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
