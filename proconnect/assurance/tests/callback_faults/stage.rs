//! One request and its observed outcome.

use axum::http::{Method, StatusCode};
use proconnect::error::Refusal;
use proconnect_assurance::{
    application::SESSION_COOKIE,
    audit_trail::{audit_trail, logged},
    browser::{Answer, Browser},
};

pub const CALLBACK: &str = "/auth/proconnect/callback";

pub const SIGNED_IN: &str = "signed in";
pub const SHOWN_ON: &str = "shown on";
pub const FOREIGN: &str = "shown on as foreign";
pub const NOT_ALLOWED: &str = "405";

/// The outcome of a callback whose return path is the home page.
pub async fn call_back(browser: &mut Browser, path: &str) -> String {
    request(browser, Method::GET, path, &[]).await
}

pub async fn request(
    browser: &mut Browser,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> String {
    let session_before = browser.cookies.get(SESSION_COOKIE).cloned();
    let agent_before = browser.clone().signed_in_as().await;
    let (answer, log) = logged(browser.request(method, path, headers, "")).await;
    let audit = audit_trail(&log);
    let verdict = match verdict_of(&answer, path) {
        verdict if verdict == SHOWN_ON && audit == ["login_attempt.unknown"] => FOREIGN.to_owned(),
        verdict => verdict,
    };
    let session = browser.cookies.get(SESSION_COOKIE).cloned();
    let agent = browser.clone().signed_in_as().await;
    let events = match verdict.as_str() {
        SIGNED_IN if agent_before.is_some() => vec!["new_login".to_owned(), "login".to_owned()],
        SIGNED_IN => vec!["login".to_owned()],
        FOREIGN => audit.clone(),
        SHOWN_ON | NOT_ALLOWED => Vec::new(),
        code => vec![code.to_owned()],
    };
    let kept = if verdict == SIGNED_IN {
        agent.is_some() && session != session_before
    } else {
        agent == agent_before && session == session_before
    };
    if audit != events {
        return format!("{verdict}; audit trail {audit:?}");
    }
    if !kept {
        return format!("{verdict}; the session is not as it should be");
    }
    verdict
}

fn verdict_of(answer: &Answer, path: &str) -> String {
    let code = answer.refusal();
    if !code.is_empty() {
        return match fault_of_refusal(answer, code, path) {
            None => code.to_owned(),
            Some(fault) => format!("{code}; {fault}"),
        };
    }
    let begins = answer.cookies_set().contains(&SESSION_COOKIE.to_owned());
    match (answer.status, answer.location()) {
        (StatusCode::SEE_OTHER, "/") if begins => SIGNED_IN.to_owned(),
        (StatusCode::SEE_OTHER, "/") => SHOWN_ON.to_owned(),
        (other, "") => other.as_u16().to_string(),
        (other, elsewhere) => format!("{other} to {elsewhere}"),
    }
}

/// The fault of a refusal's response, if any.
fn fault_of_refusal(answer: &Answer, code: &str, path: &str) -> Option<&'static str> {
    let status = code.parse::<Refusal>().map(Refusal::status);
    if status != Ok(answer.status) {
        return Some("another status than its code's");
    }
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let mut values = query.split('&').filter_map(|pair| pair.split_once('='));
    let shown = values.any(|(_, value)| value.len() > 8 && answer.body.contains(value));
    shown.then_some("an answer that shows the query")
}

/// The callback, with one parameter replaced.
pub fn replace(callback: &str, name: &str, value: &str) -> String {
    let (path, query) = callback.split_once('?').unwrap();
    let replaced = query.split('&').map(|pair| {
        if pair.starts_with(&format!("{name}=")) {
            format!("{name}={value}")
        } else {
            pair.to_owned()
        }
    });
    format!("{path}?{}", replaced.collect::<Vec<_>>().join("&"))
}
