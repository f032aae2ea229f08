//! Values as they were typed: env files, shells and office software may add quotes, comments and
//! invisible characters.

use super::Mistakes;

/// Quotes that a shell or a `.env` parser removes and docker's `--env-file` keeps, and the ones
/// that office software writes instead.
const QUOTES: [(char, char); 6] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('‘', '’'),
    ('«', '»'),
    ('`', '`'),
];

/// Invisible characters that some editors write at the start of a file, or that come with copied
/// text.
const INVISIBLE: [char; 3] = ['\u{feff}', '\u{200b}', '\u{2060}'];

/// The variables as they are read, and the mistakes found on the way.
pub struct Variables<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    /// The mistakes found so far.
    pub mistakes: Mistakes,
}

impl<'a> Variables<'a> {
    /// Reads through `variable`, which returns the value of a name.
    pub fn new(variable: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let mistakes = Mistakes::default();
        Self { variable, mistakes }
    }

    /// Returns the value without its quotes. `None` when the variable is not set or empty, and when
    /// the value is malformed, which is noted as a mistake.
    pub fn value(&mut self, name: &'static str) -> Option<String> {
        let text = clean((self.variable)(name)?.as_str()).to_owned();
        if let Some(expected) = ill_written(&text) {
            self.mistakes.note(name, Some(&text), expected);
            return None;
        }
        Some(unquoted(&text).to_owned()).filter(|text| !text.is_empty())
    }

    /// Like [`Variables::value`], for a secret: a mistake does not show its value.
    pub fn secret(&mut self, name: &'static str) -> Option<String> {
        let text = clean((self.variable)(name)?.as_str()).to_owned();
        if let Some(expected) = ill_written(&text) {
            self.mistakes.note_secret(name, Some(&text), expected);
            return None;
        }
        Some(unquoted(&text).to_owned()).filter(|text| !text.is_empty())
    }
}

fn clean(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || INVISIBLE.contains(&c))
}

/// The text inside its quotes, however many pairs there are.
fn unquoted(text: &str) -> &str {
    let inside = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    match QUOTES.into_iter().find_map(inside) {
        Some(inside) => unquoted(clean(inside)),
        None => text,
    }
}

/// Describes what to write instead, when quotes, a comment or an unreadable character surround the
/// value. `None` for a well-formed value.
fn ill_written(text: &str) -> Option<&'static str> {
    let is_quoted = unquoted(text) != text;
    let opens = |(open, _)| text.starts_with(open);
    let closes = |(_, close)| text.ends_with(close);
    if !is_quoted && (QUOTES.into_iter().any(opens) || QUOTES.into_iter().any(closes)) {
        return Some(
            "the value with the same quote at both ends, or with none (a value that itself begins \
             or ends with a quote goes between two others)",
        );
    }
    // Some readers of env files keep a comment as part of the value.
    let comment = text.starts_with('#') || text.contains(" #") || text.contains("\t#");
    if !is_quoted && comment {
        return Some("the value alone: a comment goes on a line of its own, which begins with #");
    }
    if text.contains('\u{fffd}') {
        return Some("the value in UTF-8");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<String>, usize> {
        let variable = |_: &str| Some(text.to_owned());
        let mut variables = Variables::new(&variable);
        let value = variables.value("NAME");
        match variables.mistakes.0.len() {
            0 => Ok(value),
            mistakes => Err(mistakes),
        }
    }

    #[test]
    fn r11_quotes_that_match_are_no_part_of_a_value() {
        for text in [
            "value",
            " value\r\n",
            "\"value\"",
            "'value'",
            "“value”",
            "« value »",
            "‘value’",
            "`value`",
            "\"'value'\"",
            "\u{feff}value",
            "\u{feff}\"value\"",
            "\u{feff}'\u{feff}value'",
        ] {
            assert_eq!(read(text), Ok(Some("value".to_owned())), "{text:?}");
        }
        assert_eq!(read("'#value \" #'"), Ok(Some("#value \" #".to_owned())));
        assert_eq!(read("'value\"'"), Ok(Some("value\"".to_owned())));
    }

    #[test]
    fn quotes_around_nothing_are_nothing() {
        for text in ["", " ", "\"\"", "''", "\" \"", "\u{feff}"] {
            assert_eq!(read(text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn r11_a_quote_without_its_pair_and_a_comment_are_mistakes() {
        for text in [
            "\"value",
            "value\"",
            "'value\"",
            "value'",
            "“value",
            "\"",
            "value # of the partner space",
            "value\t# of the partner space",
            "# value",
            "val\u{fffd}ue",
        ] {
            assert_eq!(read(text), Err(1), "{text:?}");
        }
    }
}
