//! The checks of the JOSE header (RFC 7515 4). The header never decides how the token is verified.

use super::{alg::SigningAlg, kind::TokenKind};
use crate::{error::JwsError, json};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Longest key identifier looked up, in bytes.
const MAX_KID_LENGTH: usize = 256;

/// Named members, so that a member that is given twice is an error.
#[derive(Deserialize)]
struct Header {
    alg: Option<String>,
    typ: Option<String>,
    cty: Option<Value>,
    kid: Option<String>,
}

/// Checks the header of a token of this kind against the registered algorithm, and returns its `kid`.
///
/// `jwk`, `jku`, `x5u` and `x5c` are ignored: keys come from the issuer's set alone
/// (RFC 8725 3.10).
pub(super) fn check(
    kind: TokenKind,
    bytes: &[u8],
    alg: SigningAlg,
) -> Result<Option<String>, JwsError> {
    let document = kind.header_name();
    let members: Map<String, Value> = json::read(document, bytes).ok_or(JwsError::Malformed)?;
    let header: Header = json::read(document, bytes).ok_or(JwsError::Malformed)?;

    // RFC 8725 3.1: the algorithm is agreed at registration, and the token cannot choose it.
    if header.alg.as_deref() != Some(alg.as_str()) {
        return Err(JwsError::UnexpectedAlgorithm);
    }
    // RFC 7515 4.1.11: an unknown extension must be refused, and this library knows none.
    if ["crit", "b64", "zip"]
        .iter()
        .any(|extension| members.contains_key(*extension))
    {
        return Err(JwsError::UnsupportedHeader);
    }
    // RFC 8725 3.11: the same keys sign `JWT`, `at+jwt` and `logout+jwt`, for other purposes. A token
    // without a type is known by its claims.
    let is_of_kind = |typ: &str| typ.eq_ignore_ascii_case(kind.typ());
    if header.cty.is_some() || !header.typ.as_deref().is_none_or(is_of_kind) {
        return Err(JwsError::UnexpectedType);
    }
    if header
        .kid
        .as_ref()
        .is_some_and(|kid| kid.len() > MAX_KID_LENGTH)
    {
        return Err(JwsError::UnknownKey);
    }
    Ok(header.kid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_json(json: &str) -> Result<Option<String>, JwsError> {
        check(TokenKind::IdToken, json.as_bytes(), SigningAlg::Rs256)
    }

    #[test]
    fn the_kid_of_a_plain_header_is_returned() {
        assert_eq!(check_json(r#"{"alg":"RS256"}"#), Ok(None));
        let full = r#"{"alg":"RS256","typ":"JWT","kid":"pkcs11:RS256:hsm"}"#;
        assert_eq!(check_json(full), Ok(Some("pkcs11:RS256:hsm".to_owned())));
    }

    #[test]
    fn another_algorithm_than_the_registered_one_is_refused() {
        for alg in [
            "none", "None", "HS256", "ES256", "RS384", "PS256", "rs256", "",
        ] {
            let json = format!(r#"{{"alg":"{alg}"}}"#);
            assert_eq!(
                check_json(&json),
                Err(JwsError::UnexpectedAlgorithm),
                "{alg}"
            );
        }
        assert_eq!(check_json("{}"), Err(JwsError::UnexpectedAlgorithm));
    }

    #[test]
    fn extensions_are_refused_even_when_empty() {
        for extension in [
            r#""crit":["exp"]"#,
            r#""crit":[]"#,
            r#""b64":false"#,
            r#""zip":"DEF""#,
        ] {
            let json = format!(r#"{{"alg":"RS256",{extension}}}"#);
            assert_eq!(
                check_json(&json),
                Err(JwsError::UnsupportedHeader),
                "{extension}"
            );
        }
    }

    #[test]
    fn tokens_of_another_kind_are_refused() {
        for other in [
            r#""typ":"at+jwt""#,
            r#""typ":"logout+jwt""#,
            r#""cty":"JWT""#,
        ] {
            let json = format!(r#"{{"alg":"RS256",{other}}}"#);
            assert_eq!(check_json(&json), Err(JwsError::UnexpectedType), "{other}");
        }
    }

    #[test]
    fn a_logout_token_has_its_own_type_or_none() {
        let check_typ = |member: &str| {
            let json = format!(r#"{{"alg":"RS256"{member}}}"#);
            check(TokenKind::LogoutToken, json.as_bytes(), SigningAlg::Rs256)
        };
        for ours in ["", r#","typ":"logout+jwt""#, r#","typ":"LOGOUT+JWT""#] {
            assert_eq!(check_typ(ours), Ok(None), "{ours}");
        }
        for other in [
            r#","typ":"JWT""#,
            r#","typ":"at+jwt""#,
            r#","typ":"""#,
            r#","typ":"logout+jwt ""#,
            r#","typ":"logout+jwt","cty":"JWT""#,
        ] {
            assert_eq!(check_typ(other), Err(JwsError::UnexpectedType), "{other}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_header_is_malformed() {
        for json in [
            "",
            "[]",
            "null",
            r#"{"alg":1}"#,
            r#"{"alg":"RS256","kid":1}"#,
            r#"{"alg":"RS256","alg":"RS256"}"#,
        ] {
            assert_eq!(check_json(json), Err(JwsError::Malformed), "{json}");
        }
    }

    #[test]
    fn a_kid_is_looked_up_to_its_length() {
        let check_kid = |length| {
            let kid = "k".repeat(length);
            check_json(&format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#))
        };
        assert!(check_kid(MAX_KID_LENGTH).is_ok());
        for too_long in [MAX_KID_LENGTH + 1, 2 * MAX_KID_LENGTH] {
            assert_eq!(check_kid(too_long), Err(JwsError::UnknownKey), "{too_long}");
        }
    }
}
