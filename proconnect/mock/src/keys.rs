use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::{Error, ErrorKind, Result};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value, json};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::client::{Alg, Client};
use crate::key_pairs::{BoxError, KeyPairs, SigningKey, sign_with_secret};

/// The issuer's keys: those that sign, and older ones that are still published.
pub struct Keys {
    /// The newest first; never empty.
    generations: Mutex<Vec<KeyPairs>>,
    rotations: Mutex<usize>,
    /// An attacker's keys; generated when first needed.
    stranger: OnceLock<KeyPairs>,
    /// The latest JWTs, which no page of a relying party may show.
    signed: Mutex<VecDeque<String>>,
}

/// JWTs that are remembered: those of some logins.
const MOST_SIGNED: usize = 32;

/// A JWT before its signature.
pub struct UnsignedJwt {
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    pub alg: Alg,
    pub signer: Signer,
}

/// The key that signs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    Issuer,
    /// An attacker's key of the same kind.
    Stranger,
    /// The issuer's public RSA key, used as an HS256 secret.
    PublicKeyAsSecret,
    Nobody,
}

impl Keys {
    /// # Errors
    /// When a key cannot be generated or encoded.
    pub fn generate() -> std::result::Result<Self, BoxError> {
        Ok(Self {
            generations: Mutex::new(vec![KeyPairs::generate(0)?]),
            rotations: Mutex::default(),
            stranger: OnceLock::new(),
            signed: Mutex::default(),
        })
    }

    /// Generates the keys that sign from now on. The old ones remain published if `keep_old`.
    ///
    /// # Errors
    /// When a key cannot be generated or encoded.
    pub fn rotate(&self, keep_old: bool) -> std::result::Result<(), BoxError> {
        let rotation = {
            let mut rotations = self
                .rotations
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *rotations += 1;
            *rotations
        };
        let pairs = KeyPairs::generate(rotation)?;
        let mut generations = self.generations();
        if !keep_old {
            generations.clear();
        }
        generations.insert(0, pairs);
        Ok(())
    }

    /// The public keys, the EC key first, as at ProConnect. A client secret, which HS256 uses, is never among them.
    pub fn public(&self) -> JwkSet {
        let generations = self.generations();
        let keys = generations.iter().flat_map(|pairs| [&pairs.ec, &pairs.rsa]);
        JwkSet {
            keys: keys.map(|key| key.public.clone()).collect(),
        }
    }

    /// The `kid` of the keys that sign now.
    pub fn current_kids(&self) -> Vec<String> {
        [Alg::Rs256, Alg::Es256]
            .into_iter()
            .filter_map(|alg| self.kid(alg))
            .collect()
    }

    /// The public key of an attacker for `alg`; `null` when there is none.
    pub fn public_key_of_stranger(&self, alg: Alg) -> Value {
        self.stranger()
            .and_then(|pairs| Some(json!(pairs.signing(alg)?.public)))
            .unwrap_or_default()
    }

    /// The signature of `client`'s JWT, in compact serialization; HS256 has no `kid`.
    ///
    /// # Errors
    /// When the signature cannot be computed.
    pub fn sign(&self, client: &Client, jwt: &UnsignedJwt) -> Result<String> {
        let encode = |part| Ok::<_, Error>(URL_SAFE_NO_PAD.encode(serde_json::to_vec(part)?));
        let message = format!("{}.{}", encode(&jwt.header)?, encode(&jwt.claims)?);
        let signature = self.signature(client, jwt, message.as_bytes())?;
        let jwt = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.truncate(MOST_SIGNED - 1);
        signed.push_front(jwt.clone());
        Ok(jwt)
    }

    /// Whether `is_wanted` is true for one of the latest JWTs.
    pub fn has_signed(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        let signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.iter().any(|jwt| is_wanted(jwt))
    }

    fn signature(&self, client: &Client, jwt: &UnsignedJwt, message: &[u8]) -> Result<Vec<u8>> {
        let generations = self.generations();
        let issuer = generations.first().ok_or(ErrorKind::InvalidKeyFormat)?;
        let pairs = match jwt.signer {
            Signer::Nobody => return Ok(Vec::new()),
            Signer::PublicKeyAsSecret => {
                return sign_with_secret(issuer.rsa_public_pem.as_bytes(), message);
            }
            Signer::Issuer => issuer,
            Signer::Stranger => self.stranger().ok_or(ErrorKind::InvalidKeyFormat)?,
        };
        if let Some(key) = pairs.signing(jwt.alg) {
            return Ok(key.sign(message));
        }
        let secret = match jwt.signer {
            Signer::Stranger => "a secret that is not the client's",
            _ => &client.client_secret,
        };
        sign_with_secret(secret.as_bytes(), message)
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
            Alg::Rs256 | Alg::Es256 => DecodingKey::from_jwk(&self.published(id_token)?)?,
            Alg::Hs256 => DecodingKey::from_secret(client.client_secret.as_bytes()),
        };
        let mut validation = Validation::new(algorithm(alg));
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["iss", "aud", "sub"]);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[&client.client_id]);
        Ok(decode(id_token, &key, &validation)?.claims)
    }

    /// The public key that the header of a JWT names.
    fn published(&self, jwt: &str) -> Result<Jwk> {
        let kid = decode_header(jwt)?.kid.unwrap_or_default();
        let key = self.public().find(&kid).cloned();
        key.ok_or_else(|| ErrorKind::InvalidSignature.into())
    }

    fn kid(&self, alg: Alg) -> Option<String> {
        let generations = self.generations();
        let key: &SigningKey = generations.first()?.signing(alg)?;
        key.public.common.key_id.clone()
    }

    fn stranger(&self) -> Option<&KeyPairs> {
        if self.stranger.get().is_none() {
            let _ = self.stranger.set(KeyPairs::generate(0).ok()?);
        }
        self.stranger.get()
    }

    fn generations(&self) -> MutexGuard<'_, Vec<KeyPairs>> {
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnsignedJwt {
    pub fn new(typ: &str, alg: Alg, claims: Map<String, Value>, keys: &Keys) -> Self {
        let mut jwt = Self {
            header: Map::from_iter([("typ".to_owned(), typ.into())]),
            claims,
            alg,
            signer: Signer::Issuer,
        };
        jwt.use_alg(alg, keys);
        jwt
    }

    /// Uses `alg` and the current key for it.
    pub fn use_alg(&mut self, alg: Alg, keys: &Keys) {
        self.alg = alg;
        self.header.insert("alg".into(), alg.to_string().into());
        self.header.remove("kid");
        let kid = keys.kid(alg);
        self.header
            .extend(kid.map(|kid| ("kid".to_owned(), kid.into())));
    }
}

fn algorithm(alg: Alg) -> Algorithm {
    match alg {
        Alg::Rs256 => Algorithm::RS256,
        Alg::Es256 => Algorithm::ES256,
        Alg::Hs256 => Algorithm::HS256,
    }
}
