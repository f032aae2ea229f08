//! Keys of the issuer and of others, generated once per run. RustCrypto signs with them, because
//! the library under test verifies with aws-lc.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, EncodingKey, crypto, jwk::Jwk};
use rsa::{
    BigUint, RsaPrivateKey, pkcs1v15,
    pkcs8::AssociatedOid,
    pss,
    rand_core::OsRng,
    signature::{RandomizedSigner, SignatureEncoding, Signer},
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::sync::LazyLock;

/// The client's secret: 64 hexadecimal digits, as ProConnect generates them.
pub const CLIENT_SECRET: &str = "5e1f0c6b8a7d4e2f9b3c1d0a6f8e7b5c4d3a2f1e0b9c8d7a6f5e4b3c2d1a0f9e";

/// Names of the issuer's keys; the colons are ProConnect's.
pub const RSA_KID: &str = "vPHsmxFrny-ztbUydYR7-OvUvxt3D40FGfyUgCZZWzE";
pub const EC_KID: &str = "pkcs11:ES256:hsm";

/// The issuer's keys.
pub static RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 65_537));
pub static EC: LazyLock<Key> = LazyLock::new(Key::p256);

/// Keys of an attacker.
pub static OTHER_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 65_537));
pub static OTHER_EC: LazyLock<Key> = LazyLock::new(Key::p256);

/// Keys that no issuer should have.
pub static SHORT_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(1024, 65_537));
pub static SMALL_EXPONENT_RSA: LazyLock<Key> = LazyLock::new(|| Key::rsa(2048, 3));

/// Keys for algorithms that no client is registered with.
pub static P384: LazyLock<Key> = LazyLock::new(Key::p384);
pub static ED25519: LazyLock<Key> = LazyLock::new(Key::ed25519);

/// A private key, and its published form.
pub struct Key {
    private: Private,
    public: Value,
}

enum Private {
    Rsa(Box<RsaPrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    Ed25519(EncodingKey),
}

impl Key {
    fn rsa(bits: usize, exponent: u32) -> Self {
        let exponent = BigUint::from(exponent);
        let key = RsaPrivateKey::new_with_exp(&mut OsRng, bits, &exponent).unwrap();
        let [n, e] = [key.n(), key.e()].map(|number| BASE64URL.encode(number.to_bytes_be()));
        Self {
            private: Private::Rsa(Box::new(key)),
            public: json!({"kty": "RSA", "alg": "RS256", "n": n, "e": e}),
        }
    }

    fn p256() -> Self {
        let key = p256::ecdsa::SigningKey::random(&mut OsRng);
        let point = key.verifying_key().to_encoded_point(false);
        let [x, y] = [point.x(), point.y()].map(|number| BASE64URL.encode(number.unwrap()));
        Self {
            private: Private::P256(key),
            public: json!({"kty": "EC", "alg": "ES256", "crv": "P-256", "x": x, "y": y}),
        }
    }

    fn p384() -> Self {
        let key = p384::ecdsa::SigningKey::random(&mut OsRng);
        let point = key.verifying_key().to_encoded_point(false);
        let [x, y] = [point.x(), point.y()].map(|number| BASE64URL.encode(number.unwrap()));
        Self {
            private: Private::P384(key),
            public: json!({"kty": "EC", "alg": "ES384", "crv": "P-384", "x": x, "y": y}),
        }
    }

    /// RFC 8410: the prefix of every PKCS #8 Ed25519 key, then 32 bytes.
    fn ed25519() -> Self {
        let mut der = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".to_vec();
        der.extend([7; 32]);
        let private = EncodingKey::from_ed_der(&der);
        Self {
            public: json!(Jwk::from_encoding_key(&private, Algorithm::EdDSA).unwrap()),
            private: Private::Ed25519(private),
        }
    }

    /// The signature of a token's first two parts, in base64url.
    pub fn sign(&self, content: &str) -> String {
        let content = content.as_bytes();
        match &self.private {
            Private::Rsa(key) => BASE64URL.encode(pkcs1_signature::<Sha256>(key, content)),
            Private::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(content);
                BASE64URL.encode(signature.to_bytes())
            }
            Private::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(content);
                BASE64URL.encode(signature.to_bytes())
            }
            Private::Ed25519(key) => crypto::sign(content, key, Algorithm::EdDSA).unwrap(),
        }
    }

    /// The signature with another algorithm of an RSA key.
    pub fn sign_as(&self, alg: Algorithm, content: &str) -> String {
        let Private::Rsa(key) = &self.private else {
            panic!("not an RSA key");
        };
        let content = content.as_bytes();
        BASE64URL.encode(match alg {
            Algorithm::RS384 => pkcs1_signature::<Sha384>(key, content),
            Algorithm::RS512 => pkcs1_signature::<Sha512>(key, content),
            Algorithm::PS256 => {
                let key = pss::SigningKey::<Sha256>::new(RsaPrivateKey::clone(key));
                key.sign_with_rng(&mut OsRng, content).to_vec()
            }
            _ => panic!("{alg:?} is not used"),
        })
    }

    /// The public half, as the issuer publishes it.
    pub fn jwk(&self, kid: &str) -> Value {
        let mut jwk = self.public.clone();
        jwk["kid"] = json!(kid);
        jwk["use"] = json!("sig");
        jwk
    }
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 8.2).
fn pkcs1_signature<D: Digest + AssociatedOid>(key: &RsaPrivateKey, content: &[u8]) -> Vec<u8> {
    key.sign(pkcs1v15::Pkcs1v15Sign::new::<D>(), &D::digest(content))
        .unwrap()
}

/// The keys as the issuer publishes them: one for each algorithm.
pub fn published() -> Vec<Value> {
    vec![EC.jwk(EC_KID), RSA.jwk(RSA_KID)]
}

/// An HMAC with any key.
pub fn sign_with_secret(secret: &[u8], content: &str) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    BASE64URL.encode(hmac.chain_update(content).finalize().into_bytes())
}

/// RFC 8017 9.2: the padded number that an RSA signature with SHA-256 is computed from. With
/// exponent 1 it is itself a valid signature, which needs no private key.
pub fn sign_with_exponent_one(content: &str) -> String {
    const DIGEST_INFO: &[u8] =
        b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
    let mut encoded = vec![0x00, 0x01];
    encoded.resize(256 - 1 - DIGEST_INFO.len() - 32, 0xff);
    encoded.push(0x00);
    encoded.extend(DIGEST_INFO);
    encoded.extend(Sha256::digest(content));
    BASE64URL.encode(encoded)
}
