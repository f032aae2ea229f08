//! `COOKIE_SECRET` seals and opens cookies and sessions. `COOKIE_SECRET_PREVIOUS` only opens them.

use axum_extra::extract::cookie::Key;
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use hkdf::Hkdf;
use proconnect::{
    config::{Mistakes, Variables},
    web::CookieKeys,
};
use sha2::Sha512;

pub const COOKIE_SECRET: &str = "COOKIE_SECRET";
pub const COOKIE_SECRET_PREVIOUS: &str = "COOKIE_SECRET_PREVIOUS";

/// Shortest secret, in bytes.
const MIN_LENGTH: usize = 64;

/// Bytes in the first line that `openssl rand -base64 64` prints: the length of a secret whose
/// second line was not copied.
const FIRST_LINE: usize = 48;

/// Fewest distinct bytes in a secret. Of 64 random bytes, 50 or more are distinct.
const MIN_DISTINCT: usize = 16;

/// Separates these keys from any other use of the secret (RFC 5869 3.2).
const PURPOSE: &[u8] = b"leptos-proconnect cookies";

/// Reads both keys. A development build generates the current key when it is not set. Returns
/// `None` when there is no valid one.
pub fn read(read: &mut Variables<'_>) -> Option<CookieKeys> {
    let current = read.secret(COOKIE_SECRET);
    let previous = read.secret(COOKIE_SECRET_PREVIOUS);
    let mistakes = &mut read.mistakes;
    let previous = previous.and_then(|text| key(COOKIE_SECRET_PREVIOUS, &text, mistakes));
    let current = match current {
        Some(text) => key(COOKIE_SECRET, &text, mistakes),
        None if cfg!(debug_assertions) => Some(Key::generate()),
        None => {
            mistakes.note_secret(COOKIE_SECRET, None, EXPECTED);
            None
        }
    };
    Some(CookieKeys {
        current: current?,
        previous,
    })
}

const EXPECTED: &str = "64 random bytes or more in base64, on one line, as `openssl rand -base64 64 | \
                    tr -d '\\n'` prints them; the same on every replica, and kept across restarts";

const SECOND_LINE: &str = "the second line too: this is only the first of the two that `openssl rand \
                           -base64 64` prints. `openssl rand -base64 64 | tr -d '\\n'` prints one";

const TRIVIAL: &str = "random bytes: these follow a pattern and can be guessed. `openssl rand \
                       -base64 64 | tr -d '\\n'` prints some";

fn key(name: &'static str, text: &str, mistakes: &mut Mistakes) -> Option<Key> {
    let expected = match decode(text) {
        Some(bytes) if bytes.len() == FIRST_LINE => SECOND_LINE,
        Some(bytes) if bytes.len() < MIN_LENGTH => EXPECTED,
        Some(bytes) if is_trivial(&bytes) || is_written(text, &bytes) => TRIVIAL,
        Some(bytes) => return derive(&bytes),
        None => EXPECTED,
    };
    mistakes.note_secret(name, Some(text), expected);
    None
}

/// Decodes base64 as tools and env files write it: on several lines, with a line break written
/// `\n`, without padding, or with the URL alphabet.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text: String = text
        .replace("\\n", "")
        .split_ascii_whitespace()
        .collect::<String>()
        .replace('-', "+")
        .replace('_', "/");
    BASE64_STANDARD_NO_PAD
        .decode(text.trim_end_matches('='))
        .ok()
}

/// Derives the key from the whole secret. `Key::from` would use its first 64 bytes only.
fn derive(secret: &[u8]) -> Option<Key> {
    let mut key = [0; 64];
    let expanded = Hkdf::<Sha512>::new(None, secret).expand(PURPOSE, &mut key);
    expanded.ok().map(|()| Key::from(&key))
}

/// True when the bytes follow a rule: few distinct values, repetitions, counters of any step and
/// width. In such bytes, a third of the differences between bytes at one distance are equal. In
/// random bytes, one in 256 is.
fn is_trivial(bytes: &[u8]) -> bool {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    distinct < MIN_DISTINCT || (1..=bytes.len() / 2).any(|distance| follows(bytes, distance))
}

/// True when a person wrote the secret: a text in base64, words that happen to be base64, the
/// alphabet. One random secret in two million has no digit.
fn is_written(text: &str, bytes: &[u8]) -> bool {
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    bytes.iter().all(is_text) || !has_digit || follows(text.as_bytes(), 1)
}

fn follows(bytes: &[u8], distance: usize) -> bool {
    let mut differences = [0_usize; 256];
    for (before, after) in bytes.iter().zip(&bytes[distance..]) {
        differences[usize::from(after.wrapping_sub(*before))] += 1;
    }
    let most = differences.into_iter().max().unwrap_or_default();
    most * 3 >= bytes.len() - distance
}

#[cfg(test)]
mod tests;
