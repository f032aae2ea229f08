//! A-01 to A-11, A-15 and A-25: the algorithm is agreed at registration, and the token cannot
//! choose it.

use crate::{
    keys::{self, CLIENT_SECRET, EC_KID, RSA_KID},
    row::{ALL, Row},
    token::{by, by_secret},
};
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::Algorithm::{ES256, HS256, PS256, RS384, RS512};
use serde_json::json;

const WRONG: &str = "unexpected_algorithm";

pub fn rows() -> Vec<Row> {
    [none(), confusion(), others()]
        .into_iter()
        .flatten()
        .collect()
}

fn none() -> Vec<Row> {
    vec![
        Row::new("A-01", ALL, "`alg` is `none`, with and without a signature")
            .refused(WRONG, |t| t.header("alg", "none"))
            .refused(WRONG, |t| {
                t.header("alg", "none");
                t.signed(|_| String::new());
            }),
        Row::new("A-02", ALL, "`alg` is `None`, `NONE` or `nOnE`")
            .refused(WRONG, |t| t.header("alg", "None"))
            .refused(WRONG, |t| t.header("alg", "NONE"))
            .refused(WRONG, |t| {
                t.header("alg", "nOnE");
                t.signed(|_| String::new());
            }),
        Row::new("A-03", ALL, "`alg` is absent").refused(WRONG, |t| t.no_header("alg")),
        Row::new("A-04", ALL, "`alg` is unknown, in lower case, or a number")
            .refused(WRONG, |t| t.header("alg", "XS256"))
            .refused(WRONG, |t| t.header("alg", "rs256"))
            .refused("malformed", |t| t.header("alg", 256)),
    ]
}

fn confusion() -> Vec<Row> {
    vec![
        Row::new(
            "A-05",
            ALL,
            "HS256, keyed by the issuer's RSA public key in PEM",
        )
        .refused(WRONG, |t| {
            t.header("alg", "HS256");
            t.signed(by_secret(rsa_public_pem()));
        }),
        Row::new(
            "A-06",
            ALL,
            "HS256, keyed by the issuer's EC public key, or by its JWK as text",
        )
        .alg(ES256)
        .refused(WRONG, |t| {
            t.header("alg", "HS256");
            t.signed(by_secret(ec_public_point()));
        })
        .refused(WRONG, |t| {
            t.header("alg", "HS256");
            t.signed(by_secret(keys::EC.jwk(EC_KID).to_string()));
        }),
        Row::new(
            "A-07",
            ALL,
            "HS256, keyed by the client secret, where RS256 or ES256 is registered",
        )
        .refused(WRONG, |t| {
            t.header("alg", "HS256");
            t.signed(by_secret(CLIENT_SECRET));
        })
        .alg(ES256)
        .refused(WRONG, |t| {
            t.header("alg", "HS256");
            t.signed(by_secret(CLIENT_SECRET));
        })
        .note("HS256 passes where it is registered: K-21"),
    ]
}

fn others() -> Vec<Row> {
    vec![
        Row::new("A-08", ALL, "RS384 or RS512 where RS256 is registered")
            .refused(WRONG, |t| {
                t.header("alg", "RS384");
                t.signed(|content| keys::RSA.sign_as(RS384, content));
            })
            .refused(WRONG, |t| {
                t.header("alg", "RS512");
                t.signed(|content| keys::RSA.sign_as(RS512, content));
            }),
        Row::new("A-09", ALL, "PS256 where RS256 is registered, named or not")
            .refused(WRONG, |t| {
                t.header("alg", "PS256");
                t.signed(|content| keys::RSA.sign_as(PS256, content));
            })
            .refused("bad_signature", |t| {
                t.signed(|content| keys::RSA.sign_as(PS256, content));
            }),
        Row::new("A-10", ALL, "ES256 with a key of the curve P-384")
            .alg(ES256)
            .keys(vec![keys::P384.jwk(EC_KID)])
            .refused("unknown_key", |t| t.signed(by(&keys::P384))),
        Row::new("A-11", ALL, "ES384 where ES256 is registered")
            .alg(ES256)
            .keys(vec![keys::P384.jwk(EC_KID)])
            .refused(WRONG, |t| {
                t.header("alg", "ES384");
                t.signed(by(&keys::P384));
            }),
        Row::new("A-15", ALL, "EdDSA")
            .keys(vec![keys::ED25519.jwk(RSA_KID)])
            .refused(WRONG, |t| {
                t.header("alg", "EdDSA");
                t.signed(by(&keys::ED25519));
            }),
        Row::new("A-25", ALL, "`alg` twice in the header")
            .refused("malformed", |t| t.header_again(r#""alg":"none""#))
            .refused("malformed", |t| t.header_again(r#""alg":"RS256""#))
            .alg(HS256)
            .refused("malformed", |t| t.header_again(r#""alg":"none""#)),
    ]
}

/// RFC 7468 13: anyone can write this from the published key.
fn rsa_public_pem() -> String {
    use rsa::{BigUint, RsaPublicKey, pkcs8::EncodePublicKey};
    let jwk = keys::RSA.jwk(RSA_KID);
    let number = |name: &str| {
        BigUint::from_bytes_be(&BASE64URL.decode(jwk[name].as_str().unwrap()).unwrap())
    };
    let key = RsaPublicKey::new(number("n"), number("e")).unwrap();
    let der = key.to_public_key_der().unwrap();
    let lines = BASE64_STANDARD.encode(der.as_bytes());
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        wrap(&lines)
    )
}

fn wrap(text: &str) -> String {
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|start| &text[start..text.len().min(start + 64)])
        .collect();
    lines.join("\n")
}

/// SEC 1 2.3.3, uncompressed.
fn ec_public_point() -> Vec<u8> {
    let jwk = keys::EC.jwk(EC_KID);
    let coordinate = |name: &str| BASE64URL.decode(jwk[name].as_str().unwrap()).unwrap();
    assert_eq!(jwk["crv"], json!("P-256"));
    [vec![4], coordinate("x"), coordinate("y")].concat()
}
