//! Every trick to lead a return path off the site, against every way to write the destination.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proconnect::return_to::ReturnTo;
use std::collections::BTreeSet;
use url::Url;

/// What is put before the destination to make it look like a path.
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

/// The destination, as a browser or a careless parser may read one.
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

/// Where a browser goes from a page of the site, given this `Location`.
fn leads_to(location: &str) -> Url {
    Url::parse("https://site.example/auth/proconnect/callback")
        .unwrap()
        .join(location)
        .unwrap()
}

#[test]
fn no_payload_leads_off_the_site() {
    let payloads: BTreeSet<String> = TRICKS
        .iter()
        .flat_map(|trick| DESTINATIONS.iter().map(move |to| format!("{trick}{to}")))
        .collect();
    assert!(payloads.len() >= 900, "{} payloads", payloads.len());
    let mut kept = 0;
    for payload in &payloads {
        let Ok(path) = payload.parse::<ReturnTo>() else {
            continue;
        };
        kept += 1;
        let path = path.as_str();
        assert_eq!(
            leads_to(path).origin(),
            leads_to("/").origin(),
            "{payload:?} became {path:?}"
        );
        // Not by the same parser alone: nothing that any browser might read as a host.
        assert!(
            path.starts_with('/') && !path.starts_with("//"),
            "{payload:?} became {path:?}"
        );
        assert!(
            !path.contains(|c: char| c == '\\' || !c.is_ascii_graphic()),
            "{payload:?} became {path:?}"
        );
    }
    println!(
        "{} payloads: {} refused, {kept} kept as paths of the site, 0 pass",
        payloads.len(),
        payloads.len() - kept
    );
}
