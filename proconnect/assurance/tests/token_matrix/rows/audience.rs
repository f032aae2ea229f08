//! C: from this issuer, for this client.

use crate::{
    row::{BOTH, ID_TOKEN, Row},
    token::CLIENT_ID,
};
use serde_json::{Value, json};

const ISSUER: &str = "issuer_mismatch";
const AUDIENCE: &str = "audience_mismatch";
const MALFORMED: &str = "malformed_claims";

pub fn rows() -> Vec<Row> {
    [issuer(), audience(), authorized_party()]
        .into_iter()
        .flatten()
        .collect()
}

fn issuer() -> Vec<Row> {
    vec![
        Row::new("C-01", BOTH, "`iss` absent").refused(MALFORMED, |t| t.no_claim("iss")),
        Row::new("C-02", BOTH, "`iss` of another issuer")
            .refused(ISSUER, |t| {
                t.claim("iss", "https://attacker.example/api/v2");
            })
            .refused_as(MALFORMED, ISSUER, |t| t.claim("iss", "")),
        Row::new("C-03", BOTH, "`iss` with a final slash")
            .refused(ISSUER, |t| t.claim("iss", format!("{}/", t.login.issuer))),
        Row::new(
            "C-04",
            BOTH,
            "`iss` in capitals, without its port, or another spelling of its host",
        )
        .refused(ISSUER, |t| t.claim("iss", t.login.issuer.to_uppercase()))
        .refused(ISSUER, |t| t.claim("iss", "http://127.0.0.1/api/v2"))
        .refused(ISSUER, |t| {
            t.claim("iss", t.login.issuer.replace("127.0.0.1", "127.1"));
        })
        .refused(ISSUER, |t| {
            t.claim("iss", t.login.issuer.replace("127.0.0.1", "localhost"));
        })
        .note("Compared to the letter, as Core 3.1.3.7 says"),
        Row::new(
            "C-05",
            BOTH,
            "`iss` is an array with ours in it, or is there twice",
        )
        .refused(MALFORMED, |t| t.claim("iss", json!([t.login.issuer])))
        .refused(MALFORMED, |t| {
            t.claim("iss", json!([t.login.issuer, "https://attacker.example"]));
        })
        .refused(MALFORMED, |t| {
            t.claim_again(r#""iss":"https://attacker.example""#);
        }),
        Row::new("C-06", BOTH, "`iss` with the other scheme")
            .refused(ISSUER, |t| {
                t.claim("iss", t.login.issuer.replace("http://", "https://"));
            })
            .note("The issuer of the tests is plain http, so that it is https that is wrong"),
    ]
}

fn audience() -> Vec<Row> {
    vec![
        Row::new("C-07", BOTH, "`aud` absent")
            .refused_as(AUDIENCE, MALFORMED, |t| t.no_claim("aud")),
        Row::new("C-08", BOTH, "`aud` of another client")
            .refused(AUDIENCE, |t| t.claim("aud", "other")),
        Row::new("C-09", BOTH, "`aud` is our identifier with more after it")
            .refused(AUDIENCE, |t| t.claim("aud", format!("{CLIENT_ID}a")))
            .refused(AUDIENCE, |t| t.claim("aud", format!("{CLIENT_ID} "))),
        Row::new("C-10", BOTH, "`aud` is an empty array")
            .refused(AUDIENCE, |t| t.claim("aud", json!([]))),
        Row::new("C-11", BOTH, "`aud` is an array of ours alone: control")
            .accepted(|t| t.claim("aud", json!([CLIENT_ID]))),
        Row::new("C-12", BOTH, "`aud` holds ours and another, or ours twice")
            .refused(AUDIENCE, |t| t.claim("aud", json!([CLIENT_ID, "other"])))
            .refused(AUDIENCE, |t| t.claim("aud", json!(["other", CLIENT_ID])))
            .refused(AUDIENCE, |t| t.claim("aud", json!([CLIENT_ID, CLIENT_ID])))
            .note("ProConnect writes one audience; no other is trusted"),
        Row::new(
            "C-13",
            BOTH,
            "`aud` is a number, an object, `null`, or an array of numbers",
        )
        .refused(MALFORMED, |t| t.claim("aud", 1))
        .refused(MALFORMED, |t| t.claim("aud", json!({"aud": CLIENT_ID})))
        .refused(MALFORMED, |t| t.claim("aud", Value::Null))
        .refused(MALFORMED, |t| t.claim("aud", json!([CLIENT_ID, 1]))),
    ]
}

fn authorized_party() -> Vec<Row> {
    vec![
        Row::new("C-14", ID_TOKEN, "`azp` is another client")
            .refused("authorized_party_mismatch", |t| t.claim("azp", "other")),
        Row::new("C-15", ID_TOKEN, "Several audiences and no `azp`")
            .refused(AUDIENCE, |t| {
                t.claim("aud", json!([CLIENT_ID, "https://api.example"]));
            })
            .note("With an `azp` of ours it is refused as well: see C-12"),
        Row::new("C-16", ID_TOKEN, "`azp` is ours: control")
            .accepted(|t| t.claim("azp", CLIENT_ID)),
        Row::new("C-17", ID_TOKEN, "`aud` in another case")
            .refused(AUDIENCE, |t| t.claim("aud", CLIENT_ID.to_uppercase())),
    ]
}
