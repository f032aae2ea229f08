//! `COOKIE_SECRET` and `COOKIE_SECRET_PREVIOUS`: the one seals and opens, the other only opens.

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

/// The bytes of the first of the lines that `openssl rand` prints.
const FIRST_LINE: usize = 48;

/// Fewest different bytes of a secret: 64 random ones have 50 or more.
const MIN_DISTINCT: usize = 16;

/// Separates these keys from any other use of the secret (RFC 5869 3.2).
const PURPOSE: &[u8] = b"leptos-proconnect cookies";

/// The keys, or the mistakes.
pub fn read(read: &mut Variables<'_>) -> Option<CookieKeys> {
    let current = read.secret(COOKIE_SECRET);
    let previous = read.secret(COOKIE_SECRET_PREVIOUS);
    let mistakes = &mut read.mistakes;
    let previous = previous.and_then(|text| key(COOKIE_SECRET_PREVIOUS, &text, mistakes));
    let current = match current {
        Some(text) => key(COOKIE_SECRET, &text, mistakes),
        None if cfg!(debug_assertions) => Some(Key::generate()),
        None => {
            mistakes.note_secret(COOKIE_SECRET, None, CURE);
            None
        }
    };
    Some(CookieKeys {
        current: current?,
        previous,
    })
}

const CURE: &str = "64 random bytes or more in base64, on one line: what `openssl rand -base64 64 | \
                    tr -d '\\n'` prints; the same on every replica, and kept across restarts";

const SECOND_LINE: &str = "the second line too: this is the first of those that `openssl rand \
                           -base64 64` prints. `openssl rand -base64 64 | tr -d '\\n'` prints one";

const TRIVIAL: &str = "random bytes: these are a pattern, which can be guessed. `openssl rand \
                       -base64 64 | tr -d '\\n'` prints some";

fn key(name: &'static str, text: &str, mistakes: &mut Mistakes) -> Option<Key> {
    let cure = match decode(text) {
        Some(bytes) if bytes.len() == FIRST_LINE => SECOND_LINE,
        Some(bytes) if bytes.len() < MIN_LENGTH => CURE,
        Some(bytes) if is_trivial(&bytes) || is_written(text, &bytes) => TRIVIAL,
        Some(bytes) => return derive(&bytes),
        None => CURE,
    };
    mistakes.note_secret(name, Some(text), cure);
    None
}

/// `openssl rand` wraps its lines, some env files write the break as `\n`, not every tool pads, and
/// some write base64 for URLs.
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

/// A key of the whole secret, however long: `Key` itself takes the first 64 bytes.
fn derive(secret: &[u8]) -> Option<Key> {
    let mut key = [0; 64];
    let expanded = Hkdf::<Sha512>::new(None, secret).expand(PURPOSE, &mut key);
    expanded.ok().map(|()| Key::from(&key))
}

/// Whether the bytes follow a rule: few different ones, repetitions, counters of any step and width.
/// Between bytes at one distance, a third of the differences are the same then; of random bytes, one
/// in 256.
fn is_trivial(bytes: &[u8]) -> bool {
    let mut seen = [false; 256];
    for byte in bytes {
        seen[usize::from(*byte)] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    distinct < MIN_DISTINCT || (1..=bytes.len() / 2).any(|distance| follows(bytes, distance))
}

/// Whether somebody wrote it: a text in base64, words that happen to be base64, the alphabet. Of
/// random secrets one in two million has no digit.
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
