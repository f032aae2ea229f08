//! L: faults of a logout token (Back-Channel Logout 1.0, 2.4 and 2.6).

use crate::{
    row::{LOGOUT_TOKEN, Row},
    token::{client_assertion_claims, id_token_claims, user_info_claims},
};
use jsonwebtoken::Algorithm::{ES256, HS256};
use serde_json::{Value, json};

const MALFORMED: &str = "malformed_claims";
const TYPE: &str = "unexpected_type";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const ISSUED: &str = "issued_at_out_of_range";

pub fn rows() -> Vec<Row> {
    [
        honest(),
        other_tokens(),
        parties(),
        dates(),
        claims(),
        named(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn honest() -> Vec<Row> {
    vec![
        Row::new(
            "L-01",
            LOGOUT_TOKEN,
            "A good logout token, by each algorithm, of an agent and of a session: control",
        )
        .accepted(|_| {})
        .accepted(|t| t.no_claim("sid"))
        .accepted(|t| t.no_claim("sub"))
        .alg(ES256)
        .accepted(|_| {})
        .alg(HS256)
        .accepted(|_| {}),
        Row::new("L-02", LOGOUT_TOKEN, "`typ` absent: control")
            .accepted(|t| t.no_header("typ"))
            .note(
                "The OpenID Foundation's suite and many issuers send untyped logout tokens (4.1)",
            ),
        Row::new(
            "L-03",
            LOGOUT_TOKEN,
            "Claims that are not understood: control",
        )
        .accepted(|t| {
            t.claim("ignored_claim", json!({"a": [1]}));
            t.claim("events", json!({EVENT: {"a": 1}, "urn:other": {}}));
        }),
    ]
}

fn other_tokens() -> Vec<Row> {
    vec![
        Row::new("L-04", LOGOUT_TOKEN, "The ID token in the place of the logout token: typed, untyped, without its nonce, with the event")
            .refused(TYPE, |t| {
                t.header("typ", "JWT");
                t.claims(id_token_claims(&t.login));
                t.claim("jti", "bWJq");
            })
            .refused("nonce_present", |t| {
                t.no_header("typ");
                t.claims(id_token_claims(&t.login));
                t.claim("jti", "bWJq");
            })
            .refused("event_missing", |t| {
                t.no_header("typ");
                t.claims(id_token_claims(&t.login));
                t.no_claim("nonce");
                t.claim("jti", "bWJq");
            })
            .refused("nonce_present", |t| {
                t.claims(id_token_claims(&t.login));
                t.claim("jti", "bWJq");
                t.claim("events", json!({EVENT: {}}));
            })
            .note("The same key signs both, for the same client"),
        Row::new("L-05", LOGOUT_TOKEN, "The userinfo response in the place of the logout token")
            .refused(TYPE, |t| {
                t.header("typ", "JWT");
                t.claims(user_info_claims(&t.login));
            })
            .refused(MALFORMED, |t| {
                t.no_header("typ");
                t.claims(user_info_claims(&t.login));
            })
            .refused("event_missing", |t| {
                t.no_header("typ");
                t.claims(user_info_claims(&t.login));
                t.claim("jti", "bWJq");
            }),
        Row::new("L-06", LOGOUT_TOKEN, "An access token (RFC 9068), a security event, or a token of no known type")
            .refused(TYPE, |t| t.header("typ", "at+jwt"))
            .refused(TYPE, |t| t.header("typ", "secevent+jwt"))
            .refused(TYPE, |t| t.header("typ", ""))
            .refused(TYPE, |t| t.header("typ", "logout+jwt\u{0}"))
            .refused(TYPE, |t| t.header("cty", "JWT")),
        Row::new("L-07", LOGOUT_TOKEN, "A client assertion, signed with the client secret")
            .alg(HS256)
            .refused(MALFORMED, |t| {
                t.no_header("typ");
                t.claims(client_assertion_claims(&t.login));
            }),
        Row::new("L-08", LOGOUT_TOKEN, "A logout token of more than 8 KiB")
            .refused("token_too_large", |t| t.claim("padding", "a".repeat(8 * 1024))),
    ]
}

fn parties() -> Vec<Row> {
    vec![
        Row::new(
            "L-09",
            LOGOUT_TOKEN,
            "`iss` is another's, has a slash more, or is absent",
        )
        .refused("issuer_mismatch", |t| {
            t.claim("iss", "https://attacker.example");
        })
        .refused("issuer_mismatch", |t| {
            t.claim("iss", format!("{}/", t.login.issuer));
        })
        .refused(MALFORMED, |t| t.no_claim("iss")),
        Row::new(
            "L-10",
            LOGOUT_TOKEN,
            "`aud` is another client, several, none or absent",
        )
        .refused("audience_mismatch", |t| t.claim("aud", "another"))
        .refused("audience_mismatch", |t| {
            t.claim("aud", json!([crate::token::CLIENT_ID, "another"]));
        })
        .refused("audience_mismatch", |t| t.claim("aud", json!([])))
        .refused("audience_mismatch", |t| t.no_claim("aud")),
    ]
}

fn dates() -> Vec<Row> {
    vec![
        Row::new("L-11", LOGOUT_TOKEN, "`exp` past, past by just the leeway, absent, or a text")
            .refused("expired", |t| t.claim("exp", t.login.now - 3600))
            .refused("expired", |t| t.claim("exp", t.login.now - 30))
            .refused(MALFORMED, |t| t.no_claim("exp"))
            .refused(MALFORMED, |t| t.claim("exp", "soon")),
        Row::new("L-12", LOGOUT_TOKEN, "`exp` more than ten minutes away; ten minutes: control")
            .refused("expires_too_late", |t| t.claim("exp", t.login.now + 601))
            .refused("expires_too_late", |t| t.claim("exp", t.login.now + 86_400))
            .refused("expires_too_late", |t| t.claim("exp", i64::MAX))
            .accepted(|t| t.claim("exp", t.login.now + 600))
            .note("The specification recommends two minutes at most; a used token is remembered until `exp`"),
        Row::new("L-13", LOGOUT_TOKEN, "`iat` more than five minutes ago, in the future, after `exp`, or absent")
            .refused(ISSUED, |t| t.claim("iat", t.login.now - 301))
            .refused(ISSUED, |t| t.claim("iat", t.login.now + 31))
            .refused(ISSUED, |t| {
                t.claim("iat", t.login.now + 20);
                t.claim("exp", t.login.now + 10);
            })
            .refused(MALFORMED, |t| t.no_claim("iat")),
        Row::new("L-14", LOGOUT_TOKEN, "`nbf` in the future")
            .refused("not_yet_valid", |t| t.claim("nbf", t.login.now + 31)),
        Row::new("L-15", LOGOUT_TOKEN, "A clock that is ten minutes ahead of the issuer's")
            .setting(|setting| setting.clock_ahead = 10)
            .refused("expired", |_| {}),
    ]
}

fn claims() -> Vec<Row> {
    vec![
        [
            json!({}),
            json!({"urn:other": {}}),
            json!(EVENT),
            json!([EVENT]),
            json!({EVENT: true}),
            json!({EVENT: null}),
            json!({EVENT: []}),
            Value::Null,
        ]
        .into_iter()
        .fold(
            Row::new(
                "L-16",
                LOGOUT_TOKEN,
                "`events` absent, without the event of a logout, or with one that is no object",
            ),
            |row, events| row.refused("event_missing", move |t| t.claim("events", events.clone())),
        )
        .refused("event_missing", |t| t.no_claim("events")),
        Row::new(
            "L-17",
            LOGOUT_TOKEN,
            "A `nonce`, also if it is empty or `null`",
        )
        .refused("nonce_present", |t| t.claim("nonce", "n"))
        .refused("nonce_present", |t| t.claim("nonce", ""))
        .refused("nonce_present", |t| t.claim("nonce", Value::Null)),
        Row::new(
            "L-18",
            LOGOUT_TOKEN,
            "`jti` absent, empty, of another type, or longer than 255 bytes",
        )
        .refused(MALFORMED, |t| t.no_claim("jti"))
        .refused("invalid_token_id", |t| t.claim("jti", ""))
        .refused(MALFORMED, |t| t.claim("jti", 7))
        .refused("invalid_token_id", |t| t.claim("jti", "j".repeat(256))),
        ["iss", "aud", "sub", "sid", "jti", "nonce"]
            .into_iter()
            .fold(
                Row::new("L-19", LOGOUT_TOKEN, "A claim that is given twice"),
                |row, name| {
                    row.refused(MALFORMED, move |t| {
                        t.claim(name, "a");
                        t.claim_again(&format!(r#""{name}":"a""#));
                    })
                },
            )
            .refused(MALFORMED, |t| t.claim_again(r#""events":{}"#)),
    ]
}

fn named() -> Vec<Row> {
    vec![
        Row::new("L-20", LOGOUT_TOKEN, "Neither `sub` nor `sid`")
            .refused("subject_missing", |t| {
                t.no_claim("sub");
                t.no_claim("sid");
            })
            .refused("subject_missing", |t| {
                t.claim("sub", Value::Null);
                t.claim("sid", Value::Null);
            }),
        Row::new(
            "L-21",
            LOGOUT_TOKEN,
            "`sub` empty, longer than 255 characters, not ASCII, or of another type",
        )
        .refused("invalid_subject", |t| t.claim("sub", ""))
        .refused("invalid_subject", |t| t.claim("sub", "s".repeat(256)))
        .refused("invalid_subject", |t| t.claim("sub", "7396c91e\u{e9}"))
        .refused(MALFORMED, |t| t.claim("sub", json!(["7396c91e"]))),
        Row::new(
            "L-22",
            LOGOUT_TOKEN,
            "`sid` empty, longer than 255 bytes, or of another type",
        )
        .refused("invalid_session_id", |t| t.claim("sid", ""))
        .refused("invalid_session_id", |t| t.claim("sid", "s".repeat(256)))
        .refused(MALFORMED, |t| t.claim("sid", 7))
        .note("Never taken for an absent one: all sessions of the agent would end"),
    ]
}
