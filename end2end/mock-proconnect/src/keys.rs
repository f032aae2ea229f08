use jsonwebtoken::errors::Result;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use p256::elliptic_curve::rand_core::OsRng;
use p256::pkcs8::EncodePrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;
use serde::Serialize;
use serde_json::{Map, Value};
use std::error::Error;

use crate::client::{Alg, Client};

const RSA_BITS: usize = 2048;

/// ProConnect's development key has this literal `kid`, colons included.
const EC_KID: &str = "pkcs11:ES256:hsm";

/// The issuer's two signing keys, made when it starts.
pub struct Keys {
    rsa: SigningKey,
    ec: SigningKey,
}

struct SigningKey {
    private: EncodingKey,
    public: Jwk,
}

impl Keys {
    /// # Errors
    /// When a key cannot be generated or encoded.
    pub fn generate() -> std::result::Result<Self, Box<dyn Error + Send + Sync>> {
        let rsa = rsa::RsaPrivateKey::new(&mut OsRng, RSA_BITS)?.to_pkcs1_der()?;
        let ec = p256::SecretKey::random(&mut OsRng).to_pkcs8_der()?;
        Ok(Self {
            rsa: SigningKey::new(
                EncodingKey::from_rsa_der(rsa.as_bytes()),
                Algorithm::RS256,
                None,
            )?,
            ec: SigningKey::new(
                EncodingKey::from_ec_der(ec.as_bytes()),
                Algorithm::ES256,
                Some(EC_KID),
            )?,
        })
    }

    /// The public keys: never a client secret, which HS256 signs with.
    pub fn public(&self) -> JwkSet {
        JwkSet {
            keys: vec![self.rsa.public.clone(), self.ec.public.clone()],
        }
    }

    /// Signs `claims` for `client`; HS256 has no `kid`.
    ///
    /// # Errors
    /// When the signature cannot be computed.
    pub fn sign(&self, alg: Alg, client: &Client, claims: &impl Serialize) -> Result<String> {
        let key = match alg {
            Alg::Rs256 => &self.rsa,
            Alg::Es256 => &self.ec,
            Alg::Hs256 => {
                let secret = EncodingKey::from_secret(client.client_secret.as_bytes());
                return encode(&Header::new(Algorithm::HS256), claims, &secret);
            }
        };
        let mut header = Header::new(algorithm(alg));
        header.kid.clone_from(&key.public.common.key_id);
        encode(&header, claims, &key.private)
    }

    /// The claims of an `id_token` that this issuer signed for `client`, expired or not.
    ///
    /// # Errors
    /// When the algorithm is not the client's, or the signature, `iss` or `aud` is wrong.
    pub fn verify_id_token_hint(
        &self,
        issuer: &str,
        client: &Client,
        id_token: &str,
    ) -> Result<Map<String, Value>> {
        let alg = client.id_token_signed_response_alg;
        let key = match alg {
            Alg::Rs256 => DecodingKey::from_jwk(&self.rsa.public)?,
            Alg::Es256 => DecodingKey::from_jwk(&self.ec.public)?,
            Alg::Hs256 => DecodingKey::from_secret(client.client_secret.as_bytes()),
        };
        let mut validation = Validation::new(algorithm(alg));
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["iss", "aud", "sub"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[&client.client_id]);
        Ok(decode(id_token, &key, &validation)?.claims)
    }
}

impl SigningKey {
    /// Without a `kid`, the key is named by its thumbprint (RFC 7638).
    fn new(private: EncodingKey, algorithm: Algorithm, kid: Option<&str>) -> Result<Self> {
        let mut public = Jwk::from_encoding_key(&private, algorithm)?;
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_id = Some(match kid {
            Some(kid) => kid.into(),
            None => public.thumbprint(ThumbprintHash::SHA256)?,
        });
        Ok(Self { private, public })
    }
}

fn algorithm(alg: Alg) -> Algorithm {
    match alg {
        Alg::Rs256 => Algorithm::RS256,
        Alg::Es256 => Algorithm::ES256,
        Alg::Hs256 => Algorithm::HS256,
    }
}
