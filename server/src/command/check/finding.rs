//! One finding of the check.

use serde_json::{Value, json};
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As it should be.
    Ok,
    /// Not verified, because of another finding.
    Skipped,
    /// Logins work, and something is not as it should be.
    Warning,
    /// Logins fail, or the server does not start.
    Error,
}

/// One finding: the state of a thing, and what to do about it.
#[derive(Debug)]
pub struct Finding {
    pub level: Level,
    /// A stable name for programs.
    code: String,
    /// The variable to change, where there is one.
    variable: Option<String>,
    text: String,
    cure: Option<String>,
    /// The technical cause, in English.
    cause: Option<String>,
}

impl Level {
    /// The level in JSON.
    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Ok => "[ok]",
            Self::Skipped => "[non vérifié]",
            Self::Warning => "[avertissement]",
            Self::Error => "[erreur]",
        }
    }
}

impl Finding {
    pub fn ok(code: &str, text: impl Into<String>) -> Self {
        Self::new(Level::Ok, code, text.into(), None)
    }

    pub fn skipped(code: &str, text: impl Into<String>) -> Self {
        Self::new(Level::Skipped, code, text.into(), None)
    }

    pub fn warning(code: &str, text: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::new(Level::Warning, code, text.into(), Some(cure.into()))
    }

    pub fn error(code: &str, text: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::new(Level::Error, code, text.into(), Some(cure.into()))
    }

    fn new(level: Level, code: &str, text: String, cure: Option<String>) -> Self {
        Self {
            level,
            code: code.to_owned(),
            variable: None,
            text: typography(&text),
            cure: cure.map(|cure| typography(&cure)),
            cause: None,
        }
    }

    /// Names the variable to change.
    pub fn about(self, variable: impl Into<String>) -> Self {
        let variable = Some(variable.into());
        Self { variable, ..self }
    }

    /// Adds the technical cause; an empty one is left out.
    pub fn because(self, cause: &str) -> Self {
        let cause = Some(legible(cause)).filter(|cause| !cause.is_empty());
        Self { cause, ..self }
    }

    pub fn to_json(&self) -> Value {
        json!({
            "level": self.level.name(),
            "code": self.code,
            "variable": self.variable,
            "text": self.text,
            "cure": self.cure,
            "cause": self.cause,
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.level.label(), self.text)?;
        if let Some(cure) = &self.cure {
            write!(f, " Que faire\u{a0}: {cure}")?;
        }
        if let Some(cause) = &self.cause {
            write!(f, " (cause\u{a0}: {cause})")?;
        }
        Ok(())
    }
}

/// A text from outside as it may be printed: in one line, and of a bounded length.
pub fn legible(text: &str) -> String {
    let plain = text.chars().take(400);
    plain.map(|c| if is_hidden(c) { '?' } else { c }).collect()
}

/// The values of a list from outside, in a sentence.
pub fn listed(values: &[String]) -> String {
    match values {
        [] => "rien".to_owned(),
        values => legible(&values.join(", ")),
    }
}

/// Control characters, and those that change the direction of a text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text in one line, with the no-break spaces of French.
fn typography(text: &str) -> String {
    let mut text = text.replace(is_hidden, " ");
    for mark in [":", ";", "!", "?", "»"] {
        text = text.replace(&format!(" {mark}"), &format!("\u{a0}{mark}"));
    }
    text.replace("« ", "«\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_whatever_the_issuer_sent() {
        let finding =
            Finding::error("a.b", "reçu : « a\r\n\u{1b}[2Jb » !", "rien ?").because("x\ny");
        let line = finding.to_string();
        let expected = "[erreur] reçu\u{a0}: «\u{a0}a   [2Jb\u{a0}»\u{a0}! Que faire\u{a0}: rien\u{a0}? (cause\u{a0}: x?y)";
        assert_eq!(line, expected);
    }
}
