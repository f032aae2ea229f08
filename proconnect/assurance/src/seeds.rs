//! The seeds of the fuzzing targets: one file per target, one seed per line, so that a diff is
//! readable.
//!
//! A line is the name of the seed, a tab, and the seed. A byte that is not printable ASCII is
//! written `\xNN`, a backslash `\\`. `.ci/fuzz` expands the lines into the files that libFuzzer
//! needs.

use std::{collections::BTreeMap, fmt::Write, fs, path::PathBuf};

/// The seeds of one target, by name.
pub type Seeds = BTreeMap<String, Vec<u8>>;

/// The folder of the seeds, which also holds the login that they belong to.
pub fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "seeds"].iter().collect()
}

pub fn read(target: &str) -> Seeds {
    let text = fs::read_to_string(file(target)).unwrap();
    let seeds = text.lines().map(|line| {
        let (name, escaped) = line.split_once('\t').unwrap();
        (name.to_owned(), unescape(escaped))
    });
    let count = text.lines().count();
    let seeds: Seeds = seeds.collect();
    assert_eq!(seeds.len(), count, "{target}: a name is there twice");
    seeds
}

pub fn write(target: &str, seeds: &Seeds) {
    let mut text = String::new();
    for (name, seed) in seeds {
        writeln!(text, "{name}\t{}", escape(seed)).unwrap();
    }
    fs::write(file(target), text).unwrap();
}

fn file(target: &str) -> PathBuf {
    folder().join(format!("{target}.tsv"))
}

fn escape(seed: &[u8]) -> String {
    let mut text = String::new();
    for byte in seed {
        match byte {
            b'\\' => text.push_str(r"\\"),
            b' '..=b'~' => text.push(char::from(*byte)),
            other => write!(text, "\\x{other:02x}").unwrap(),
        }
    }
    text
}

fn unescape(text: &str) -> Vec<u8> {
    let (mut seed, mut bytes) = (Vec::new(), text.bytes());
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            seed.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'\\') => seed.push(b'\\'),
            Some(b'x') => {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                let digits = std::str::from_utf8(&digits).unwrap();
                seed.push(u8::from_str_radix(digits, 16).unwrap());
            }
            other => panic!("an escape that is none: {other:?} in {text}"),
        }
    }
    seed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_of_any_bytes_is_read_as_it_was_written() {
        let all: Vec<u8> = (0..=255).collect();
        let line = escape(&all);
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        assert_eq!(unescape(&line), all);
    }
}
