//! Keys of the issuer and of others, made once a run; `jsonwebtoken` signs with them.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::{Algorithm, EncodingKey, crypto, jwk::Jwk};
use rsa::{BigUint, RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, rand_core::OsRng};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The client's secret: 64 hexadecimal digits, as ProConnect makes them.
pub const CLIENT_SECRET: &str = "5e1f0c6b8a7d4e2f9b3c1d0a6f8e7b5c4d3a2f1e0b9c8d7a6f5e4b3c2d1a0f9e";

/// Names of the issuer's keys; the colons are ProConnect's.
pub const RSA_KID: &str = "vPHsmxFrny-ztbUydYR7-OvUvxt3D40FGfyUgCZZWzE";
pub const EC_KID: &str = "pkcs11:ES256:hsm";

/// The issuer's keys.
pub static RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 65_537));
pub static EC: LazyLock<Key> = LazyLock::new(Key::p256);

/// Keys of somebody else.
pub static OTHER_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 65_537));
pub static OTHER_EC: LazyLock<Key> = LazyLock::new(Key::p256);

/// Keys that no issuer should have.
pub static SHORT_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(1024, 65_537));
pub static SMALL_EXPONENT_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 3));

/// Keys for algorithms that no client is registered with.
pub static P384: LazyLock<Key> = LazyLock::new(Key::p384);
pub static ED25519: LazyLock<Key> = LazyLock::new(Key::ed25519);

/// A private key and the algorithm that its public half announces.
pub struct Key {
    private: EncodingKey,
    alg: Algorithm,
}

impl Key {
    fn rsa(bits: usize, exponent: u32) -> Self {
        let exponent = BigUint::from(exponent);
        let key = RsaPrivateKey::new_with_exp(&mut OsRng, bits, &exponent).unwrap();
        let der = key.to_pkcs1_der().unwrap();
        let private = EncodingKey::from_rsa_der(der.as_bytes());
        Self {
            private,
            alg: Algorithm::RS256,
        }
    }

    fn p256() -> Self {
        use p256::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey};
        let der = SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap();
        let private = EncodingKey::from_ec_der(der.as_bytes());
        Self {
            private,
            alg: Algorithm::ES256,
        }
    }

    fn p384() -> Self {
        use p384::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey};
        let der = SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap();
        let private = EncodingKey::from_ec_der(der.as_bytes());
        Self {
            private,
            alg: Algorithm::ES384,
        }
    }

    /// RFC 8410: the prefix of every PKCS #8 Ed25519 key, then 32 bytes.
    fn ed25519() -> Self {
        let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
        der.extend([7; 32]);
        let private = EncodingKey::from_ed_der(&der);
        Self {
            private,
            alg: Algorithm::EdDSA,
        }
    }

    /// The signature of a token's first two parts, in base64url.
    pub fn sign(&self, content: &str) -> String {
        self.sign_as(self.alg, content)
    }

    /// The same with another algorithm of the key's family.
    pub fn sign_as(&self, alg: Algorithm, content: &str) -> String {
        crypto::sign(content.as_bytes(), &self.private, alg).unwrap()
    }

    /// The public half, as the issuer publishes it.
    pub fn jwk(&self, kid: &str) -> Value {
        let jwk = Jwk::from_encoding_key(&self.private, self.alg).unwrap();
        let mut jwk = serde_json::to_value(jwk).unwrap();
        let members = jwk.as_object_mut().unwrap();
        members.insert("kid".to_owned(), json!(kid));
        members.insert("use".to_owned(), json!("sig"));
        jwk
    }
}

/// The keys as the issuer publishes them: one for each algorithm.
pub fn published() -> Vec<Value> {
    vec![EC.jwk(EC_KID), RSA.jwk(RSA_KID)]
}

/// An HMAC, whatever the key is.
pub fn sign_with_secret(secret: &[u8], content: &str) -> String {
    let key = EncodingKey::from_secret(secret);
    crypto::sign(content.as_bytes(), &key, Algorithm::HS256).unwrap()
}

/// RFC 8017 9.2, the number that an RSA signature with SHA-256 raises to its power. Where the
/// exponent is 1 it is the signature itself, and anybody can make it.
pub fn sign_with_exponent_one(content: &str) -> String {
    use sha2::{Digest, Sha256};
    const DIGEST_INFO: &[u8] =
        b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
    let mut encoded = vec![0x00, 0x01];
    encoded.resize(256 - 1 - DIGEST_INFO.len() - 32, 0xff);
    encoded.push(0x00);
    encoded.extend(DIGEST_INFO);
    encoded.extend(Sha256::digest(content));
    BASE64URL.encode(encoded)
}
