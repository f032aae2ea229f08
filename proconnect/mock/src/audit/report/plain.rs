//! Text for a terminal: colours, and nothing that a service could make the terminal do.

use std::io::IsTerminal;

use crate::audit::case::Severity;
use crate::audit::outcome::Outcome;

/// Colours, on a terminal and without `NO_COLOR` (no-color.org).
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    is_coloured: bool,
}

impl Paint {
    #[cfg(test)]
    pub const NONE: Self = Self { is_coloured: false };

    pub fn of(output: &impl IsTerminal) -> Self {
        let no_color = std::env::var_os("NO_COLOR").unwrap_or_default();
        Self {
            is_coloured: output.is_terminal() && no_color.is_empty(),
        }
    }

    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Critical => self.with("1;31", text),
            Severity::High => self.with("31", text),
            Severity::Medium | Severity::Low => self.with("33", text),
        }
    }

    pub fn outcome(self, outcome: &Outcome, text: &str) -> String {
        match outcome {
            Outcome::AsExpected => self.with("32", text),
            Outcome::Fault(_) => self.with("1;31", text),
            Outcome::Unclean(_) => self.with("33", text),
            Outcome::NotTold(_) | Outcome::NotRun(_) => self.with("2", text),
        }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.is_coloured {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// `text` on one line, without control characters: those of a page of the service would reach the terminal.
pub fn plain(text: &str) -> String {
    let is_control = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let parts = text.split(is_control).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// `text` in lines of at most `width` characters, where its spaces permit that. No-break spaces stay.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_reaches_the_terminal() {
        assert_eq!(plain("a\x1b[2Jb\r\nc\u{2028}d\u{9b}e"), "a [2Jb c d e");
    }

    #[test]
    fn lines_break_at_spaces_and_not_at_no_break_spaces() {
        assert_eq!(
            wrap("one two\u{a0}: three", 8),
            ["one", "two\u{a0}:", "three"]
        );
        assert_eq!(wrap("one two", 7), ["one two"]);
        assert_eq!(wrap("", 7), Vec::<String>::new());
    }

    #[test]
    fn colours_are_left_out_where_nobody_sees_them() {
        assert_eq!(Paint::NONE.bold("text"), "text");
        let paint = Paint { is_coloured: true };
        assert_eq!(paint.bold("text"), "\x1b[1mtext\x1b[0m");
    }
}
