//! N: the token answers this login of this browser.

use crate::{
    row::{ID_TOKEN, Row, USER_INFO},
    token::half_hash,
};
use serde_json::{Value, json};

const NONCE: &str = "nonce_mismatch";
const MALFORMED: &str = "malformed_claims";
const ACR: &str = "insufficient_acr";

pub fn rows() -> Vec<Row> {
    [
        nonce(),
        nonce_written_oddly(),
        hashes(),
        acr(),
        without_policy(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn nonce() -> Vec<Row> {
    vec![
        Row::new("N-01", ID_TOKEN, "`nonce` absent, or `null`")
            .refused(NONCE, |t| t.no_claim("nonce"))
            .refused(NONCE, |t| t.claim("nonce", Value::Null)),
        Row::new("N-02", ID_TOKEN, "Another `nonce`, or an empty one")
            .refused(NONCE, |t| t.claim("nonce", "another"))
            .refused(NONCE, |t| t.claim("nonce", "")),
        Row::new("N-03", ID_TOKEN, "`nonce` of the login in another tab")
            .refused(NONCE, |t| t.claim("nonce", t.login.other_nonce.clone())),
        Row::new("N-04", ID_TOKEN, "`nonce` of a login that is over")
            .setting(|setting| setting.other_tab_is_done = true)
            .refused(NONCE, |t| t.claim("nonce", t.login.other_nonce.clone())),
    ]
}

fn nonce_written_oddly() -> Vec<Row> {
    vec![
        Row::new("N-05", ID_TOKEN, "`nonce` cut short, or with more after it")
            .refused(NONCE, |t| t.claim("nonce", t.login.nonce[..42].to_owned()))
            .refused(NONCE, |t| t.claim("nonce", format!("{}a", t.login.nonce))),
        Row::new("N-06", ID_TOKEN, "`nonce` in an array")
            .refused(MALFORMED, |t| t.claim("nonce", json!([t.login.nonce]))),
        Row::new(
            "N-07",
            ID_TOKEN,
            "`nonce` twice, the good one first or last",
        )
        .refused(MALFORMED, |t| t.claim_again(r#""nonce":"another""#))
        .refused(MALFORMED, |t| {
            let good = t.login.nonce.clone();
            t.claim("nonce", "another");
            t.claim_again(&format!(r#""nonce":"{good}""#));
        }),
        Row::new("N-08", ID_TOKEN, "`nonce` in another case").refused(NONCE, |t| {
            let swap = |c: char| {
                if c.is_lowercase() {
                    c.to_ascii_uppercase()
                } else {
                    c.to_ascii_lowercase()
                }
            };
            t.claim("nonce", t.login.nonce.chars().map(swap).collect::<String>());
        }),
        Row::new(
            "N-09",
            ID_TOKEN,
            "A claim that would switch the check off (`nonce_supported`)",
        )
        .refused(NONCE, |t| {
            t.no_claim("nonce");
            t.claim("nonce_supported", false);
        }),
    ]
}

fn hashes() -> Vec<Row> {
    vec![
        Row::new("N-10", ID_TOKEN, "`at_hash` of another access token, or empty")
            .refused("access_token_hash_mismatch", |t| t.claim("at_hash", half_hash("another")))
            .refused("access_token_hash_mismatch", |t| t.claim("at_hash", "")),
        Row::new("N-11", ID_TOKEN, "`at_hash` absent: control")
            .accepted(|t| t.no_claim("at_hash"))
            .note("Optional in the code flow (Core 3.1.3.6)"),
        Row::new("N-12", ID_TOKEN, "`c_hash` of another code")
            .refused("code_hash_mismatch", |t| t.claim("c_hash", half_hash("another")))
            .accepted(|t| t.claim("c_hash", half_hash(&t.login.code)))
            .note("Not required in the code flow, but never wrong; the last of its variants, which is right, signs in"),
    ]
}

fn acr() -> Vec<Row> {
    let row = |name, wrong| {
        Row::new(name, ID_TOKEN, wrong)
            .setting(|setting| setting.acr_values = "eidas1-mfa eidas2 eidas3")
    };
    vec![
        row("N-13", "`acr` is lower than what is required")
            .refused(ACR, |t| t.claim("acr", "eidas1"))
            .accepted(|t| t.claim("acr", "eidas2"))
            .note("`PROCONNECT_ACR_VALUES` lists what is accepted; the last of its variants is on the list"),
        row("N-14", "`acr` absent although required")
            .refused(ACR, |t| t.no_claim("acr"))
            .refused(ACR, |t| t.claim("acr", Value::Null)),
        row("N-15", "`acr` unknown, or nearly one that is required")
            .refused(ACR, |t| t.claim("acr", "urn:attacker:highest"))
            .refused(ACR, |t| t.claim("acr", "eidas3-mfa"))
            .refused(ACR, |t| t.claim("acr", "EIDAS3"))
            .refused(ACR, |t| t.claim("acr", "eidas2 eidas3"))
            .note("Values have no order: only those on the list are accepted"),
    ]
}

/// The behaviour without a policy to compare the claim with.
fn without_policy() -> Vec<Row> {
    vec![
        Row::new("N-16", ID_TOKEN, "`auth_time` long ago")
            .accepted(|t| t.claim("auth_time", t.login.now - 12 * 3600))
            .note("No `max_age` is sent: ProConnect does not implement it, and its `auth_time` is the moment of the answer, whenever the agent typed a password"),
        Row::new("N-17", ID_TOKEN, "`auth_time` absent")
            .accepted(|t| t.no_claim("auth_time"))
            .note("As for N-16"),
        Row::new("N-18", ID_TOKEN, "`amr` without a second factor, or absent")
            .accepted(|t| t.claim("amr", json!(["pwd"])))
            .accepted(|t| t.no_claim("amr"))
            .note("A second factor is asked for by `acr`; `amr` is passed on to the application"),
        Row::new("N-19", USER_INFO, "`idp_id` absent or unknown")
            .accepted(|t| t.no_claim("idp_id"))
            .accepted(|t| t.claim("idp_id", "unknown-identity-provider"))
            .note("ProConnect chooses the identity providers; it is passed on to the application"),
        unused(),
    ]
}

/// Unused claims never decide.
fn unused() -> Row {
    let claims = [
        ("updated_at", json!("2026-11-26T10:00:00Z")),
        ("email_verified", json!("true")),
        ("phone_number_verified", json!([])),
        ("address", json!("20 avenue de Ségur")),
        ("auth_time", json!("yesterday")),
        ("birthdate", json!(1970)),
        ("name", json!({"fr": "Angela"})),
        ("locale", json!(5)),
        ("picture", json!("no address")),
        ("sid", json!(null)),
    ];
    claims.into_iter().fold(
        Row::new(
            "N-20",
            ID_TOKEN,
            "A claim that is not used, of another type: control",
        )
        .note("What nobody reads has no say"),
        |row, (name, value)| row.accepted(move |t| t.claim(name, value.clone())),
    )
}
