use serde_json::Value;
use std::fmt::Write;

/// JSON on lines. A text from outside must not change the terminal: the controls that JSON leaves as they are, and the
/// marks that turn the direction of a line, are escaped.
pub fn printed(value: &Value) -> String {
    let mut text = String::new();
    for c in format!("{value:#}\n").chars() {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if turns || (c.is_control() && c != '\n') {
            // Writing into a string does not fail.
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_from_outside_does_not_change_the_terminal() {
        let value = json!({ "email": "\u{9b}31m\u{7f}\u{1b}[2J\u{202e}é\n\u{2066}" });
        let text = printed(&value);
        assert_eq!(
            text,
            "{\n  \"email\": \"\\u009b31m\\u007f\\u001b[2J\\u202eé\\n\\u2066\"\n}\n"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
