use jsonwebtoken::errors::Result;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey};
use p256::elliptic_curve::rand_core::OsRng;
use p256::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::pkcs1::EncodeRsaPrivateKey;
use std::error::Error;

use crate::client::Alg;

pub type BoxError = Box<dyn Error + Send + Sync>;

const RSA_BITS: usize = 2048;

/// ProConnect's development key has this literal `kid`, colons included.
const EC_KID: &str = "pkcs11:ES256:hsm";

/// Two keys that were made together.
pub struct KeyPairs {
    pub rsa: SigningKey,
    pub ec: SigningKey,
    pub rsa_public_pem: String,
}

pub struct SigningKey {
    pub private: EncodingKey,
    pub public: Jwk,
}

impl KeyPairs {
    /// The keys of the `rotation`th rotation, 0 for the first ones.
    ///
    /// # Errors
    /// When a key cannot be generated or encoded.
    pub fn generate(rotation: usize) -> std::result::Result<Self, BoxError> {
        let rsa = rsa::RsaPrivateKey::new(&mut OsRng, RSA_BITS)?;
        let rsa_public_pem = rsa.to_public_key().to_public_key_pem(LineEnding::LF)?;
        let rsa = rsa.to_pkcs1_der()?;
        let ec = p256::SecretKey::random(&mut OsRng).to_pkcs8_der()?;
        let ec_kid = match rotation {
            0 => EC_KID.to_owned(),
            _ => format!("{EC_KID}:{rotation}"),
        };
        Ok(Self {
            rsa: SigningKey::new(
                EncodingKey::from_rsa_der(rsa.as_bytes()),
                Algorithm::RS256,
                None,
            )?,
            ec: SigningKey::new(
                EncodingKey::from_ec_der(ec.as_bytes()),
                Algorithm::ES256,
                Some(ec_kid),
            )?,
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

impl SigningKey {
    /// Without a `kid`, the key is named by its thumbprint (RFC 7638).
    fn new(private: EncodingKey, algorithm: Algorithm, kid: Option<String>) -> Result<Self> {
        let mut public = Jwk::from_encoding_key(&private, algorithm)?;
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_id = Some(match kid {
            Some(kid) => kid,
            None => public.thumbprint(ThumbprintHash::SHA256)?,
        });
        Ok(Self { private, public })
    }
}
