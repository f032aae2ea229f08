//! A second implementation of signed tokens, from the specifications and with other libraries than
//! the relying party's.

use super::login::{LEEWAY, LOGIN};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use hmac::{Hmac, Mac};
use p256::ecdsa::{self, signature::Verifier};
use proconnect::config::SigningAlg;
use rsa::{BigUint, RsaPublicKey, pkcs1v15};
use serde_json::{Value, value::RawValue};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The members of a JSON object, each parsed separately: a number out of range becomes `null` and
/// does not spoil the others.
pub fn members(json: &[u8]) -> Value {
    let members: HashMap<String, Box<RawValue>> = serde_json::from_slice(json).expect("an object");
    let value = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_default();
    let members = members.iter().map(|(name, raw)| (name.clone(), value(raw)));
    Value::Object(members.collect())
}

/// The text up to the first line feed, and the text after it.
pub fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The token itself. If the text begins with `{`, a header and claims on one line each, which the
/// issuer signs with the secret: otherwise only seeds would pass the signature.
pub fn token(text: &str) -> String {
    if !text.starts_with('{') {
        return text.to_owned();
    }
    let (header, claims) = first_line(text);
    let content = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(claims));
    let signature = hmac(&content);
    format!("{content}.{signature}")
}

fn hmac(content: &str) -> String {
    let secret = LOGIN.client_secret.secret().as_bytes();
    let hmac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    let signature = hmac.chain_update(content).finalize().into_bytes();
    BASE64URL.encode(signature)
}

/// The claims of a token that the issuer signed with its key of this algorithm, as a JWT.
///
/// # Panics
/// When the signature is not the issuer's, or the header names another kind of token.
pub fn claims_of_signed(token: &str, alg: SigningAlg) -> Value {
    claims_of_signed_as("JWT", token, alg)
}

/// As [`claims_of_signed`], for a token of the type `kind`.
pub fn claims_of_signed_as(kind: &str, token: &str, alg: SigningAlg) -> Value {
    let (content, signature) = token.rsplit_once('.').expect("a signature");
    assert!(is_signed(content, signature, alg), "forged: {token}");
    let (header, claims) = content.split_once('.').expect("a header");
    let [header, claims]: [Value; 2] = [header, claims].map(|part| {
        let json = BASE64URL.decode(part).expect("base64url");
        serde_json::from_slice(&json).expect("JSON")
    });
    assert_eq!(header["alg"], alg.as_str());
    let typ = header.get("typ").filter(|typ| !typ.is_null());
    assert!(typ.is_none_or(|typ| typ.as_str().unwrap().eq_ignore_ascii_case(kind)));
    for extension in ["crit", "b64", "zip"] {
        assert!(header.get(extension).is_none(), "{extension} in {header}");
    }
    claims
}

fn is_signed(content: &str, signature: &str, alg: SigningAlg) -> bool {
    let bytes = BASE64URL.decode(signature).unwrap_or_default();
    match alg {
        SigningAlg::Hs256 => signature == hmac(content),
        SigningAlg::Es256 => ecdsa::Signature::from_slice(&bytes)
            .is_ok_and(|signature| ec_key().verify(content.as_bytes(), &signature).is_ok()),
        SigningAlg::Rs256 => pkcs1v15::Signature::try_from(bytes.as_slice())
            .is_ok_and(|signature| rsa_key().verify(content.as_bytes(), &signature).is_ok()),
    }
}

/// The issuer's key of this type.
pub fn key(kty: &str) -> &'static Value {
    LOGIN.keys.iter().find(|key| key["kty"] == kty).unwrap()
}

/// A decoded member of that key.
pub fn key_member(kty: &str, member: &str) -> Vec<u8> {
    BASE64URL
        .decode(key(kty)[member].as_str().unwrap())
        .unwrap()
}

fn ec_key() -> ecdsa::VerifyingKey {
    let point = [
        &[4],
        key_member("EC", "x").as_slice(),
        &key_member("EC", "y"),
    ]
    .concat();
    ecdsa::VerifyingKey::from_sec1_bytes(&point).unwrap()
}

fn rsa_key() -> pkcs1v15::VerifyingKey<Sha256> {
    let [n, e] = ["n", "e"].map(|name| BigUint::from_bytes_be(&key_member("RSA", name)));
    pkcs1v15::VerifyingKey::new(RsaPublicKey::new(n, e).unwrap())
}

/// Asserts that the claims are the issuer's, for this client only, and valid now.
pub fn assert_envelope(claims: &Value) {
    assert_eq!(claims["iss"], LOGIN.issuer.as_str());
    let audience = &claims["aud"];
    let audience = audience
        .get(0)
        .filter(|_| audience[1].is_null())
        .unwrap_or(audience);
    assert_eq!(audience, LOGIN.client_id.as_str());
    assert!(
        date(claims, "exp").unwrap() > LOGIN.now - LEEWAY,
        "{claims}"
    );
    assert!(
        date(claims, "nbf").is_none_or(|nbf| nbf <= LOGIN.now + LEEWAY),
        "{claims}"
    );
    assert!(
        date(claims, "iat").is_none_or(|iat| iat <= LOGIN.now + LEEWAY),
        "{claims}"
    );
}

/// The date in seconds, if the claim is present.
pub fn date(claims: &Value, name: &str) -> Option<i64> {
    let claim = claims.get(name).filter(|claim| !claim.is_null())?;
    Some(
        claim
            .as_i64()
            .unwrap_or_else(|| panic!("{name} is {claim}")),
    )
}

/// Asserts the rules of Core 2 for `sub`.
pub fn assert_subject(claims: &Value, read: &str) {
    assert_eq!(claims["sub"], read);
    assert!((1..=255).contains(&read.len()) && !read.contains(|c: char| !(' '..='~').contains(&c)));
}

/// Asserts `at_hash` or `c_hash`, if present.
pub fn assert_hash(claims: &Value, name: &str, of: &str) {
    let expected = BASE64URL.encode(&Sha256::digest(of)[..16]);
    let hash = claims.get(name).filter(|hash| !hash.is_null());
    assert!(hash.is_none_or(|hash| *hash == expected), "{claims}");
}
