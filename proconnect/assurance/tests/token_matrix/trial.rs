//! Runs one case: a whole login of one browser, and its observations.

use crate::{
    naive,
    relying_party::{ATTEMPT_PREFIX, application, log_in},
    row::{Case, Lie, Swap},
    token::{Kind, Login, Token},
    words::{Responses, Words},
};
use axum::Router;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use proconnect_assurance::{
    application::SESSION_COOKIE,
    audit_trail::{audit_trail, logged},
    browser::Browser,
    issuer::Issuer,
    time::Time,
};
use serde_json::json;
use url::form_urlencoded;

const CODE: &str = "dE9cY2xZrXh3kq0V5m1uTn8oJb7sLw4gQa6fPi2eRyH";
const ACCESS_TOKEN: &str = "kMv3Xc8Zq1Lr7Bn0Ty5Uw2Ep9As6Dg4Hj_Fi-Ok8Qx1";

/// The time that the agent spends at the issuer. It is longer than the pause between two fetches of
/// the keys, so that an unknown `kid` fetches them again.
const AWAY: TimeDelta = TimeDelta::seconds(60);

/// The observations of a login from outside.
#[derive(Debug)]
pub struct Observed {
    pub status: u16,
    /// The header `proconnect-refusal`.
    pub refusal: Option<String>,
    /// Cookies that were set, without removals.
    pub cookies_set: Vec<String>,
    pub signed_in_as: Option<String>,
    /// The audit trail: `login`, or the reason of a refusal.
    pub audit: Vec<String>,
    /// The requests to the issuer, in order.
    pub calls: Vec<String>,
    /// Whether the log or the page contains a token, the code or a cookie.
    pub leaks: bool,
    /// Whether `jsonwebtoken` alone accepts the token; `None` when there is none.
    pub naive: Option<bool>,
}

/// The login of the case, begun in one tab while another login is pending in the other.
struct Begun {
    issuer: Issuer<Words>,
    application: Router,
    browser: Browser,
    login: Login,
    state: String,
    attempt: String,
    other_attempt: String,
}

pub async fn observe(case: &Case, kind: Kind) -> Observed {
    let now = Utc::now().trunc_subsecs(0);
    let mut begun = begin(case, kind, now).await;
    let tokens = Tokens::make(case, kind, &begun.login);
    tokens.tell(&begun.issuer);
    let naive = matches!(case.lie, Lie::Issuer(_))
        .then(|| naive::accepts(tokens.text(kind), &case.setting, begun.issuer.url()));

    let mut query = authorization_response(begun.issuer.url(), &begun.state);
    if let Lie::Browser(swap) = &case.lie {
        let calls = begun.issuer.take_calls();
        let session = sign_in_elsewhere(case, kind, &begun).await;
        begun.issuer.take_calls();
        swap(&mut Swap {
            cookies: &mut begun.browser.cookies,
            query: &mut query,
            attempt: begun.attempt.clone(),
            other_attempt: begun.other_attempt.clone(),
            id_token: &tokens.id_token,
            access_token: ACCESS_TOKEN,
            session,
        });
        return finish(begun, &tokens, &query, calls, naive).await;
    }
    finish(begun, &tokens, &query, Vec::new(), naive).await
}

async fn finish(
    mut begun: Begun,
    tokens: &Tokens,
    query: &str,
    calls_before: Vec<String>,
    naive: Option<bool>,
) -> Observed {
    let (answer, log) = logged(begun.browser.call_back(query)).await;
    let mut calls = calls_before;
    calls.extend(begun.issuer.take_calls());
    Observed {
        status: answer.status.as_u16(),
        refusal: Some(answer.refusal().to_owned()).filter(|code| !code.is_empty()),
        cookies_set: answer.cookies_set(),
        signed_in_as: begun.browser.signed_in_as().await,
        audit: audit_trail(&log),
        calls,
        leaks: tokens.stand_in(&log) || tokens.stand_in(&answer.body),
        naive,
    }
}

