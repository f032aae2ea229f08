//! Hints that a login form may send to the issuer (Core 3.1.2.1, and `ProConnect`'s own). A hint
//! spares the agent a question. It is not a condition: another agent may log in.

mod email;

use std::{fmt, str::FromStr};

/// Longest identifier of an identity provider, in bytes; a UUID has 36.
const MAX_IDP_LENGTH: usize = 64;

/// `login_hint`: the agent's e-mail address. `ProConnect` redirects at once to the identity
/// provider of its domain, and ends a session of another address. It rejects the whole request when
/// the address is malformed, so that only an address it accepts becomes a hint.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailHint(String);

/// `idp_hint`: the identity provider, by its identifier, a UUID at `ProConnect`; 64 bytes at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdpHint(String);

/// The text is no such hint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hint of that kind")]
pub struct NotAHint;

impl EmailHint {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl IdpHint {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EmailHint {
    type Err = NotAHint;

    fn from_str(text: &str) -> Result<Self, NotAHint> {
        let is_address = email::is_address(text) && !text.contains(char::is_control);
        is_address.then(|| Self(text.to_owned())).ok_or(NotAHint)
    }
}

impl FromStr for IdpHint {
    type Err = NotAHint;

    /// Letters, digits and hyphens, as in a UUID and in the names of test providers.
    fn from_str(text: &str) -> Result<Self, NotAHint> {
        let of_an_identifier = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let short = (1..=MAX_IDP_LENGTH).contains(&text.len());
        let is_identifier = short && text.bytes().all(of_an_identifier);
        is_identifier.then(|| Self(text.to_owned())).ok_or(NotAHint)
    }
}

impl fmt::Debug for EmailHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailHint([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plausible_and_printable() {
        assert!(
            "angela.dubois@ministere.gouv.fr"
                .parse::<EmailHint>()
                .is_ok()
        );
        for text in [
            "",
            "a",
            "@",
            "a@b",
            "a@b.fr@c.fr",
            "a b@c.fr",
            "a@c.fr\n",
            "\"a\tb\"@c.fr",
        ] {
            assert_eq!(text.parse::<EmailHint>(), Err(NotAHint), "{text:?}");
        }
        let long = format!("{}@c.fr", "a".repeat(250));
        assert_eq!(long.parse::<EmailHint>(), Err(NotAHint));
    }

    #[test]
    fn an_identity_provider_is_named_by_letters_digits_and_hyphens() {
        for text in ["71144ab3-ee1a-4401-b7b3-79b44f7daeeb", "fia1v2"] {
            assert_eq!(text.parse::<IdpHint>().unwrap().as_str(), text);
        }
        for text in ["", "a b", "a&prompt=none", "a/b", "é", "a_b", "a\n"] {
            assert_eq!(text.parse::<IdpHint>(), Err(NotAHint), "{text:?}");
        }
        assert_eq!("a".repeat(65).parse::<IdpHint>(), Err(NotAHint));
    }
}
