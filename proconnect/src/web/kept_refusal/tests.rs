use super::*;
use crate::{
    clock::Clock,
    config::Config,
    error::{AccessError, LoginAttemptError, RequestError},
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

/// The refusal of an agent with claims of that length, on the way to a page.
fn refused_agent(length: usize) -> KeptRefusal {
    let claim = |letter: &str| Some(letter.repeat(length));
    KeptRefusal {
        refused: Refused {
            requirement: Some(Requirement::Entry(RuleKind::EmailDomain)),
            received: Some(Box::new(ReceivedIdentity {
                email: claim("é"),
                siret: Some("13002526500013".to_owned()),
                organization_label: claim("o"),
                roles: Some(vec!["agent_public".to_owned(); length / 2]),
            })),
            ..Refused::login(
                AccessError::RuleUnmet.into(),
                "/mon-compte".parse().unwrap(),
                AcrLevel::Site,
            )
        },
        ..refusal("/")
    }
}

#[test]
fn the_agent_of_a_refused_login_is_read_as_they_were_received() {
    let proconnect = proconnect(&Key::generate(), 0);
    for length in [0, 20] {
        let kept = refused_agent(length);
        let headers = left(kept.clone(), "a=b", &proconnect).unwrap();
        assert_eq!(KeptRefusal::read(&headers, &proconnect), Some(kept));
    }
    let mut unknown_roles = refused_agent(20);
    unknown_roles.refused.received.as_mut().unwrap().roles = None;
    let headers = left(unknown_roles.clone(), "a=b", &proconnect).unwrap();
    assert_eq!(
        KeptRefusal::read(&headers, &proconnect),
        Some(unknown_roles)
    );
}

#[test]
fn without_room_the_page_to_return_to_goes_first_then_the_claims() {
    let proconnect = proconnect(&Key::generate(), 0);
    for (others, length, has_page, has_claims, are_whole) in [
        (10, 20, true, true, true),
        (2_800, 20, false, true, true),
        (10, 3_000, false, true, false),
        (3_500, 20, false, false, false),
        (3_500, 3_000, false, false, false),
    ] {
        let before = format!("a={}", "b".repeat(others));
        let long = format!("/{}", "a".repeat(500));
        let mut kept = refused_agent(length);
        kept.refused.return_to = long.parse().ok();
        let whole = kept.refused.received.clone();
        let headers = left(kept, &before, &proconnect).unwrap();
        assert!(headers[COOKIE_HEADER].len() <= MAX_HEADER_LENGTH);
        let read = KeptRefusal::read(&headers, &proconnect).unwrap().refused;
        let case = format!("{others} {length}");
        assert_eq!(read.return_to.is_some(), has_page, "{case}");
        assert_eq!(read.received.is_some(), has_claims, "{case}");
        assert_eq!(read.received == whole, are_whole, "{case}");
        let rule = Some(Requirement::Entry(RuleKind::EmailDomain));
        assert_eq!(read.requirement, rule, "{case}");
        if let Some(received) = read.received.filter(|_| !are_whole) {
            let label = received.organization_label.unwrap();
            assert_eq!(label, format!("{}…", "o".repeat(100)));
            assert!(received.email.unwrap().ends_with("é…"));
            let roles = received.roles.unwrap();
            assert_eq!((roles.len(), roles[10].as_str()), (11, "…"));
            assert_eq!(received.siret.unwrap(), "13002526500013");
        }
    }
}