/// Begins two logins in two tabs; the second one is that of the case.
async fn begin(case: &Case, kind: Kind, now: DateTime<Utc>) -> Begun {
    let setting = &case.setting;
    let issuer = Issuer::start(Words::new(setting.keys.clone())).await;
    let time = Time::new(now - AWAY);
    let application = application(issuer.url(), setting, kind, &time);
    let mut browser = Browser::new(&application);
    let other = log_in(&mut browser).await;
    let other_attempt = attempts(&browser).remove(0);
    if setting.other_tab_is_done {
        let denied = format!(
            "error=access_denied&{}",
            answer_to(issuer.url(), &other["state"])
        );
        browser.call_back(&denied).await;
    }
    let request = log_in(&mut browser).await;
    let attempt = attempts(&browser)
        .into_iter()
        .find(|name| *name != other_attempt)
        .unwrap();
    time.set(now);
    let login = Login {
        issuer: issuer.url().to_owned(),
        nonce: request["nonce"].clone(),
        other_nonce: other["nonce"].clone(),
        code: CODE.to_owned(),
        access_token: ACCESS_TOKEN.to_owned(),
        now: (now - TimeDelta::minutes(setting.clock_ahead)).timestamp(),
    };
    let state = request["state"].clone();
    Begun {
        issuer,
        application,
        browser,
        login,
        state,
        attempt,
        other_attempt,
    }
}

/// Another agent's browser signs in honestly; returns its session cookie.
async fn sign_in_elsewhere(case: &Case, kind: Kind, begun: &Begun) -> String {
    let mut browser = Browser::new(&begun.application);
    let request = log_in(&mut browser).await;
    let login = Login {
        nonce: request["nonce"].clone(),
        ..begun.login.clone()
    };
    Tokens::make(case, kind, &login).tell(&begun.issuer);
    browser
        .call_back(&authorization_response(
            begun.issuer.url(),
            &request["state"],
        ))
        .await;
    browser.cookies[SESSION_COOKIE].clone()
}

fn attempts(browser: &Browser) -> Vec<String> {
    let names = browser
        .cookies
        .keys()
        .filter(|name| name.starts_with(ATTEMPT_PREFIX));
    names.cloned().collect()
}

fn authorization_response(issuer: &str, state: &str) -> String {
    format!("code={CODE}&{}", answer_to(issuer, state))
}

fn answer_to(issuer: &str, state: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("state", state)
        .append_pair("iss", issuer)
        .finish()
}

/// Both tokens of the login; the one of the row's kind is changed.
struct Tokens {
    id_token: String,
    user_info: String,
    content_type: &'static str,
}

impl Tokens {
    fn make(case: &Case, kind: Kind, login: &Login) -> Self {
        let alg = |of| case.setting.alg_of(of, kind);
        let mut id_token = Token::good(Kind::IdToken, alg(Kind::IdToken), login);
        let mut user_info = Token::good(Kind::UserInfo, alg(Kind::UserInfo), login);
        match (&case.lie, kind) {
            (Lie::Issuer(lie), Kind::IdToken) => lie(&mut id_token),
            (Lie::Issuer(lie), Kind::UserInfo) => lie(&mut user_info),
            (Lie::Browser(_), _) | (_, Kind::LogoutToken) => {}
        }
        Self {
            id_token: id_token.text(),
            user_info: user_info.text(),
            content_type: user_info.content_type,
        }
    }

    fn text(&self, kind: Kind) -> &str {
        match kind {
            Kind::IdToken => &self.id_token,
            Kind::UserInfo => &self.user_info,
            Kind::LogoutToken => "",
        }
    }

    fn tell(&self, issuer: &Issuer<Words>) {
        issuer.script().set(Responses {
            token_response: json!({
                "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600,
                "refresh_token": "r3fr35h", "scope": "openid", "id_token": self.id_token,
            }),
            user_info: self.user_info.clone(),
            content_type: self.content_type,
        });
    }

    /// A few equal characters prove nothing; as many as a signature has do.
    fn stand_in(&self, text: &str) -> bool {
        let secrets = [self.id_token.as_str(), &self.user_info, CODE, ACCESS_TOKEN];
        let tell_tale = |secret: &&str| secret.len() >= 40 && text.contains(*secret);
        secrets.iter().any(tell_tale)
    }
}
