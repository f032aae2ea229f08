//! What any signed token must be before one of its claims is read (RFC 7515, RFC 8725).
//!
//! Both kinds of token pass here first: the ID token, whose signature `openidconnect` then
//! verifies, and the userinfo response, whose signature `jsonwebtoken` verifies. What those
//! libraries let pass is refused here: extensions, nested tokens, other tokens' types, weak keys.

mod header;
mod key;

pub use key::{KeySet, SigningKey};

use crate::error::JwsError;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use openidconnect::core::CoreJwsSigningAlgorithm;
use std::{fmt, str::FromStr};

/// Largest token looked at, in bytes.
const MAX_TOKEN_LENGTH: usize = 16 * 1024;

/// The algorithms a client can be registered with at ProConnect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningAlg {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// HMAC with SHA-256, keyed by the client secret.
    Hs256,
}

impl SigningAlg {
    /// The value of the `alg` header parameter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::Hs256 => "HS256",
        }
    }

    /// In bytes, where it does not depend on the key (RFC 7518 3.2 and 3.4).
    fn signature_length(self) -> Option<usize> {
        match self {
            Self::Rs256 => None,
            Self::Es256 => Some(64),
            Self::Hs256 => Some(32),
        }
    }

    pub(crate) fn for_openidconnect(self) -> CoreJwsSigningAlgorithm {
        match self {
            Self::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            Self::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            Self::Hs256 => CoreJwsSigningAlgorithm::HmacSha256,
        }
    }

    pub(crate) fn for_jsonwebtoken(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::Hs256 => jsonwebtoken::Algorithm::HS256,
        }
    }
}

/// Not an algorithm that ProConnect signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not RS256, ES256 or HS256")]
pub struct UnknownAlg;

impl FromStr for SigningAlg {
    type Err = UnknownAlg;

    fn from_str(text: &str) -> Result<Self, UnknownAlg> {
        [Self::Rs256, Self::Es256, Self::Hs256]
            .into_iter()
            .find(|alg| alg.as_str() == text)
            .ok_or(UnknownAlg)
    }
}

/// A token as the wire brought it: nothing in it may be believed.
#[derive(Clone, PartialEq, Eq)]
pub struct UnverifiedJws(String);

impl UnverifiedJws {
    /// Takes the text for what it is.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks form and header against the registered algorithm, and picks the key to verify
    /// with; `None` for HS256, whose key is the client secret.
    ///
    /// # Errors
    /// [`JwsError::UnknownKey`] may mean that the issuer changed its keys; no other error is
    /// worth a second look.
    pub(crate) fn key<'k>(
        &self,
        alg: SigningAlg,
        keys: &'k [SigningKey],
    ) -> Result<Option<&'k SigningKey>, JwsError> {
        let (header, signature) = self.header_and_signature()?;
        let kid = header::check(&header, alg)?;
        let key = match alg {
            SigningAlg::Hs256 => None,
            SigningAlg::Rs256 | SigningAlg::Es256 => Some(key::pick(keys, alg, kid.as_deref())?),
        };
        // `openidconnect` panics at an HMAC of another length.
        let length = alg.signature_length();
        if length.is_some_and(|length| length != signature.len()) {
            return Err(JwsError::BadSignature);
        }
        Ok(key)
    }

    /// The decoded payload. Nothing in it may be believed before the signature is verified.
    pub(crate) fn payload(&self) -> Vec<u8> {
        let payload = self.0.split('.').nth(1).unwrap_or_default();
        BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap_or_default()
    }

    /// The decoded header and signature of a token of the right form: three parts of base64url,
    /// unpadded.
    fn header_and_signature(&self) -> Result<(Vec<u8>, Vec<u8>), JwsError> {
        if self.0.len() > MAX_TOKEN_LENGTH {
            return Err(JwsError::TokenTooLarge);
        }
        let parts: Vec<&str> = self.0.split('.').collect();
        match parts.len() {
            3 => {}
            5 => return Err(JwsError::UnexpectedEncryption),
            _ => return Err(JwsError::Malformed),
        }
        let decode = |part: &str| {
            BASE64_URL_SAFE_NO_PAD
                .decode(part)
                .map_err(|_| JwsError::Malformed)
        };
        let header = decode(parts[0])?;
        let claims = decode(parts[1])?;
        let signature = decode(parts[2])?;
        match serde_json::from_slice::<serde_json::Value>(&claims) {
            Ok(serde_json::Value::Object(_)) => Ok((header, signature)),
            _ => Err(JwsError::Malformed),
        }
    }
}

impl fmt::Debug for UnverifiedJws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedJws([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_up_to_its_length() {
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#);
        let claims = BASE64_URL_SAFE_NO_PAD.encode("{}");
        let start = format!("{header}.{claims}.");
        let token = |length: usize| start.clone() + &"A".repeat(length - start.len());
        let refusal = |length| {
            let token = UnverifiedJws::new(token(length));
            token.key(SigningAlg::Hs256, &[]).err()
        };
        assert_eq!(refusal(MAX_TOKEN_LENGTH), Some(JwsError::BadSignature));
        assert_eq!(refusal(MAX_TOKEN_LENGTH + 1), Some(JwsError::TokenTooLarge));
    }

    #[test]
    fn an_algorithm_is_known_by_its_name_alone() {
        for alg in [SigningAlg::Rs256, SigningAlg::Es256, SigningAlg::Hs256] {
            assert_eq!(alg.as_str().parse(), Ok(alg));
        }
        for name in ["", "none", "rs256", "RS512", "ES384"] {
            assert_eq!(name.parse::<SigningAlg>(), Err(UnknownAlg), "{name}");
        }
    }

    #[test]
    fn a_debug_print_shows_no_token() {
        let print = format!("{:?}", UnverifiedJws::new("s3cr3t".to_owned()));
        assert!(!print.contains("s3cr3t"));
    }
}
