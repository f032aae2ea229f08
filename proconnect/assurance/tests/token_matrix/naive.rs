//! The verifier of many tutorials: `jsonwebtoken` with its defaults, the issuer and the audience
//! set. It checks what that library promises; the rest is left to its caller.

use crate::{keys::CLIENT_SECRET, row::Setting, token::CLIENT_ID};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::Jwk};
use serde_json::Value;

/// Whether this verifier accepts the token.
pub fn accepts(token: &str, setting: &Setting, issuer: &str) -> bool {
    let mut validation = Validation::new(setting.alg);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[CLIENT_ID]);
    key(token, setting).is_some_and(|key| decode::<Value>(token, &key, &validation).is_ok())
}

/// The key of that `kid`, or without one the first of the algorithm's family.
fn key(token: &str, setting: &Setting) -> Option<DecodingKey> {
    if setting.alg == Algorithm::HS256 {
        return Some(DecodingKey::from_secret(CLIENT_SECRET.as_bytes()));
    }
    let kid = decode_header(token).ok()?.kid;
    let family = if setting.alg == Algorithm::ES256 {
        "EC"
    } else {
        "RSA"
    };
    let named = |key: &&Value| match &kid {
        Some(kid) => key["kid"] == **kid,
        None => key["kty"] == family,
    };
    let jwk = setting.keys.iter().find(named)?;
    let jwk: Jwk = serde_json::from_value(jwk.clone()).ok()?;
    DecodingKey::from_jwk(&jwk).ok()
}
