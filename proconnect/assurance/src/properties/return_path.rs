//! An accepted return path stays on this site, for any parser.

use proconnect::{LoginOptions, ReturnTo, web::LogInForm};
use url::Url;

/// Input: the `return_to` of a form or a link.
pub fn check(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let form = LogInForm {
        return_to: Some(text.clone().into_owned()),
        ..LogInForm::default()
    };
    let kept = LoginOptions::from(form).return_to;
    let Ok(path) = text.parse::<ReturnTo>() else {
        assert_eq!(kept.as_str(), "/", "{text:?}");
        return false;
    };
    assert_eq!(kept, path);
    let path = path.as_str();
    assert_eq!(path.parse::<ReturnTo>(), Ok(kept), "not stable: {path:?}");

    let page = Url::parse("https://site.example/auth/proconnect/callback").unwrap();
    let there = page.join(path).unwrap();
    assert_eq!(there.origin(), page.origin(), "{text:?} became {path:?}");
    // Also for parsers other than the WHATWG's: a single slash first, then plain text only.
    let mut characters = path.chars();
    assert_eq!(characters.next(), Some('/'));
    assert!(!matches!(characters.next(), Some('/' | '\\')), "{path:?}");
    assert!(
        path.bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\'),
        "{path:?}"
    );
    assert!(path.len() <= 2048);
    true
}
