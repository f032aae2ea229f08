//! A text from outside, as a line of the trail may hold it.

use serde::Serialize;
use std::fmt;

/// Greatest length in bytes.
const MAX_LENGTH: usize = 256;

/// A text of printable ASCII characters, 256 bytes at most. Other characters are escaped, as in `\u{202e}`, so
/// that no text breaks a line or turns its direction around. A longer text is cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PlainText(String);

impl PlainText {
    /// The text as a line may hold it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.len() <= MAX_LENGTH && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Self(text.to_owned());
        }
        let mut plain = String::new();
        for c in text.chars() {
            let length = plain.len();
            match c {
                ' '..='~' => plain.push(c),
                _ => plain.extend(c.escape_unicode()),
            }
            if plain.len() > MAX_LENGTH {
                plain.truncate(length);
                break;
            }
        }
        Self(plain)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f8_a_text_from_outside_breaks_no_line_and_is_not_endless() {
        for (text, plain) in [
            ("Mozilla/5.0 (X11) \"a\\b\"", "Mozilla/5.0 (X11) \"a\\b\""),
            ("a\r\nb", "a\\u{d}\\u{a}b"),
            ("\u{1b}[31m\u{202e}é", "\\u{1b}[31m\\u{202e}\\u{e9}"),
        ] {
            assert_eq!(PlainText::new(text).as_str(), plain);
        }
        for letter in ["a", "é", "\n", "\u{10ffff}"] {
            let plain = PlainText::new(&letter.repeat(100_000));
            assert!((240..=256).contains(&plain.as_str().len()), "{letter}");
        }
    }
}
