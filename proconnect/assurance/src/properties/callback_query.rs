//! An accepted authorization response has each parameter once, and answers a pending attempt.

use openidconnect::CsrfToken as State;
use proconnect::{AuthorizationResponse, testing::end_session::check_return};
use std::collections::HashSet;

/// Longest accepted query, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

/// Input: the query of the redirect URI, or of the return from a logout. It is accepted when it
/// yields a code.
pub fn check(input: &[u8]) -> bool {
    let query = String::from_utf8_lossy(input);
    let pairs = pairs(&query);
    let expected = State::new("s3cr3t".to_owned());
    if check_return(&query, Some(&expected)).is_ok() {
        assert_eq!(values(&pairs, "state"), ["s3cr3t"], "{query}");
    }
    assert!(check_return(&query, None).is_err());

    let Ok(response) = AuthorizationResponse::parse(&query) else {
        return false;
    };
    assert!(query.len() <= MAX_LENGTH);
    let names: HashSet<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), pairs.len(), "twice in {query}");
    assert!(
        !names.contains("id_token") && !names.contains("access_token"),
        "{query}"
    );
    assert_eq!(
        values(&pairs, "state"),
        [response.state.secret()],
        "{query}"
    );
    let Ok(code) = response.into_code() else {
        return false;
    };
    assert_eq!(values(&pairs, "code"), [code.secret()], "{query}");
    assert!(!code.secret().is_empty());
    assert!(
        values(&pairs, "error").iter().all(|error| error.is_empty()),
        "{query}"
    );
    true
}

fn values<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a String> {
    let named = pairs.iter().filter(|(other, _)| other == name);
    named.map(|(_, value)| value).collect()
}

/// The `application/x-www-form-urlencoded` parser of the WHATWG, reimplemented.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hexadecimal = after.get(..2).and_then(|digits| {
            let digits = str::from_utf8(digits).ok()?;
            let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            all.then(|| u8::from_str_radix(digits, 16).ok())?
        });
        rest = after;
        match (first, hexadecimal) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
