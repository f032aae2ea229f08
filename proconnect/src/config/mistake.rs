//! A mistake in the settings, described so that an operator can correct it without reading the code.

use std::fmt;

/// The value that a variable had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is not set, or empty.
    Nothing,
    /// This value.
    Value(String),
    /// A secret, of which only the length is shown.
    Secret {
        /// In characters.
        length: usize,
    },
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Value(value) => write!(f, "“{}”", value.escape_debug()),
            Self::Secret { length } => write!(f, "a secret of {length} characters"),
        }
    }
}

/// One variable that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The variable's name.
    pub variable: &'static str,
    /// The value that it had.
    pub received: Received,
    /// The value to write instead, in a sentence.
    pub expected: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.variable)?;
        writeln!(f, "  received: {}", self.received)?;
        write!(f, "  write:    {}", self.expected)
    }
}

/// Every mistake found, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} mistake(s) in the settings:", self.0.len())?;
        for mistake in &self.0 {
            writeln!(f, "\n{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

impl Mistakes {
    /// Notes a mistake.
    pub fn note(
        &mut self,
        variable: &'static str,
        value: Option<&str>,
        expected: impl Into<String>,
    ) {
        let received = value.map_or(Received::Nothing, |value| Received::Value(value.to_owned()));
        self.push(variable, received, expected.into());
    }

    /// Notes a mistake in a secret, whose value is never shown.
    pub fn note_secret(&mut self, variable: &'static str, value: Option<&str>, expected: &str) {
        let length_of = |value: &str| Received::Secret {
            length: value.chars().count(),
        };
        let received = value.map_or(Received::Nothing, length_of);
        self.push(variable, received, expected.to_owned());
    }

    /// Keeps the first mistake of a variable: others may only follow from it.
    fn push(&mut self, variable: &'static str, received: Received, expected: String) {
        if self.0.iter().all(|known| known.variable != variable) {
            self.0.push(Mistake {
                variable,
                received,
                expected,
            });
        }
    }

    /// Adds the mistakes of another part.
    pub fn extend(&mut self, others: Self) {
        for other in others.0 {
            self.push(other.variable, other.received, other.expected);
        }
    }
}
