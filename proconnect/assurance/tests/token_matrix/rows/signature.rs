//! A-12 to A-14 and A-16 to A-24: the signature, and worthless keys.

use crate::{
    keys::{self, EC_KID, RSA_KID},
    row::{ALL, Row},
    token::by,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::Algorithm::ES256;
use serde_json::{Value, json};

const BAD: &str = "bad_signature";

pub fn rows() -> Vec<Row> {
    [ecdsa(), altered(), weak()].into_iter().flatten().collect()
}

fn ecdsa() -> Vec<Row> {
    vec![
        Row::new("A-12", ALL, "ES256, the signature all zeros")
            .alg(ES256)
            .refused(BAD, |t| t.signed(|_| BASE64URL.encode([0; 64]))),
        Row::new(
            "A-13",
            ALL,
            "ES256, the signature in DER instead of two numbers",
        )
        .alg(ES256)
        .refused(BAD, |t| {
            t.then_bytes(2, |signature| *signature = der(signature));
        }),
        Row::new(
            "A-14",
            ALL,
            "ES256, `r` or `s` not below the order of the curve",
        )
        .alg(ES256)
        .refused(BAD, |t| t.signed(|_| BASE64URL.encode([0xff; 64])))
        .refused(BAD, |t| {
            t.then_bytes(2, |signature| signature[..32].fill(0xff));
        })
        .refused(BAD, |t| {
            t.then_bytes(2, |signature| signature[32..].fill(0xff));
        }),
    ]
}

fn altered() -> Vec<Row> {
    vec![
        Row::new("A-16", ALL, "An empty signature under a good `alg`")
            .refused(BAD, |t| t.signed(|_| String::new())),
        Row::new("A-17", ALL, "The signature of another token")
            .refused(BAD, |t| t.signed(|_| keys::RSA.sign("another.token"))),
        Row::new(
            "A-18",
            ALL,
            "One bit of the signature flipped, or a key of somebody else",
        )
        .refused(BAD, |t| t.then_bytes(2, |signature| signature[100] ^= 1))
        .refused(BAD, |t| t.signed(by(&keys::OTHER_RSA)))
        .alg(ES256)
        .refused(BAD, |t| t.then_bytes(2, |signature| signature[10] ^= 1))
        .refused(BAD, |t| t.signed(by(&keys::OTHER_EC))),
        Row::new("A-19", ALL, "One bit of the payload flipped after signing").refused(BAD, |t| {
            t.then_bytes(1, |payload| {
                let text = String::from_utf8(payload.clone()).unwrap();
                let place = text.find("7396c91e").unwrap();
                payload[place] ^= 1;
            });
        }),
        Row::new("A-20", ALL, "The signature cut short by a byte, or by half")
            .refused(BAD, |t| {
                t.then_bytes(2, |signature| signature.truncate(255));
            })
            .refused(BAD, |t| {
                t.then_bytes(2, |signature| signature.truncate(128));
            }),
        Row::new("A-21", ALL, "The header changed after signing").refused(BAD, |t| {
            t.then_part(0, |_| {
                BASE64URL.encode(format!(r#"{{"alg":"RS256","kid":"{RSA_KID}"}}"#))
            });
        }),
    ]
}

fn weak() -> Vec<Row> {
    vec![
        Row::new("A-22", ALL, "An RSA key of 1024 bits")
            .keys(vec![keys::SHORT_RSA.jwk(RSA_KID)])
            .refused("weak_key", |t| t.signed(by(&keys::SHORT_RSA))),
        Row::new("A-23", ALL, "An RSA key of exponent 3, or 1")
            .keys(vec![keys::SMALL_EXPONENT_RSA.jwk(RSA_KID)])
            .refused("weak_key", |t| t.signed(by(&keys::SMALL_EXPONENT_RSA)))
            .keys(vec![exponent_one()])
            .refused("weak_key", |t| t.signed(keys::sign_with_exponent_one))
            .note("65537 or more: whoever has a smaller one has made a mistake"),
        Row::new("A-24", ALL, "An EC key whose point is not on the curve")
            .alg(ES256)
            .keys(vec![off_the_curve()])
            .refused(BAD, |_| ()),
    ]
}

fn exponent_one() -> Value {
    let mut jwk = keys::RSA.jwk(RSA_KID);
    jwk["e"] = json!("AQ");
    jwk
}

fn off_the_curve() -> Value {
    let mut jwk = keys::EC.jwk(EC_KID);
    let mut y = BASE64URL.decode(jwk["y"].as_str().unwrap()).unwrap();
    y[31] ^= 1;
    jwk["y"] = json!(BASE64URL.encode(y));
    jwk
}

/// The two numbers as a DER sequence (RFC 3279 2.2.3).
fn der(signature: &[u8]) -> Vec<u8> {
    let integer = |number: &[u8]| {
        let mut content: Vec<u8> = number
            .iter()
            .copied()
            .skip_while(|byte| *byte == 0)
            .collect();
        if content[0] >= 0x80 {
            content.insert(0, 0);
        }
        [vec![2, u8::try_from(content.len()).unwrap()], content].concat()
    };
    let content = [integer(&signature[..32]), integer(&signature[32..])].concat();
    [vec![0x30, u8::try_from(content.len()).unwrap()], content].concat()
}
