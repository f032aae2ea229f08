use super::*;
use crate::{
    authorization_request::{LoginOptions, authorize},
    clock::Clock,
    config::Config,
    relying_party::RelyingParty,
    return_to::MAX_LENGTH,
    test_tokens::metadata,
    web::SessionLifetimes,
};
use axum::http::{HeaderValue, header::COOKIE};
use axum_extra::extract::cookie::Key;
use chrono::{DateTime, Utc};
use serde_json::json;
use std::collections::BTreeMap;

fn proconnect(others: &[(&str, &str)]) -> ProConnect {
    let origin = "https://app.example.fr/auth/proconnect";
    let config = Config::from_variables(|name| {
        let other = others.iter().find(|(other, _)| *other == name);
        Some(match name {
            _ if other.is_some() => other?.1.to_owned(),
            "PROCONNECT_DOMAIN" => "issuer.example".to_owned(),
            "PROCONNECT_CLIENT_ID" => "client".to_owned(),
            "PROCONNECT_CLIENT_SECRET" => "0123456789abcdef0123456789abcdef".to_owned(),
            "PROCONNECT_REDIRECT_URI" => format!("{origin}/callback"),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => format!("{origin}/logout/callback"),
            _ => return None,
        })
    });
    ProConnect::new(
        RelyingParty::new(config.unwrap(), Clock::system()).unwrap(),
        Key::generate(),
        SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
    )
}

/// A browser's cookies, and the logins that it begins.
struct Fixture {
    proconnect: ProConnect,
    cookies: BTreeMap<String, String>,
    now: DateTime<Utc>,
}

impl Fixture {
    fn new(others: &[(&str, &str)]) -> Self {
        Self {
            proconnect: proconnect(others),
            cookies: BTreeMap::new(),
            now: Utc::now(),
        }
    }

    fn header(&self) -> String {
        let pairs = self.cookies.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn attempts(&self) -> LoginAttempts {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::try_from(self.header()).unwrap());
        LoginAttempts::of(&headers, &self.proconnect)
    }

    fn begin(&mut self, return_to: &str) -> State {
        self.now += TimeDelta::seconds(1);
        let options = LoginOptions {
            return_to: return_to.parse().unwrap(),
            ..LoginOptions::default()
        };
        let config = self.proconnect.relying_party.config();
        let (_, attempt) = authorize(config, &metadata(&json!({})), options, self.now);
        let state = attempt.state.clone();
        let cookies = self.attempts().add(attempt).unwrap();
        self.keep(cookies);
        state
    }

    fn keep(&mut self, cookies: SealedCookies) {
        use axum::response::IntoResponse;
        let response = (cookies, "").into_response();
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn way_back_of(&self, state: &State) -> Option<String> {
        let (attempt, _) = self.attempts().take(state);
        attempt.map(|attempt| attempt.return_to.as_str().to_owned())
    }
}

fn long_path(letter: char) -> String {
    format!("/{}", letter.to_string().repeat(MAX_LENGTH - 1))
}

#[test]
fn r03_a_way_back_of_2048_bytes_survives() {
    let mut browser = Fixture::new(&[]);
    let path = long_path('a');
    let state = browser.begin(&path);
    assert_eq!(path.len(), 2048);
    assert_eq!(browser.way_back_of(&state), Some(path));
}

#[test]
fn r03_a_way_back_comes_back_to_the_byte() {
    for path in [
        "/a;b,c~d?e=~1;f=,%3B#~",
        "/?q=R%26D%20%2B+%25",
        "/%C3%A9'()*!$&",
    ] {
        let mut browser = Fixture::new(&[]);
        let state = browser.begin(path);
        assert_eq!(browser.way_back_of(&state).as_deref(), Some(path));
    }
}

#[test]
fn f17_the_cookies_of_all_attempts_stay_under_their_limit() {
    let long_acr_values = "https://proconnect.gouv.fr/assurance/a".repeat(6);
    let mut browser = Fixture::new(&[
        ("PROCONNECT_ACR_VALUES", &long_acr_values[..220]),
        ("PROCONNECT_ACR_ESSENTIAL", "false"),
    ]);
    for length in [
        1, 60, 512, 2048, 700, 2048, 2048, 300, 5, 1200, 900, 1, 1, 1, 1, 1, 2048,
    ] {
        let path = format!("/{}", "x".repeat(length - 1));
        let state = browser.begin(&path);
        let header = browser.header();
        assert!(header.len() <= BUDGET + 210, "{} bytes", header.len());
        assert_eq!(browser.way_back_of(&state), Some(path));
    }
}

#[test]
fn f17_the_oldest_attempts_give_way_and_it_is_known_that_they_did() {
    let mut browser = Fixture::new(&[]);
    let (first, second) = (browser.begin("/1"), browser.begin("/2"));
    let long = browser.begin(&long_path('a'));
    let short = browser.begin("/4");
    let other_long = browser.begin(&long_path('b'));
    let alive = |state| browser.way_back_of(state).is_some();
    assert!(alive(&other_long) && alive(&short));
    for dropped in [&first, &second, &long] {
        assert!(!alive(dropped) && browser.attempts().gave_way(&id_of(dropped)));
    }
    for kept in [&short, &other_long] {
        assert!(!browser.attempts().gave_way(&id_of(kept)));
    }
}

#[test]
fn f6_an_attempt_of_another_environment_is_recognised() {
    let mut browser = Fixture::new(&[]);
    let state = browser.begin("/");
    let attempt = browser.attempts().take(&state).0.unwrap();
    assert!(attempt.is_of(browser.proconnect.relying_party.config()));
    for other in [
        ("PROCONNECT_DOMAIN", "other.example"),
        ("PROCONNECT_CLIENT_ID", "other"),
    ] {
        let other = proconnect(&[other]);
        assert!(!attempt.is_of(other.relying_party.config()));
    }
}

#[test]
fn f19_the_attempts_of_one_browser_share_its_name() {
    let mut browser = Fixture::new(&[]);
    let (one, two) = (browser.begin("/"), browser.begin("/"));
    let name_of = |state| browser.attempts().take(state).0.unwrap().browser;
    assert_eq!(name_of(&one), name_of(&two));
    let mut other = Fixture::new(&[]);
    let three = other.begin("/");
    assert_ne!(
        name_of(&one),
        other.attempts().take(&three).0.unwrap().browser
    );
}

#[test]
fn a_way_back_that_was_changed_on_the_way_opens_nothing() {
    let mut browser = Fixture::new(&[]);
    let state = browser.begin("/mon-compte");
    for value in browser.cookies.values_mut() {
        *value = value.replace("/mon-compte", "/espace-sensible");
    }
    assert_eq!(browser.way_back_of(&state), None);
}

#[test]
fn characters_that_a_cookie_may_not_hold_are_escaped_and_no_others() {
    for path in ["/", "/a~b;c,d\"e\\f", "/~~", "/~0;"] {
        let escaped = escape(path);
        assert!(!escaped.contains([';', ',', '"', '\\']), "{escaped}");
        assert_eq!(unescape(&escaped).as_deref(), Some(path));
    }
    for broken in ["~", "a~9", "~~"] {
        assert_eq!(unescape(broken), None, "{broken}");
    }
}
