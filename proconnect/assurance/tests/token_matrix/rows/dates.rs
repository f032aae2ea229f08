//! D: the token is valid now. Clocks may differ by 30 seconds.

use crate::row::{BOTH, ID_TOKEN, Row};
use serde_json::{Value, json};

const LEEWAY: i64 = 30;
const HOUR: i64 = 3600;
const MALFORMED: &str = "malformed_claims";
const ISSUED: &str = "issued_at_out_of_range";

pub fn rows() -> Vec<Row> {
    [expiry(), expiry_written_oddly(), issue(), start(), clocks()]
        .into_iter()
        .flatten()
        .collect()
}

fn expiry() -> Vec<Row> {
    vec![
        Row::new("D-01", ID_TOKEN, "`exp` absent").refused(MALFORMED, |t| t.no_claim("exp")),
        Row::new("D-02", BOTH, "`exp` past, by two minutes, by a day")
            .refused("expired", |t| t.claim("exp", t.login.now - 120))
            .refused("expired", |t| t.claim("exp", t.login.now - 24 * HOUR)),
        Row::new("D-03", BOTH, "`exp` past by just the leeway")
            .refused("expired", |t| t.claim("exp", t.login.now - LEEWAY))
            .note("RFC 7519 4.1.4: not accepted on that second or after; one second less passes, see D-20"),
        Row::new("D-09", BOTH, "`exp` more than a day away")
            .refused("expires_too_late", |t| {
                t.claim("exp", t.login.now + 24 * HOUR + 1);
            })
            .refused("expires_too_late", |t| {
                t.claim("exp", t.login.now + 10 * 365 * 24 * HOUR);
            })
            .note("ProConnect gives an hour"),
        Row::new("D-17", ID_TOKEN, "`exp` twice, the good one first or last")
            .refused(MALFORMED, |t| t.claim_again(r#""exp":1"#))
            .refused(MALFORMED, |t| {
                let good = t.login.now + HOUR;
                t.claim("exp", 1);
                t.claim_again(&format!(r#""exp":{good}"#));
            }),
    ]
}

fn expiry_written_oddly() -> Vec<Row> {
    vec![
        Row::new("D-04", BOTH, "`exp` is a text")
            .refused(MALFORMED, |t| {
                t.claim("exp", (t.login.now + HOUR).to_string());
            })
            .refused(MALFORMED, |t| t.claim("exp", "never")),
        Row::new("D-05", BOTH, "`exp` is negative").refused("expired", |t| t.claim("exp", -1)),
        Row::new("D-06", BOTH, "`exp` is 1e300, or beyond 64 bits")
            .refused(MALFORMED, |t| t.claim("exp", 1e300))
            .refused(MALFORMED, |t| {
                t.no_claim("exp");
                t.claim_again(r#""exp":9223372036854775808"#);
            })
            .refused("malformed", |t| {
                t.no_claim("exp");
                t.claim_again(&format!(r#""exp":{}"#, "9".repeat(400)));
            }),
        Row::new("D-07", BOTH, "`exp` is `null`")
            .refused(MALFORMED, |t| t.claim("exp", Value::Null)),
        Row::new("D-08", ID_TOKEN, "`exp` has a fraction")
            .refused(MALFORMED, |t| {
                let whole = t.login.now + HOUR;
                t.no_claim("exp");
                t.claim_again(&format!(r#""exp":{whole}.5"#));
            })
            .note("RFC 7519 allows it; ProConnect writes whole seconds, and so must the token"),
    ]
}

fn issue() -> Vec<Row> {
    vec![
        Row::new("D-10", BOTH, "`iat` absent").refused(MALFORMED, |t| t.no_claim("iat")),
        Row::new("D-11", BOTH, "`iat` in the future")
            .refused_as(ISSUED, "not_yet_valid", |t| {
                t.claim("iat", t.login.now + LEEWAY + 1);
            })
            .refused_as(ISSUED, "not_yet_valid", |t| {
                t.claim("iat", t.login.now + HOUR);
            }),
        Row::new("D-12", ID_TOKEN, "`iat` more than five minutes ago")
            .refused(ISSUED, |t| t.claim("iat", t.login.now - 301))
            .refused(ISSUED, |t| t.claim("iat", 0))
            .note("The token was made moments ago, in answer to the code"),
        Row::new("D-13", BOTH, "`iat` after `exp`").refused_as(ISSUED, "expired", |t| {
            t.claim("iat", t.login.now);
            t.claim("exp", t.login.now - 10);
        }),
        Row::new("D-14", BOTH, "`iat` is a text")
            .refused(MALFORMED, |t| t.claim("iat", t.login.now.to_string())),
    ]
}

fn start() -> Vec<Row> {
    vec![
        Row::new("D-15", BOTH, "`nbf` in the future")
            .refused("not_yet_valid", |t| {
                t.claim("nbf", t.login.now + LEEWAY + 1);
            })
            .refused("not_yet_valid", |t| t.claim("nbf", t.login.now + HOUR)),
        Row::new("D-16", ID_TOKEN, "`nbf` is a text or an object")
            .refused(MALFORMED, |t| t.claim("nbf", "now"))
            .refused(MALFORMED, |t| t.claim("nbf", json!({}))),
    ]
}

fn clocks() -> Vec<Row> {
    vec![
        Row::new("D-18", ID_TOKEN, "The clock here is ten minutes slow")
            .setting(|setting| setting.clock_ahead = -10)
            .refused(ISSUED, |_| ())
            .note("Refused, since it cannot be told from a token of the future; the clock is to be set"),
        Row::new("D-19", ID_TOKEN, "The clock here is ten minutes fast")
            .setting(|setting| setting.clock_ahead = 10)
            .refused(ISSUED, |_| ())
            .note("Refused, since it cannot be told from an old token"),
        Row::new("D-20", ID_TOKEN, "Dates at the edge of the leeway: control")
            .accepted(|t| {
                t.claim("iat", t.login.now - 60);
                t.claim("exp", t.login.now - LEEWAY + 1);
            })
            .accepted(|t| {
                t.claim("iat", t.login.now + LEEWAY);
                t.claim("nbf", t.login.now + LEEWAY);
            })
            .accepted(|t| t.claim("iat", t.login.now - 300))
            .accepted(|t| t.claim("exp", t.login.now + 24 * HOUR)),
    ]
}
