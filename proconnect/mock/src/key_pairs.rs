use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use hmac::{Hmac, Mac};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey};
use p256::ecdsa;
use p256::elliptic_curve::rand_core::OsRng;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs1v15;
use rsa::signature::{RandomizedSigner, SignatureEncoding, Signer};
use sha2::Sha256;
use std::error::Error;

use crate::client::Alg;

pub type BoxError = Box<dyn Error + Send + Sync>;

/// ProConnect's development key has this literal `kid`, colons included.
const EC_KID: &str = "pkcs11:ES256:hsm";

/// Two keys that were made together.
pub struct KeyPairs {
    pub rsa: SigningKey,
    pub ec: SigningKey,
    pub rsa_public_pem: String,
}

pub struct SigningKey {
    private: PrivateKey,
    pub public: Jwk,
}

/// Signs with RustCrypto, while the relying party verifies with aws-lc: a fault of one library
/// does not make its own signatures pass.
enum PrivateKey {
    Rsa(Box<pkcs1v15::SigningKey<Sha256>>),
    Ec(ecdsa::SigningKey),
}

impl KeyPairs {
    /// The keys of the `rotation`th rotation, 0 for the first ones.
    ///
    /// # Errors
    /// When a key cannot be generated or encoded.
    pub fn generate(rotation: usize) -> std::result::Result<Self, BoxError> {
        let rsa = generate_rsa()?;
        let rsa_public_pem = rsa.to_public_key().to_public_key_pem(LineEnding::LF)?;
        let ec = p256::SecretKey::random(&mut OsRng);
        let ec_kid = match rotation {
            0 => EC_KID.to_owned(),
            _ => format!("{EC_KID}:{rotation}"),
        };
        let rsa_der = EncodingKey::from_rsa_der(rsa.to_pkcs1_der()?.as_bytes());
        let ec_der = EncodingKey::from_ec_der(ec.to_pkcs8_der()?.as_bytes());
        Ok(Self {
            rsa: SigningKey {
                public: published(&rsa_der, Algorithm::RS256, None)?,
                private: PrivateKey::Rsa(Box::new(pkcs1v15::SigningKey::new(rsa))),
            },
            ec: SigningKey {
                public: published(&ec_der, Algorithm::ES256, Some(ec_kid))?,
                private: PrivateKey::Ec(ec.into()),
            },
            rsa_public_pem,
        })
    }

    /// The key that signs with `alg`; HS256 signs with a secret instead.
    pub fn signing(&self, alg: Alg) -> Option<&SigningKey> {
        match alg {
            Alg::Rs256 => Some(&self.rsa),
            Alg::Es256 => Some(&self.ec),
            Alg::Hs256 => None,
        }
    }
}

/// A key of 2 048 bits. aws-lc generates it, in a third of the time that RustCrypto needs: each test that starts
/// a mock waits for one.
fn generate_rsa() -> std::result::Result<RsaPrivateKey, BoxError> {
    let generated: Pkcs8V1Der<'_> = KeyPair::generate(KeySize::Rsa2048)?.as_der()?;
    Ok(RsaPrivateKey::from_pkcs8_der(generated.as_ref())?)
}

impl SigningKey {
    /// The signature of `message`, as a JWS holds it (RFC 7518 3.3 and 3.4).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.private {
            PrivateKey::Rsa(key) => key.sign_with_rng(&mut OsRng, message).to_vec(),
            PrivateKey::Ec(key) => {
                let signature: ecdsa::Signature = key.sign(message);
                signature.to_vec()
            }
        }
    }
}

/// The signature of HS256 (RFC 7518 3.2).
pub fn sign_with_secret(secret: &[u8], message: &[u8]) -> Result<Vec<u8>> {
    let hmac = Hmac::<Sha256>::new_from_slice(secret);
    let hmac = hmac.map_err(|_| ErrorKind::InvalidKeyFormat)?;
    Ok(hmac.chain_update(message).finalize().into_bytes().to_vec())
}

/// The public half of `private`. Without a `kid`, the key is named by its thumbprint (RFC 7638).
fn published(private: &EncodingKey, algorithm: Algorithm, kid: Option<String>) -> Result<Jwk> {
    let mut public = Jwk::from_encoding_key(private, algorithm)?;
    public.common.public_key_use = Some(PublicKeyUse::Signature);
    public.common.key_id = Some(match kid {
        Some(kid) => kid,
        None => public.thumbprint(ThumbprintHash::SHA256)?,
    });
    Ok(public)
}
