//! X: one value of a login used in place of another.

use crate::{
    row::{ID_TOKEN, Row, USER_INFO},
    token::{client_assertion_claims, logout_token_claims, user_info_claims},
};
use jsonwebtoken::Algorithm::HS256;
use proconnect_assurance::application::SESSION_COOKIE;
use serde_json::json;

const UNKNOWN_ATTEMPT: &str = "login_attempt.unknown";

pub fn rows() -> Vec<Row> {
    [as_id_token(), as_user_info(), in_the_browser()]
        .into_iter()
        .flatten()
        .collect()
}

fn as_id_token() -> Vec<Row> {
    vec![
        Row::new("X-01", ID_TOKEN, "The userinfo response as ID token")
            .refused("nonce_mismatch", |t| t.claims(user_info_claims(&t.login))),
        Row::new(
            "X-02",
            ID_TOKEN,
            "The access token as ID token: opaque, or a JWT (RFC 9068)",
        )
        .refused("malformed", |t| {
            let access_token = t.login.access_token.clone();
            t.then(move |_| access_token.clone());
        })
        .refused("unexpected_type", |t| {
            t.header("typ", "at+jwt");
            t.claim("scope", "openid");
        }),
        Row::new("X-03", ID_TOKEN, "A logout token as ID token, typed or not")
            .refused("unexpected_type", |t| {
                t.header("typ", "logout+jwt");
                t.claims(logout_token_claims(&t.login));
            })
            .refused("nonce_mismatch", |t| {
                t.claims(logout_token_claims(&t.login));
            }),
        Row::new(
            "X-04",
            ID_TOKEN,
            "A client assertion, signed with the client secret, as ID token",
        )
        .alg(HS256)
        .refused("malformed_claims", |t| {
            t.claims(client_assertion_claims(&t.login));
        }),
    ]
}

fn as_user_info() -> Vec<Row> {
    vec![
        Row::new("X-05", USER_INFO, "The access token as userinfo response").refused(
            "malformed",
            |t| {
                let access_token = t.login.access_token.clone();
                t.then(move |_| access_token.clone());
            },
        ),
        Row::new(
            "X-06",
            USER_INFO,
            "A client assertion, signed with the client secret, as userinfo response",
        )
        .alg(HS256)
        .refused("issuer_mismatch", |t| {
            t.claims(client_assertion_claims(&t.login));
        }),
        Row::new(
            "X-07",
            USER_INFO,
            "A security event token as userinfo response",
        )
        .refused("unexpected_type", |t| t.header("typ", "secevent+jwt"))
        .refused("unexpected_type", |t| t.claim("events", json!({}))),
    ]
}

fn in_the_browser() -> Vec<Row> {
    vec![
        Row::new(
            "X-08",
            ID_TOKEN,
            "The cookie of a login attempt as session cookie",
        )
        .swapped(UNKNOWN_ATTEMPT, |swap| {
            let attempt = swap.cookies.remove(&swap.attempt).unwrap();
            swap.cookies.insert(SESSION_COOKIE.to_owned(), attempt);
        }),
        Row::new(
            "X-09",
            ID_TOKEN,
            "A session cookie as the cookie of a login attempt",
        )
        .swapped(UNKNOWN_ATTEMPT, |swap| {
            swap.cookies
                .insert(swap.attempt.clone(), swap.session.clone());
        }),
        Row::new(
            "X-10",
            ID_TOKEN,
            "An ID token, or the access token, as session cookie",
        )
        .swapped(UNKNOWN_ATTEMPT, |swap| {
            swap.cookies.remove(&swap.attempt);
            swap.cookies
                .insert(SESSION_COOKIE.to_owned(), swap.id_token.to_owned());
        })
        .swapped(UNKNOWN_ATTEMPT, |swap| {
            swap.cookies.remove(&swap.attempt);
            swap.cookies
                .insert(SESSION_COOKIE.to_owned(), swap.access_token.to_owned());
        }),
        Row::new(
            "X-11",
            ID_TOKEN,
            "The cookie of another tab's attempt under the name of this one's",
        )
        .swapped(UNKNOWN_ATTEMPT, |swap| {
            let other = swap.cookies.remove(&swap.other_attempt).unwrap();
            swap.cookies.insert(swap.attempt.clone(), other);
        })
        .note("A cookie is sealed together with its name"),
        Row::new(
            "X-12",
            ID_TOKEN,
            "An ID token, or an access token, in the query of the callback",
        )
        .swapped("authorization_response.malformed", |swap| {
            *swap.query = format!("{}&id_token={}", swap.query, swap.id_token);
        })
        .swapped("authorization_response.malformed", |swap| {
            *swap.query = format!("{}&access_token={}", swap.query, swap.access_token);
        }),
    ]
}
