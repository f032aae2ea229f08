//! Runs one case of a logout token: an agent logs in, the issuer's server sends the token, and the session
//! ends or goes on.

use crate::{
    naive,
    relying_party::{application_with_registry, log_in},
    row::{Case, Lie, Setting, Verdict},
    token::{Kind, Login, SID, SUB, Token},
    words::{Responses, Words},
};
use axum::Router;
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use jsonwebtoken::Algorithm::HS256;
use proconnect_assurance::{
    audit_trail::{audit_trail, logged},
    browser::{Browser, send_logout_token},
    issuer::Issuer,
    sessions::Sessions,
    time::Time,
};
use serde_json::json;
use url::form_urlencoded;

const CODE: &str = "dE9cY2xZrXh3kq0V5m1uTn8oJb7sLw4gQa6fPi2eRyH";
const ACCESS_TOKEN: &str = "kMv3Xc8Zq1Lr7Bn0Ty5Uw2Ep9As6Dg4Hj_Fi-Ok8Qx1";

/// Every difference between the run and the case, and whether `jsonwebtoken` alone accepts the token.
pub async fn faults(case: &Case) -> (Vec<String>, Option<bool>) {
    let Lie::Issuer(lie) = &case.lie else {
        panic!("a logout token comes by no browser");
    };
    let now = Utc::now().trunc_subsecs(0);
    let time = Time::new(now);
    let issuer = Issuer::start(Words::new(case.setting.keys.clone())).await;
    let (sessions, key) = (Sessions::new(time.clock()), Key::generate());
    let assemble = |setting: &Setting, about| {
        application_with_registry(issuer.url(), setting, about, &time, &key, &sessions)
    };
    // The login is that of an honest client, whatever the case registers and publishes.
    let by_secret = Setting {
        alg: HS256,
        ..case.setting.clone()
    };
    let mut browser = signed_in(&issuer, &assemble(&by_secret, Kind::IdToken), now).await;

    let application = assemble(&case.setting, Kind::LogoutToken);
    let issued_at = now - TimeDelta::minutes(case.setting.clock_ahead);
    let login = login(&issuer, String::new(), issued_at);
    let mut token = Token::good(Kind::LogoutToken, case.setting.alg, &login);
    lie(&mut token);
    let text = token.text();
    let naive = naive::accepts(&text, &case.setting, issuer.url());
    issuer.take_calls();
    let (answer, log) = logged(send_logout_token(&application, &text)).await;
    let calls = issuer.take_calls().join(" ");

    let expected = Expected::of(case.verdict);
    let signed_in_as = browser.signed_in_as().await;
    let seen = [
        ("status", answer.status.as_str().to_owned()),
        ("body", answer.body.clone()),
        ("cache-control", answer.header("cache-control").to_owned()),
        ("audit", audit_trail(&log).join(" ")),
        ("calls", calls),
        ("session", signed_in_as.unwrap_or_default()),
        ("leak", leak(&log, &text).to_string()),
    ];
    let differ = |((name, seen), expected): (&(&str, String), &String)| {
        (seen != expected).then(|| format!("{name}: {seen}, not {expected}"))
    };
    let faults = seen.iter().zip(&expected.0).filter_map(differ);
    (faults.collect(), Some(naive))
}

/// The values of what is seen, in that order.
struct Expected([String; 7]);

impl Expected {
    fn of(verdict: Verdict) -> Self {
        let mut calls = ".well-known/openid-configuration jwks".to_owned();
        let [status, body, audit, session] = match verdict.code(Kind::LogoutToken) {
            None => ["200", "", "back_channel_logout", ""].map(str::to_owned),
            Some(code) => {
                if code.ends_with(".unknown_key") {
                    calls += " jwks";
                }
                let body = json!({"error": "invalid_request"}).to_string();
                ["400".to_owned(), body, code, SUB.to_owned()]
            }
        };
        let no_store = "no-store".to_owned();
        Self([
            status,
            body,
            no_store,
            audit,
            calls,
            session,
            false.to_string(),
        ])
    }
}

fn leak(log: &str, token: &str) -> bool {
    token.len() >= 40 && log.contains(token)
}

fn login(issuer: &Issuer<Words>, nonce: String, now: DateTime<Utc>) -> Login {
    Login {
        issuer: issuer.url().to_owned(),
        nonce,
        other_nonce: String::new(),
        code: CODE.to_owned(),
        access_token: ACCESS_TOKEN.to_owned(),
        now: now.timestamp(),
    }
}

/// A browser whose session began in the session `SID` of the issuer.
async fn signed_in(issuer: &Issuer<Words>, application: &Router, now: DateTime<Utc>) -> Browser {
    let mut browser = Browser::new(application);
    let request = log_in(&mut browser).await;
    let login = login(issuer, request["nonce"].clone(), now);
    let mut id_token = Token::good(Kind::IdToken, HS256, &login);
    id_token.claim("sid", SID);
    let user_info = Token::good(Kind::UserInfo, HS256, &login);
    issuer.script().set(Responses {
        token_response: json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token.text(),
        }),
        user_info: user_info.text(),
        content_type: user_info.content_type,
    });
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", CODE)
        .append_pair("state", &request["state"])
        .append_pair("iss", issuer.url())
        .finish();
    browser.call_back(&query).await;
    assert_eq!(browser.signed_in_as().await.as_deref(), Some(SUB));
    browser
}
