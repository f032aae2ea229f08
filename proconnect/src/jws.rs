//! The checks of every signed token, before one of its claims is read (RFC 7515, RFC 8725).
//!
//! All kinds of token are verified here and by the same code: `jsonwebtoken` verifies the
//! signature with aws-lc, over the very bytes that came. That library accepts extensions, nested
//! tokens, tokens of other types and weak keys: these checks are here.

mod alg;
mod audience;
mod header;
mod key;
mod kind;

pub use alg::{SigningAlg, UnknownAlg};
pub(crate) use audience::Audience;
pub use key::{KeyDescription, KeySet, SigningKey};
pub(crate) use kind::TokenKind;

use crate::{error::JwsError, json};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, crypto::aws_lc};
use openidconnect::ClientSecret;
use std::fmt;

/// The values that a signature is verified with.
pub(crate) struct Verification<'a> {
    pub kind: TokenKind,
    /// The registered algorithm.
    pub alg: SigningAlg,
    /// The issuer's keys.
    pub keys: &'a [SigningKey],
    /// The key of HS256.
    pub client_secret: &'a ClientSecret,
}

/// A token as it was received: nothing in it may be believed.
#[derive(Clone, PartialEq, Eq)]
pub struct UnverifiedJws(String);

impl UnverifiedJws {
    /// Makes a token of any text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Verifies form, header and signature, and returns the payload, the very bytes that were signed.
    ///
    /// # Errors
    /// The first check that fails. [`JwsError::UnknownKey`] alone may go away once the keys are
    /// fetched again.
    pub(crate) fn verify(&self, by: &Verification<'_>) -> Result<Vec<u8>, JwsError> {
        let parts = self.parts(by.kind)?;
        let kid = header::check(by.kind, &parts.header, by.alg)?;
        let key = match by.alg {
            SigningAlg::Hs256 => DecodingKey::from_secret(by.client_secret.secret().as_bytes()),
            alg => key::pick(by.keys, alg, kid.as_deref())?.for_jsonwebtoken(),
        };
        // RFC 7518 3.4: an ES256 signature is two numbers of 32 bytes, not DER.
        let length = by.alg.signature_length();
        if length.is_some_and(|length| length != parts.signature.len()) {
            return Err(JwsError::BadSignature);
        }
        let (content, _) = self.0.rsplit_once('.').ok_or(JwsError::Malformed)?;
        // aws-lc by its name: `jsonwebtoken`'s default is a setting of the whole process, which
        // a feature of any other crate in the build could change.
        let verifier = aws_lc::DEFAULT_PROVIDER.verifier_factory;
        verifier(&by.alg.for_jsonwebtoken(), &key)
            .and_then(|verifier| Ok(verifier.verify(content.as_bytes(), &parts.signature)?))
            .map_err(|_| JwsError::BadSignature)?;
        Ok(parts.payload)
    }

    /// Decodes a token in the compact serialization (RFC 7515 7.1): three parts of unpadded base64url,
    /// the second a JSON object.
    fn parts(&self, kind: TokenKind) -> Result<Parts, JwsError> {
        if self.0.len() > kind.max_length() {
            return Err(JwsError::TokenTooLarge);
        }
        let parts: Vec<&str> = self.0.split('.').collect();
        match parts.len() {
            3 => {}
            5 => return Err(JwsError::UnexpectedEncryption),
            _ => return Err(malformed(kind, "not three parts")),
        }
        let decode = |part: &str| {
            BASE64_URL_SAFE_NO_PAD
                .decode(part)
                .map_err(|_| malformed(kind, "not base64url without padding"))
        };
        let parts = Parts {
            header: decode(parts[0])?,
            payload: decode(parts[1])?,
            signature: decode(parts[2])?,
        };
        match json::read::<serde_json::Value>(kind.name(), &parts.payload) {
            Some(serde_json::Value::Object(_)) => Ok(parts),
            Some(_) => Err(malformed(kind, "the claims are not a JSON object")),
            None => Err(JwsError::Malformed),
        }
    }
}

/// A token, decoded.
struct Parts {
    header: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

fn malformed(kind: TokenKind, fault: &str) -> JwsError {
    json::log_fault(kind.name(), "the whole", fault);
    JwsError::Malformed
}

impl fmt::Debug for UnverifiedJws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedJws([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::USER_INFO_CAP;

    #[test]
    fn a_token_is_read_up_to_its_length() {
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#);
        let claims = BASE64_URL_SAFE_NO_PAD.encode("{}");
        let start = format!("{header}.{claims}.");
        let token = |length: usize| start.clone() + &"A".repeat(length - start.len());
        let client_secret = ClientSecret::new("s3cr3t".to_owned());
        let refusal = |kind, length| {
            let verification = Verification {
                kind,
                alg: SigningAlg::Hs256,
                keys: &[],
                client_secret: &client_secret,
            };
            UnverifiedJws::new(token(length))
                .verify(&verification)
                .err()
        };
        for (kind, longest) in [
            (TokenKind::IdToken, 16 * 1024),
            (TokenKind::UserInfo, USER_INFO_CAP),
            (TokenKind::LogoutToken, 8 * 1024),
        ] {
            // A length of base64 that leaves no bits over.
            let whole = longest - (longest - start.len()) % 4;
            assert_eq!(refusal(kind, whole), Some(JwsError::BadSignature));
            assert_eq!(refusal(kind, longest + 1), Some(JwsError::TokenTooLarge));
        }
    }

    #[test]
    fn a_debug_print_shows_no_token() {
        let print = format!("{:?}", UnverifiedJws::new("s3cr3t".to_owned()));
        assert!(!print.contains("s3cr3t"));
    }
}
