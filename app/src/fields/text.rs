use serde::{Deserialize, Serialize};

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

/// The rule of a field of text, which the browser and the server share.
#[derive(Debug, Clone, Copy)]
pub struct TextRule {
    /// The length in characters, from the fewest to the most.
    pub length: (usize, usize),
    /// One line, or several.
    pub lines: Lines,
    /// The messages about an empty text, a short one, a long one, and one with a control character.
    pub messages: [&'static str; 4],
}

impl TextRule {
    /// Returns the text without the spaces around it.
    ///
    /// # Errors
    /// The mistake, when the text is not accepted.
    pub fn parse(&self, typed: &str) -> Result<String, TextMistake> {
        let text = typed.replace("\r\n", "\n").trim().to_owned();
        let is_allowed = |c: char| self.lines == Lines::Several && matches!(c, '\n' | '\t');
        match text.chars().count() {
            0 => Err(TextMistake::Empty),
            _ if text.chars().any(|c| c.is_control() && !is_allowed(c)) => {
                Err(TextMistake::ControlCharacter)
            }
            count if count < self.length.0 => Err(TextMistake::TooShort),
            count if count > self.length.1 => Err(TextMistake::TooLong),
            _ => Ok(text),
        }
    }

    /// The message about the mistake.
    #[must_use]
    pub fn message(&self, mistake: TextMistake) -> &'static str {
        self.messages[mistake as usize]
    }

    /// The message about the typed text; `None` where it is right.
    #[must_use]
    pub fn judge(&self, typed: &str) -> Option<&'static str> {
        self.parse(typed).err().map(|mistake| self.message(mistake))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(length: (usize, usize), lines: Lines) -> TextRule {
        TextRule {
            length,
            lines,
            messages: ["empty", "short", "long", "control"],
        }
    }

    #[test]
    fn a_text_is_counted_in_characters_and_has_no_control_character() {
        let parse = |typed| rule((3, 5), Lines::One).parse(typed);
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
        let parse = |typed| rule((1, 5), Lines::Several).parse(typed);
        assert_eq!(parse("ab\r\ncd"), Ok("ab\ncd".to_owned()));
        assert_eq!(parse("ab\tcd"), Ok("ab\tcd".to_owned()));
        assert_eq!(parse("ab\rcd"), Err(TextMistake::ControlCharacter));
        let judge = |typed| rule((2, 3), Lines::One).judge(typed);
        let messages = ["", "a", "abcd", "a\0b", "abc"].map(judge);
        assert_eq!(
            messages,
            [
                Some("empty"),
                Some("short"),
                Some("long"),
                Some("control"),
                None
            ]
        );
    }
}
