//! H-47 to H-49: the authorization response, and differing clocks.

use crate::{
    row::Row,
    world::{SIGNED_IN, World},
};
use chrono::TimeDelta;

pub fn rows() -> Vec<Row> {
    vec![errors(), issuer(), clocks()]
}

/// A login whose response has these parameters and its state.
fn with_response(row: Row, parameters: &'static [(&'static str, &'static str)], code: &str) -> Row {
    let at = format!("{parameters:?}");
    row.case(at, &[code], async move {
        let world = World::new().await;
        let begun = world.begin().await.ok().unwrap();
        let issuer = world.issuer.url().to_owned();
        let filled: Vec<_> = parameters
            .iter()
            .map(|(name, value)| {
                (
                    *name,
                    if *value == "its own" {
                        issuer.as_str()
                    } else {
                        value
                    },
                )
            })
            .collect();
        let verdict = world.respond(begun, &filled).await;
        let asked = world.issuer.requests().len();
        vec![if asked == 2 {
            verdict
        } else {
            format!("{verdict}; {asked} calls")
        }]
    })
}

fn errors() -> Row {
    let row = Row::new("H-47", "The authorization endpoint answers with an error")
        .note("Its `error_description` is neither shown nor logged; no call follows");
    let cases: [(&[_], &str); 8] = [
        (
            &[("error", "access_denied"), ("iss", "its own")],
            "access_denied",
        ),
        (
            &[("error", "login_required"), ("iss", "its own")],
            "login_required",
        ),
        (
            &[("error", "interaction_required"), ("iss", "its own")],
            "interaction_required",
        ),
        (
            &[("error", "server_error"), ("iss", "its own")],
            "server_error",
        ),
        (
            &[("error", "temporarily_unavailable"), ("iss", "its own")],
            "temporarily_unavailable",
        ),
        (
            &[("error", "invalid_scope"), ("iss", "its own")],
            "invalid_scope",
        ),
        (
            &[("error", "<script>"), ("iss", "its own")],
            "request_refused",
        ),
        (
            &[
                ("error", "access_denied"),
                (
                    "error_description",
                    "<script>alert(1)</script>\r\n\u{1b}[31m\u{202e}",
                ),
                ("iss", "its own"),
            ],
            "access_denied",
        ),
    ];
    cases.into_iter().fold(row, |row, (parameters, reason)| {
        with_response(row, parameters, &format!("authorization_response.{reason}"))
    })
}

fn issuer() -> Row {
    let row = Row::new(
        "H-48",
        "`iss` of the response is missing, wrong, or there twice",
    )
    .note("Before the code is used, and of an error too (RFC 9207 2.4)");
    let cases: [(&[_], &str); 4] = [
        (&[("code", "c0d3")], "issuer_missing"),
        (
            &[("code", "c0d3"), ("iss", "https://other.example/api/v2")],
            "issuer_mismatch",
        ),
        (
            &[("code", "c0d3"), ("iss", "its own"), ("iss", "its own")],
            "malformed",
        ),
        (
            &[("error", "access_denied"), ("iss", "https://other.example")],
            "issuer_mismatch",
        ),
    ];
    cases.into_iter().fold(row, |row, (parameters, reason)| {
        with_response(row, parameters, &format!("authorization_response.{reason}"))
    })
}

fn clocks() -> Row {
    let row = Row::new(
        "H-49",
        "The issuer's clock is ahead or behind: 30 s, 5 min, a day",
    )
    .note("Thirty seconds are allowed either way; a token is five minutes old at most");
    let cases = [
        (TimeDelta::seconds(30), SIGNED_IN),
        (TimeDelta::seconds(-30), SIGNED_IN),
        (TimeDelta::minutes(5), "id_token.issued_at_out_of_range"),
        (TimeDelta::minutes(-5), SIGNED_IN),
        (TimeDelta::minutes(-6), "id_token.issued_at_out_of_range"),
        (TimeDelta::days(1), "id_token.issued_at_out_of_range"),
        (TimeDelta::days(-1), "id_token.expired"),
    ];
    cases.into_iter().fold(row, |row, (ahead, expected)| {
        row.case(format!("{ahead}"), &[expected], async move {
            let world = World::new().await;
            world.put_issuers_clock_ahead(ahead);
            vec![world.log_in().await]
        })
    })
}
