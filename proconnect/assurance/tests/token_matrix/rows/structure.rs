//! T: texts that are not a compact JWS of JSON objects.

use crate::row::{ALL, BOTH, ID_TOKEN, Row};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD as BASE64URL},
};
use serde_json::json;

pub fn rows() -> Vec<Row> {
    [parts(), encoding(), contents(), sizes()]
        .into_iter()
        .flatten()
        .collect()
}

fn parts() -> Vec<Row> {
    vec![
        Row::new("T-01", BOTH, "Empty text").refused("malformed", |t| t.then(|_| String::new())),
        Row::new("T-02", ALL, "One part").refused("malformed", |t| t.then(|text| first(&text, 1))),
        Row::new("T-03", ALL, "Two parts: the signature is cut off")
            .refused("malformed", |t| t.then(|text| first(&text, 2))),
        Row::new("T-04", ALL, "Four parts")
            .refused("malformed", |t| t.then(|text| format!("{text}.AAAA"))),
        Row::new("T-05", ALL, "Five parts: encrypted (JWE)")
            .refused("unexpected_encryption", |t| {
                t.then(|text| format!("{text}.AAAA.AAAA"));
            })
            .note("No encryption was agreed at registration, so nothing is decrypted"),
        Row::new(
            "T-06",
            ALL,
            "JSON serialization instead of compact, flattened or general",
        )
        .refused("malformed", |t| t.then(|text| flattened(&text).to_string()))
        .refused("malformed", |t| {
            t.then(|text| {
                let all = flattened(&text);
                let signature =
                    json!({"protected": all["protected"], "signature": all["signature"]});
                json!({"payload": all["payload"], "signatures": [signature]}).to_string()
            });
        }),
    ]
}

fn encoding() -> Vec<Row> {
    vec![
        Row::new("T-07", ALL, "Base64url with padding")
            .refused("malformed", |t| t.then(|text| format!("{text}=")))
            .refused("malformed", |t| t.then(|text| format!("{text}=="))),
        Row::new("T-08", ALL, "The alphabet of plain base64 (`+`, `/`)").refused(
            "malformed",
            |t| {
                // Bytes whose encoding contains both characters in which the alphabets differ.
                t.header("x", "?>?>?>~~~");
                t.then_part(0, |part| {
                    let plain = BASE64_STANDARD_NO_PAD.encode(BASE64URL.decode(part).unwrap());
                    assert_ne!(plain, part, "the alphabets must differ here");
                    plain
                });
            },
        ),
        Row::new(
            "T-09",
            ALL,
            "Bits left over in the last character of the signature",
        )
        .refused("malformed", |t| t.then(|text| with_spare_bits(&text))),
        Row::new("T-10", ALL, "White space before, after or within")
            .refused("malformed", |t| t.then(|text| format!(" {text}")))
            .refused("malformed", |t| t.then(|text| format!("{text}\n")))
            .refused("malformed", |t| {
                t.then(|text| text.replacen('.', ".\r\n", 1));
            }),
    ]
}

fn contents() -> Vec<Row> {
    vec![
        Row::new("T-11", ALL, "The header is not JSON")
            .refused("malformed", |t| t.header_is("RS256")),
        Row::new("T-12", ALL, "The header is a JSON array")
            .refused("malformed", |t| t.header_is(r#"[{"alg":"RS256"}]"#)),
        Row::new(
            "T-13",
            ALL,
            "The payload is not JSON, or is followed by more",
        )
        .refused("malformed", |t| t.payload_is("sub=7396c91e"))
        .refused("malformed", |t| {
            t.payload_is([t.payload(), b"{}".to_vec()].concat());
        }),
        Row::new(
            "T-14",
            ALL,
            "The payload is a JSON array, a string or `null`",
        )
        .refused("malformed", |t| {
            t.payload_is([b"[".to_vec(), t.payload(), b"]".to_vec()].concat());
        })
        .refused("malformed", |t| t.payload_is(r#""sub""#))
        .refused("malformed", |t| t.payload_is("null")),
        Row::new("T-15", ALL, "The payload is not UTF-8").refused("malformed", |t| {
            let text = String::from_utf8(t.payload()).unwrap();
            let (before, after) = text.split_once("7396c91e").unwrap();
            t.payload_is([before.as_bytes(), b"\xff\xfe", after.as_bytes()].concat());
        }),
        Row::new(
            "T-16",
            ALL,
            "A byte order mark before the payload, or before the header",
        )
        .refused("malformed", |t| {
            t.payload_is([b"\xef\xbb\xbf".to_vec(), t.payload()].concat());
        })
        .refused("malformed", |t| t.header_is("\u{feff}{\"alg\":\"RS256\"}")),
    ]
}

fn sizes() -> Vec<Row> {
    vec![
        Row::new("T-17", ID_TOKEN, "More than 16 KiB")
            .refused("token_too_large", |t| {
                t.claim("filler", "a".repeat(16 * 1024));
            })
            .note("The session keeps the ID token, and the logout's address bears it. A userinfo response may be longer: U-17"),
        Row::new("T-18", ALL, "JSON 200 levels deep").refused("malformed", |t| {
            t.claim_again(&format!(r#""deep":{}{}"#, "[".repeat(200), "]".repeat(200)));
        }),
        Row::new("T-19", ID_TOKEN, "10 000 members")
            .refused("token_response.too_large", |t| {
                for member in 0..10_000 {
                    t.claim(&format!("c{member}"), 0);
                }
            })
            .refused("token_too_large", |t| {
                for member in 0..2_000 {
                    t.claim(&format!("c{member}"), 0);
                }
            })
            .note("The response is read up to 64 KiB, the token up to 16 KiB"),
        Row::new(
            "T-20",
            ALL,
            "A control character: bare in a claim, escaped in `sub`, escaped in `iss`",
        )
        .refused("malformed", |t| t.claim_again("\"note\":\"\u{1}\""))
        .refused_as("invalid_subject", "malformed_claims", |t| {
            t.claim("sub", "7396c91e\u{0}");
        })
        .refused("issuer_mismatch", |t| {
            t.claim("iss", format!("{}\u{0}", t.login.issuer));
        }),
    ]
}

fn first(text: &str, parts: usize) -> String {
    text.split('.').take(parts).collect::<Vec<_>>().join(".")
}

/// RFC 7515 7.2.2.
fn flattened(text: &str) -> serde_json::Value {
    let parts: Vec<&str> = text.split('.').collect();
    json!({"protected": parts[0], "payload": parts[1], "signature": parts[2]})
}

/// 256 bytes leave four bits of the last character unused; the only valid text has zeros there.
fn with_spare_bits(text: &str) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (start, last) = text.split_at(text.len() - 1);
    let value = ALPHABET.find(last).unwrap();
    assert_eq!(
        value % 16,
        0,
        "a canonical signature leaves these bits at zero"
    );
    format!("{start}{}", &ALPHABET[value + 1..=value + 1])
}
