//! K: the selection of the key, and the other members of the header.

use crate::{
    keys::{self, RSA_KID},
    row::{ALL, BOTH, Row},
    token::{Token, by, by_secret},
};
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::Algorithm::{ES256, HS256};
use serde_json::{Value, json};

const UNKNOWN: &str = "unknown_key";

pub fn rows() -> Vec<Row> {
    [
        names(),
        published(),
        identifiers(),
        brought_along(),
        extensions(),
        types(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn names() -> Vec<Row> {
    vec![
        Row::new("K-01", ALL, "`kid` names no key of the issuer")
            .refused(UNKNOWN, |t| {
                t.header("kid", "another");
                t.signed(by(&keys::OTHER_RSA));
            })
            .refused(UNKNOWN, |t| t.header("kid", RSA_KID.to_lowercase()))
            .note("The keys are fetched once more, in case the issuer has changed them"),
        Row::new(
            "K-02",
            ALL,
            "`kid` absent, one key of the algorithm: control",
        )
        .accepted(|t| t.no_header("kid"))
        .note("Core 10.1 asks for a `kid` only where there are several keys"),
        Row::new("K-03", ALL, "`kid` absent, several keys of the algorithm")
            .keys(vec![keys::RSA.jwk(RSA_KID), keys::OTHER_RSA.jwk("other")])
            .refused("ambiguous_key", |t| t.no_header("kid"))
            .note("Trying key after key is refused: Core 10.1 requires a `kid` then"),
    ]
}

/// Keys of the issuer that must not verify.
fn published() -> Vec<Row> {
    let with = |name: &str, value: Value| {
        let mut jwk = keys::RSA.jwk(RSA_KID);
        jwk[name] = value;
        vec![jwk]
    };
    vec![
        Row::new("K-04", ALL, "The key is for encryption (`use` is `enc`)")
            .keys(with("use", json!("enc")))
            .refused(UNKNOWN, |_| ()),
        Row::new("K-05", ALL, "`key_ops` of the key has no `verify`")
            .keys(with("key_ops", json!(["encrypt"])))
            .refused(UNKNOWN, |_| ())
            .keys(with("key_ops", json!([])))
            .refused(UNKNOWN, |_| ())
            .keys(with("key_ops", json!(["verify"])))
            .accepted(|_| ()),
        Row::new("K-06", ALL, "`alg` of the key is another one")
            .keys(with("alg", json!("RS512")))
            .refused(UNKNOWN, |_| ())
            .keys(with("alg", json!("RSA-OAEP")))
            .refused(UNKNOWN, |_| ()),
        Row::new("K-07", ALL, "`kid` names a key of another type")
            .keys(vec![keys::EC.jwk(RSA_KID)])
            .refused(UNKNOWN, |_| ())
            .keys(vec![keys::ED25519.jwk(RSA_KID)])
            .refused(UNKNOWN, |_| ()),
    ]
}

fn identifiers() -> Vec<Row> {
    let with = |name: &str, value: Value| {
        let mut jwk = keys::RSA.jwk(RSA_KID);
        jwk[name] = value;
        vec![jwk]
    };
    let hostile = [
        "../../../../etc/passwd",
        "' OR '1'='1",
        "https://attacker.example/keys",
        "a\r\nSet-Cookie: b=c",
        "",
    ];
    let injections = hostile.into_iter().fold(
        Row::new(
            "K-10",
            ALL,
            "`kid` is a path, SQL, a URL, a header line, or empty",
        ),
        |row, kid| row.refused(UNKNOWN, move |t| t.header("kid", kid)),
    );
    vec![
        Row::new("K-08", ALL, "`kid` is a number or an object")
            .refused("malformed", |t| t.header("kid", 1))
            .refused("malformed", |t| t.header("kid", json!({"kid": RSA_KID}))),
        Row::new("K-09", BOTH, "`kid` of 10 KB")
            .refused(UNKNOWN, |t| t.header("kid", "k".repeat(10 * 1024))),
        injections,
        Row::new("K-11", ALL, "Two keys of the same `kid`")
            .keys(vec![keys::RSA.jwk(RSA_KID), keys::OTHER_RSA.jwk(RSA_KID)])
            .refused("ambiguous_key", |_| ())
            .refused("ambiguous_key", |t| t.signed(by(&keys::OTHER_RSA))),
        Row::new(
            "K-26",
            ALL,
            "One key published twice, under one name or two: control",
        )
        .keys(vec![keys::RSA.jwk(RSA_KID), keys::RSA.jwk(RSA_KID)])
        .accepted(|_| ())
        .accepted(|t| t.no_header("kid"))
        .keys(vec![keys::RSA.jwk(RSA_KID), keys::RSA.jwk("again")])
        .accepted(|t| t.no_header("kid"))
        .note("One key, however often it is there. Two keys of one name stay ambiguous: K-11"),
        Row::new(
            "K-27",
            ALL,
            "A key that cannot be read, or is of an unknown type, beside the good one: control",
        )
        .keys(vec![
            json!({"kty": "AKP", "alg": "ML-DSA-44", "kid": RSA_KID, "pub": "AAAA"}),
            json!({"kty": "RSA", "kid": RSA_KID, "n": 5}),
            with("x5c", json!("no list")).remove(0),
        ])
        .accepted(|_| ())
        .note("What is not used of a key has no say: certificates are not looked at"),
        Row::new(
            "K-28",
            ALL,
            "Members of the header that are not used, of another type: control",
        )
        .accepted(|t| {
            t.header("jku", 5);
            t.header("x5c", "no list");
            t.header("jwk", json!([]));
        })
        .note("Not looked at: see K-12 to K-15"),
    ]
}

/// RFC 8725 3.10: keys come from the issuer's set only. Keys in the token are ignored, so that it
/// is refused like any other with a wrong signature.
fn brought_along() -> Vec<Row> {
    let keys_of_attacker = |t: &Token| format!("{}/attacker/keys", t.login.issuer);
    vec![
        Row::new("K-12", ALL, "The attacker's key in the header (`jwk`)")
            .refused("bad_signature", |t| {
                t.header("jwk", keys::OTHER_RSA.jwk(RSA_KID));
                t.signed(by(&keys::OTHER_RSA));
            })
            .refused(UNKNOWN, |t| {
                t.header("kid", "attacker");
                t.header("jwk", keys::OTHER_RSA.jwk("attacker"));
                t.signed(by(&keys::OTHER_RSA));
            }),
        Row::new(
            "K-13",
            ALL,
            "The address of the attacker's keys in the header (`jku`)",
        )
        .refused("bad_signature", move |t| {
            t.header("jku", keys_of_attacker(t));
            t.signed(by(&keys::OTHER_RSA));
        }),
        Row::new(
            "K-14",
            ALL,
            "The address of the attacker's certificate in the header (`x5u`)",
        )
        .refused("bad_signature", move |t| {
            t.header("x5u", keys_of_attacker(t));
            t.signed(by(&keys::OTHER_RSA));
        }),
        Row::new(
            "K-15",
            ALL,
            "The attacker's certificates in the header (`x5c`)",
        )
        .refused("bad_signature", |t| {
            t.header("x5c", json!([BASE64_STANDARD.encode(b"\x30\x82\x01\x0a")]));
            t.signed(by(&keys::OTHER_RSA));
        }),
    ]
}

fn extensions() -> Vec<Row> {
    const EXTENSION: &str = "unsupported_header";
    vec![
        Row::new("K-16", ALL, "`crit` names an extension")
            .refused(EXTENSION, |t| {
                t.header("crit", json!(["https://extension.example"]));
                t.header("https://extension.example", true);
            })
            .refused(EXTENSION, |t| t.header("crit", json!(["exp"]))),
        Row::new("K-17", ALL, "`crit` is empty")
            .refused(EXTENSION, |t| t.header("crit", json!([]))),
        Row::new("K-18", ALL, "The payload is not encoded (`b64` is `false`)")
            .refused(EXTENSION, |t| t.header("b64", false)),
        Row::new("K-24", ALL, "The payload is compressed (`zip`)")
            .refused(EXTENSION, |t| t.header("zip", "DEF")),
    ]
}

fn types() -> Vec<Row> {
    const TYPE: &str = "unexpected_type";
    let oct = |kid: &str| json!({"kty": "oct", "kid": kid, "alg": "HS256", "k": BASE64URL.encode([7; 32])});
    vec![
        Row::new("K-19", ALL, "`typ` is `at+jwt`: an access token")
            .refused(TYPE, |t| t.header("typ", "at+jwt")),
        Row::new("K-20", BOTH, "`typ` is `logout+jwt`: a logout token")
            .refused(TYPE, |t| t.header("typ", "logout+jwt")),
        Row::new(
            "K-21",
            BOTH,
            "`typ` is `JWT`, in either case, whichever algorithm is registered: control",
        )
        .accepted(|t| t.header("typ", "jwt"))
        .accepted(|t| t.header("typ", "JWT"))
        .alg(ES256)
        .accepted(|t| t.header("typ", "JWT"))
        .alg(HS256)
        .accepted(|t| t.header("typ", "JWT")),
        Row::new("K-22", ALL, "`typ` absent: control").accepted(|t| t.no_header("typ")),
        Row::new("K-23", ALL, "`cty` is `JWT`: a token within a token")
            .refused(TYPE, |t| t.header("cty", "JWT"))
            .refused("malformed", |t| {
                let inner = t.text();
                t.header("cty", "JWT");
                t.payload_is(inner);
            }),
        Row::new(
            "K-25",
            ALL,
            "A symmetric key among the issuer's: never used",
        )
        .keys(vec![oct("shared"), oct(RSA_KID), keys::RSA.jwk(RSA_KID)])
        .refused("unexpected_algorithm", |t| {
            t.header("alg", "HS256");
            t.header("kid", "shared");
            t.signed(by_secret([7; 32]));
        })
        .refused(UNKNOWN, |t| t.header("kid", "shared"))
        .accepted(|_| ()),
    ]
}
