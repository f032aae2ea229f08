//! Compares all observations of a login with the row's expectations, not only the code.

use crate::{
    row::Verdict,
    token::{Kind, SUB},
    trial::Observed,
};
use proconnect::error::Refusal;
use proconnect_assurance::application::SESSION_COOKIE;

/// Every difference between the login and the row.
pub fn faults(verdict: Verdict, kind: Kind, seen: &Observed) -> Vec<String> {
    let expected = Expected::of(verdict, kind);
    let mut faults = Vec::new();
    let mut compare = |what: &str, seen: String, expected: String| {
        if seen != expected {
            faults.push(format!("{what}: {seen}, not {expected}"));
        }
    };
    compare(
        "refusal",
        format!("{:?}", seen.refusal),
        format!("{:?}", expected.refusal),
    );
    compare(
        "status",
        seen.status.to_string(),
        expected.status.to_string(),
    );
    compare(
        "audit",
        format!("{:?}", seen.audit),
        format!("{:?}", [expected.audit]),
    );
    compare("calls", seen.calls.join(" "), expected.calls.join(" "));
    compare(
        "cookies set",
        seen.cookies_set.join(" "),
        expected.cookies_set.join(" "),
    );
    compare(
        "signed in",
        format!("{:?}", seen.signed_in_as.as_deref().map(str::trim)),
        format!("{:?}", expected.signed_in_as),
    );
    compare("leaks", seen.leaks.to_string(), false.to_string());
    faults
}

struct Expected {
    refusal: Option<String>,
    status: u16,
    audit: String,
    calls: Vec<&'static str>,
    cookies_set: Vec<&'static str>,
    signed_in_as: Option<&'static str>,
}

impl Expected {
    fn of(verdict: Verdict, kind: Kind) -> Self {
        let refusal = verdict.code(kind);
        let calls = calls(refusal.as_deref());
        match refusal {
            None => Self {
                refusal: None,
                status: 303,
                audit: "login".to_owned(),
                calls,
                cookies_set: vec![SESSION_COOKIE],
                signed_in_as: Some(SUB),
            },
            Some(code) => Self {
                status: code
                    .parse::<Refusal>()
                    .map_or(0, |refusal| refusal.status().as_u16()),
                audit: code.clone(),
                refusal: Some(code),
                calls,
                cookies_set: Vec::new(),
                signed_in_as: None,
            },
        }
    }
}

/// The expected requests: metadata and keys when the login begins, and none after the step that
/// refuses. Only an unknown `kid` fetches the keys again.
fn calls(refusal: Option<&str>) -> Vec<&'static str> {
    let mut calls = vec![".well-known/openid-configuration", "jwks"];
    let (step, reason) = refusal.map_or(("", ""), |code| code.split_once('.').unwrap());
    match step {
        "login_attempt" | "authorization_response" => {}
        "token_response" | "id_token" => calls.push("token"),
        _ => calls.extend(["token", "userinfo"]),
    }
    if reason == "unknown_key" {
        calls.push("jwks");
    }
    calls
}
