use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Why the typed text is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextMistake {
    /// Empty, or only spaces.
    Empty,
    /// Fewer characters than the field asks for.
    TooShort,
    /// More characters than the field takes.
    TooLong,
    /// A character that is no part of a text, such as the null character.
    ControlCharacter,
}

/// Whether a text may have several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A line break is a mistake.
    One,
    /// Line breaks and tabs are kept. A browser sends a line break as two characters, which become one.
    Several,
}

/// Returns the text without the spaces around it. The browser and the server share this function. Lengths are
/// counted in characters.
///
/// # Errors
/// The mistake, when the text is not accepted.
pub fn parse_text(
    typed: &str,
    length: RangeInclusive<usize>,
    lines: Lines,
) -> Result<String, TextMistake> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    let is_allowed = |c: char| lines == Lines::Several && matches!(c, '\n' | '\t');
    match text.chars().count() {
        0 => Err(TextMistake::Empty),
        _ if text.chars().any(|c| c.is_control() && !is_allowed(c)) => {
            Err(TextMistake::ControlCharacter)
        }
        count if count < *length.start() => Err(TextMistake::TooShort),
        count if count > *length.end() => Err(TextMistake::TooLong),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_counted_in_characters_and_has_no_control_character() {
        let parse = |typed| parse_text(typed, 3..=5, Lines::One);
        for right in ["été", "abcde", "  abc  ", "日本語文字", "a b c"] {
            assert_eq!(parse(right), Ok(right.trim().to_owned()));
        }
        for (typed, mistake) in [
            ("", TextMistake::Empty),
            (" \u{a0}\n", TextMistake::Empty),
            ("ab", TextMistake::TooShort),
            ("éàüîôç", TextMistake::TooLong),
            ("abc\0", TextMistake::ControlCharacter),
            ("a\nb\nc", TextMistake::ControlCharacter),
            ("a\u{1b}[c", TextMistake::ControlCharacter),
        ] {
            assert_eq!(parse(typed), Err(mistake), "{typed:?}");
        }
    }

    #[test]
    fn a_line_break_of_a_browser_is_one_character() {
        let parse = |typed| parse_text(typed, 1..=5, Lines::Several);
        assert_eq!(parse("ab\r\ncd"), Ok("ab\ncd".to_owned()));
        assert_eq!(parse("ab\tcd"), Ok("ab\tcd".to_owned()));
        assert_eq!(parse("ab\rcd"), Err(TextMistake::ControlCharacter));
    }
}
