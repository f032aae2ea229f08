//! Every trick, combined with every destination.

use std::collections::BTreeSet;

/// The distinct payloads.
pub fn all() -> BTreeSet<String> {
    let payloads: BTreeSet<String> = TRICKS
        .iter()
        .flat_map(|trick| DESTINATIONS.iter().map(move |to| format!("{trick}{to}")))
        .collect();
    assert!(payloads.len() >= 900, "{} payloads", payloads.len());
    payloads
}

/// Prefixes that make the destination look like a path.
const TRICKS: [&str; 44] = [
    "",
    "/",
    "//",
    "///",
    "////",
    "/\\",
    "\\/",
    "\\\\",
    "\\",
    "/\\/",
    "//\\",
    "/./",
    "/../",
    "/.//",
    "/..//",
    "/%2e//",
    "/%2e%2e//",
    "/.%2e//",
    "/a/..//",
    "/a/../..//",
    "/%2f/",
    "/%5c",
    "/%2f%2f",
    "%2f%2f",
    "/%09/",
    "/\t/",
    "/\n/",
    "/\r/",
    "/\0/",
    " /",
    "\t//",
    "\n//",
    "\r\n//",
    "/ /",
    "/\u{a0}/",
    "/\u{2028}/",
    "/\u{3000}/",
    "/\u{ff0f}",
    "/\u{2215}/",
    "//@",
    "/;@",
    "/:",
    "?//",
    "#//",
];

/// Spellings of the destination, as a browser or a careless parser may read them.
const DESTINATIONS: [&str; 26] = [
    "evil.example",
    "evil.example/",
    "evil.example/a?b=c#d",
    "evil.example:80",
    "evil.example%00",
    "evil.example\\@localhost",
    "localhost@evil.example",
    "localhost:80@evil.example",
    "user:password@evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "HtTpS://evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,evil",
    "vbscript:evil",
    "file:///etc/passwd",
    "[::ffff:7f00:1]",
    "0x7f000001",
    "2130706433",
    "%65vil.example",
    "\u{ff45}vil.example",
    "evil\u{3002}example",
];
