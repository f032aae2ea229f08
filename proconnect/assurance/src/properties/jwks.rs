//! A key set that verifies the issuer's tokens contains the issuer's keys.

use super::{
    login::LOGIN,
    wire::{key, key_member, members},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use proconnect::{
    config::SigningAlg,
    testing::{
        id_token::verify,
        jws::{KeySet, SigningKey, UnverifiedJws},
    },
};
use serde_json::{Value, value::RawValue};
use std::collections::HashMap;

/// Most keys kept of a set.
const MAX_KEYS: usize = 32;

/// Input: the document at `jwks_uri`, in which `@n`, `@e`, `@x` and `@y` stand for the numbers of
/// the issuer's keys, `@rsa` and `@ec` for their names. It is accepted when it verifies a token.
pub fn check(input: &[u8]) -> bool {
    let input = fill(&String::from_utf8_lossy(input));
    let input = input.as_bytes();
    let Ok(set) = serde_json::from_slice::<KeySet>(input) else {
        return false;
    };
    let keys = SigningKey::from_set(&set);
    assert!(keys.len() <= MAX_KEYS);
    let published = published(input);
    assert!(keys.len() <= published.len());
    let rsa = verifies(&keys, SigningAlg::Rs256);
    assert!(
        !rsa || holds(&published, "RSA", ["n", "e"]),
        "{published:?}"
    );
    let ec = verifies(&keys, SigningAlg::Es256);
    assert!(!ec || holds(&published, "EC", ["x", "y"]), "{published:?}");
    rsa || ec
}

/// The keys of the set, each parsed separately, whether the set is an object or a list of one list.
fn published(input: &[u8]) -> Vec<Value> {
    let list: Vec<Box<RawValue>> = if let Ok((list,)) = serde_json::from_slice(input) {
        list
    } else {
        let mut set: HashMap<String, Box<RawValue>> = serde_json::from_slice(input).unwrap();
        serde_json::from_str(set.remove("keys").unwrap().get()).unwrap()
    };
    let key = |raw: &RawValue| {
        let is_object = raw.get().starts_with('{');
        is_object.then(|| members(raw.get().as_bytes()))
    };
    let keys = list.iter().map(|raw| key(raw).unwrap_or_default());
    keys.collect()
}

fn fill(text: &str) -> String {
    let names = [
        ("@rsa", "RSA", "kid"),
        ("@ec", "EC", "kid"),
        ("@n", "RSA", "n"),
        ("@e", "RSA", "e"),
        ("@x", "EC", "x"),
        ("@y", "EC", "y"),
    ];
    names
        .iter()
        .fold(text.to_owned(), |text, (name, kty, member)| {
            text.replace(name, key(kty)[member].as_str().unwrap())
        })
}

fn verifies(keys: &[SigningKey], alg: SigningAlg) -> bool {
    let token = UnverifiedJws::new(LOGIN.id_tokens[alg.as_str()].clone());
    verify(&token, &LOGIN.id_token_checks(alg, keys)).is_ok()
}

/// True when the issuer's key of this type is among them, for signatures and under its name.
fn holds(published: &[Value], kty: &str, members: [&str; 2]) -> bool {
    let ours = key(kty);
    published.iter().any(|key| {
        let same = members.iter().all(|member| {
            let text = key[member].as_str().unwrap_or_default();
            let bytes = BASE64URL.decode(text).unwrap_or_default();
            number(&bytes) == number(&key_member(kty, member))
        });
        let usage = key.get("use").filter(|usage| !usage.is_null());
        same && key["kid"] == ours["kid"] && usage.is_none_or(|usage| usage == "sig")
    })
}

/// A big-endian number: leading zeros do not matter.
fn number(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect()
}
