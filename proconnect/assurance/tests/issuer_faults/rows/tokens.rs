//! H-43 to H-46: the token and userinfo endpoints.

use crate::{
    answer::Answer,
    issuer::{Endpoint, Issuer},
    row::Row,
    world::{HASTY, SIGNED_IN, World},
};
use proconnect::Deadlines;
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than the deadline of a hasty call.
const TOO_LATE: Duration = Duration::from_secs(4);

pub fn rows() -> Vec<Row> {
    vec![errors(), token_response(), late_tokens(), user_info()]
}

fn errors() -> Row {
    let hostile = r#"{"error":"<script>","error_description":"<script>alert(1)</script>\u0007"}"#;
    let token = Endpoint::Token;
    let bad_request =
        |error: &str| Answer::json("400 Bad Request", &format!(r#"{{"error":"{error}"}}"#));
    let invalid_client = Answer::json("401 Unauthorized", r#"{"error":"invalid_client"}"#);
    Row::new("H-43", "The token endpoint answers with an error")
        .note("Nothing of the issuer's text is shown or logged")
        .answered_at(
            token,
            &bad_request("invalid_grant"),
            "token_response.invalid_grant",
        )
        .answered_at(
            token,
            &bad_request("invalid_client"),
            "token_response.invalid_client",
        )
        .answered_at(token, &invalid_client, "token_response.invalid_client")
        .answered_at(token, &bad_request("unheard_of"), "token_response.refused")
        .answered_at(
            token,
            &Answer::json("400 Bad Request", hostile),
            "token_response.refused",
        )
        .answered_at(
            token,
            &Answer::json("400 Bad Request", "{}"),
            "token_response.malformed",
        )
        .answered_at(
            token,
            &Answer::json("403 Forbidden", hostile),
            "token_response.unexpected_status",
        )
}

fn token_response() -> Row {
    let row = Row::new("H-44", "The token response lacks a member, or spells `token_type` otherwise")
        .note("`token_type` is compared without regard to case (RFC 6749 5.1); `expires_in`, `scope` and `refresh_token` are not used, so that they may be absent or of any type");
    let cases = [
        ("id_token", Value::Null, "token_response.id_token_missing"),
        ("access_token", Value::Null, "token_response.malformed"),
        ("token_type", Value::Null, "token_response.malformed"),
        (
            "token_type",
            json!("MAC"),
            "token_response.unexpected_token_type",
        ),
        ("token_type", json!("bearer"), SIGNED_IN),
        ("token_type", json!("BEARER"), SIGNED_IN),
        ("expires_in", Value::Null, SIGNED_IN),
        ("refresh_token", json!("r3fr35h"), SIGNED_IN),
        ("expires_in", json!("3600"), SIGNED_IN),
        ("expires_in", json!(1e300), SIGNED_IN),
        ("scope", json!(["openid"]), SIGNED_IN),
        ("refresh_token", json!(5), SIGNED_IN),
    ];
    cases
        .into_iter()
        .fold(row, |row, (member, value, expected)| {
            row.case(format!("{member}: {value}"), &[expected], async move {
                let world = World::new().await;
                world.issuer.change(|script| {
                    script.token_response.insert(member.to_owned(), value);
                });
                vec![world.log_in().await]
            })
        })
}

fn late_tokens() -> Row {
    let late = |by| Answer::Late(by, Box::new(Answer::json("200 OK", "{}")));
    Row::new("H-45", "The token endpoint answers after 29 or 31 s")
        .note("A call ends after 5 s, a callback after 12 s; an answer within them is read")
        .deadlines(HASTY)
        .answered_at(Endpoint::Token, &late(TOO_LATE), "token_response.timed_out")
        .deadlines(Deadlines::default())
        .answered_at(
            Endpoint::Token,
            &late(Duration::from_millis(500)),
            "token_response.malformed",
        )
        .case(
            "the callback's own deadline",
            &["token_response.timed_out"],
            async {
                // The userinfo call may take a minute: the deadline of the callback ends it.
                let deadlines = Deadlines {
                    call: Duration::from_secs(60),
                    callback: Duration::from_secs(2),
                    ..Deadlines::default()
                };
                let world = World::at(Issuer::start().await, None, deadlines);
                let silent = (Endpoint::UserInfo, Answer::Silence);
                world.issuer.change(|script| script.faults.push(silent));
                let verdict = world.log_in().await;
                assert_eq!(world.issuer.asked(Endpoint::UserInfo), 1);
                vec![verdict]
            },
        )
}

fn user_info() -> Row {
    let late = Answer::Late(TOO_LATE, Box::new(Answer::status("200 OK")));
    Row::new(
        "H-46",
        "The userinfo endpoint answers 401 or 403, or after 60 s",
    )
    .answered_at(
        Endpoint::UserInfo,
        &Answer::status("401 Unauthorized"),
        "user_info.unauthorized",
    )
    .answered_at(
        Endpoint::UserInfo,
        &Answer::status("403 Forbidden"),
        "user_info.unauthorized",
    )
    .deadlines(HASTY)
    .answered_at(Endpoint::UserInfo, &late, "user_info.timed_out")
}
