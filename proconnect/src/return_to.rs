//! The path that a login or a form returns to. A value of this type cannot lead to another site
//! (RFC 9700 4.11.1).

use serde::{Deserialize, Serialize};
use std::str::FromStr;
use url::{Position, Url};

/// Longest path kept, in bytes: with the rest of its login attempt it must fit in a cookie.
pub(crate) const MAX_LENGTH: usize = 2048;

/// Base of the resolution. Any origin would do, since only the path after it is kept.
const BASE: &str = "http://localhost";

/// A path of this site, with its query and fragment, of 2048 bytes at most. It is `/` by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The path, ready for a `Location` header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

/// The text could lead to another site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a path of this site")]
pub struct NotAPath;

impl FromStr for ReturnTo {
    type Err = NotAPath;

    /// Parses the text as a browser does (the WHATWG URL rules). Accepts it only if it begins with a
    /// single `/`, has neither a backslash nor a control character, and stays on the site.
    fn from_str(text: &str) -> Result<Self, NotAPath> {
        let suspicious = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
        if text.len() > MAX_LENGTH || !text.starts_with('/') || text.contains(suspicious) {
            return Err(NotAPath);
        }
        let origin = Url::parse(BASE).map_err(|_| NotAPath)?;
        let url = origin.join(text).map_err(|_| NotAPath)?;
        let path = &url[Position::BeforePath..];
        if url.origin() != origin.origin() || path.starts_with("//") || path.len() > MAX_LENGTH {
            return Err(NotAPath);
        }
        Ok(Self(path.to_owned()))
    }
}

impl TryFrom<String> for ReturnTo {
    type Error = NotAPath;

    fn try_from(text: String) -> Result<Self, NotAPath> {
        text.parse()
    }
}

impl From<ReturnTo> for String {
    fn from(path: ReturnTo) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_this_site_is_kept_with_its_query_and_fragment() {
        for path in [
            "/",
            "/mon-compte",
            "/a/b?c=d&e=%2F#f",
            "/?url=https://example.org",
        ] {
            assert_eq!(path.parse::<ReturnTo>().unwrap().as_str(), path);
        }
        assert_eq!("/é".parse::<ReturnTo>().unwrap().as_str(), "/%C3%A9");
    }

    #[test]
    fn whatever_could_lead_elsewhere_is_refused() {
        for path in [
            "",
            "a",
            "https://evil.example",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " /a",
            "/.//evil.example",
            "/..//evil.example",
            "/%2e//evil.example",
            "javascript:alert(1)",
            "data:text/html,a",
            "@evil.example",
        ] {
            assert_eq!(path.parse::<ReturnTo>(), Err(NotAPath), "{path:?}");
        }
        assert_eq!(
            format!("/{}", "a".repeat(MAX_LENGTH)).parse::<ReturnTo>(),
            Err(NotAPath)
        );
    }

    #[test]
    fn a_path_is_as_long_as_the_cookies_allow_once_it_is_encoded() {
        let longest = format!("/{}", "a".repeat(MAX_LENGTH - 1));
        assert_eq!(longest.parse::<ReturnTo>().unwrap().as_str(), longest);
        let encoded = format!("/é{}", "a".repeat(MAX_LENGTH - 7));
        assert_eq!(
            encoded.parse::<ReturnTo>().unwrap().as_str().len(),
            MAX_LENGTH
        );
        for too_long in [format!("{longest}a"), format!("{encoded}a")] {
            assert_eq!(
                too_long.parse::<ReturnTo>(),
                Err(NotAPath),
                "{}",
                too_long.len()
            );
        }
    }

    #[test]
    fn no_control_character_is_let_pass_be_it_white_space_or_not() {
        for c in [
            '\0', '\u{1b}', '\u{7f}', '\u{85}', '\t', '\u{a0}', '\u{2028}',
        ] {
            assert_eq!(
                format!("/a{c}b").parse::<ReturnTo>(),
                Err(NotAPath),
                "{c:?}"
            );
        }
    }

    #[test]
    fn a_stored_path_is_parsed_as_strictly() {
        let path: ReturnTo = "/mon-compte?a=b".parse().unwrap();
        let json = serde_json::to_string(&path).unwrap();
        assert_eq!(json, r#""/mon-compte?a=b""#);
        assert_eq!(serde_json::from_str::<ReturnTo>(&json).unwrap(), path);
        assert!(serde_json::from_str::<ReturnTo>(r#""//evil.example""#).is_err());
    }
}
