//! The algorithms that a token may be signed with (RFC 7518 3.1).

use std::str::FromStr;

/// The algorithms that a client can be registered with at ProConnect (RFC 7518 3.1).
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

    /// Length of a signature in bytes; `None` for RS256, where it is the key's (RFC 7518 3.2 and 3.4).
    pub(super) fn signature_length(self) -> Option<usize> {
        match self {
            Self::Rs256 => None,
            Self::Es256 => Some(64),
            Self::Hs256 => Some(32),
        }
    }

    pub(super) fn for_jsonwebtoken(self) -> jsonwebtoken::Algorithm {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_algorithm_is_known_by_its_name_alone() {
        for alg in [SigningAlg::Rs256, SigningAlg::Es256, SigningAlg::Hs256] {
            assert_eq!(alg.as_str().parse(), Ok(alg));
        }
        for name in ["", "none", "rs256", "RS512", "ES384"] {
            assert_eq!(name.parse::<SigningAlg>(), Err(UnknownAlg), "{name}");
        }
    }
}
