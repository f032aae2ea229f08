use super::*;
use crate::{
    clock::Clock,
    config::Config,
    error::{LoginAttemptError, RequestError},
    relying_party::RelyingParty,
    return_to::MAX_LENGTH,
    web::SessionLifetimes,
};
use axum::{
    http::header::{COOKIE as COOKIE_HEADER, SET_COOKIE},
    response::IntoResponse,
};
use axum_extra::extract::cookie::Key;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

/// An application with that key, at that many seconds of the tests.
fn proconnect(key: &Key, seconds: i64) -> ProConnect {
    let origin = "https://app.example.fr/auth/proconnect";
    let config = Config::from_variables(|name| {
        Some(match name {
            "PROCONNECT_DOMAIN" => "issuer.example".to_owned(),
            "PROCONNECT_CLIENT_ID" => "client".to_owned(),
            "PROCONNECT_CLIENT_SECRET" => "0123456789abcdef0123456789abcdef".to_owned(),
            "PROCONNECT_REDIRECT_URI" => format!("{origin}/callback"),
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => format!("{origin}/logout/callback"),
            _ => return None,
        })
    });
    ProConnect::new(
        RelyingParty::new(config.unwrap(), Clock::new(move || at(seconds))).unwrap(),
        key.clone(),
        SessionLifetimes {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(12),
        },
    )
}

fn refusal(return_to: &str) -> KeptRefusal {
    KeptRefusal {
        refused: Refused::login(
            LoginAttemptError::Expired.into(),
            return_to.parse().unwrap(),
            AcrLevel::Mfa,
        ),
        reference: "abc123".to_owned(),
        at: at(0),
        retry_after: None,
    }
}

/// The `Cookie` header that a browser sends after the answer that leaves the refusal.
fn left(kept: KeptRefusal, before: &str, proconnect: &ProConnect) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    headers.insert(COOKIE_HEADER, before.parse().unwrap());
    let response = (kept.leave(&headers, proconnect)?, "").into_response();
    let set = response.headers()[SET_COOKIE].to_str().unwrap();
    let attributes = "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=600";
    let pair = set.strip_suffix(attributes).expect(set);
    let pairs = [before, pair].join("; ");
    headers.insert(COOKIE_HEADER, pairs.parse().unwrap());
    Some(headers)
}

#[test]
fn a_refusal_is_read_as_it_was_left_until_it_is_too_old() {
    let key = Key::generate();
    for kept in [
        refusal("/espace-sensible?dossier=1"),
        KeptRefusal {
            refused: Refused::from(RequestError::TooManyRequests),
            retry_after: Some("7".to_owned()),
            ..refusal("/")
        },
    ] {
        let headers = left(kept.clone(), "a=b", &proconnect(&key, 0)).unwrap();
        let read = |seconds| KeptRefusal::read(&headers, &proconnect(&key, seconds));
        assert_eq!(read(0), Some(kept.clone()));
        assert_eq!(read(600), Some(kept));
        assert_eq!(read(601), None);
    }
}

#[test]
fn a_refusal_that_this_application_has_not_sealed_is_not_read() {
    let key = Key::generate();
    let headers = left(refusal("/"), "a=b", &proconnect(&key, 0)).unwrap();
    let other = proconnect(&Key::generate(), 0);
    assert_eq!(KeptRefusal::read(&headers, &other), None);
    let mut forged = HeaderMap::new();
    let json = r#"__Host-refusal={"code":"session.unavailable"}"#;
    forged.insert(COOKIE_HEADER, json.parse().unwrap());
    assert_eq!(KeptRefusal::read(&forged, &other), None);
    assert_eq!(KeptRefusal::read(&HeaderMap::new(), &other), None);
}

#[test]
fn the_header_of_cookies_stays_under_its_limit_with_the_refusal() {
    let proconnect = proconnect(&Key::generate(), 0);
    let long = format!("/{}", "a".repeat(MAX_LENGTH - 1));
    for (others, is_kept, comes_back) in [
        (10, true, true),
        (900, true, true),
        (1_100, true, false),
        (3_600, true, false),
        (3_900, false, false),
    ] {
        let before = format!("a={}", "b".repeat(others));
        let headers = left(refusal(&long), &before, &proconnect);
        assert_eq!(headers.is_some(), is_kept, "{others}");
        let Some(headers) = headers else { continue };
        assert!(headers[COOKIE_HEADER].len() <= MAX_HEADER_LENGTH);
        let read = KeptRefusal::read(&headers, &proconnect).unwrap();
        let expected: Refusal = LoginAttemptError::Expired.into();
        assert_eq!(read.refused.refusal, expected);
        assert_eq!(read.refused.return_to.is_some(), comes_back, "{others}");
    }
}
