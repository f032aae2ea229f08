//! A signing key of the issuer.

use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use p256::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Key {
    private: EncodingKey,
    kid: &'static str,
}

impl Key {
    pub fn new(kid: &'static str) -> Self {
        let der = SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap();
        let private = EncodingKey::from_ec_der(der.as_bytes());
        Self { private, kid }
    }

    pub fn sign(&self, claims: &Value) -> String {
        let header = Header {
            kid: Some(self.kid.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &self.private).unwrap()
    }

    /// The public half, as the issuer publishes it.
    pub fn jwk(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.private, Algorithm::ES256).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["kid"] = json!(self.kid);
        jwk
    }
}
