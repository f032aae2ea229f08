use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::StatusCode;
use serde_json::json;

use super::{is_logged_in, log_in};
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty};

/// Parameters, error, message.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[tokio::test]
async fn mistakes_end_on_a_page_though_single_sign_on_is_over() {
    let party = RelyingParty::new().await;
    let (id_token, access_token) = log_in(&party).await;
    let hint = id_token.as_str();
    let tampered = tampered(hint);
    let forged = forged(&party);
    let unsigned = format!("{}.", hint.rsplit_once('.').unwrap().0);
    let other = "0".repeat(64);
    let rendered = |error: &str| format!("oidc-provider-rendered-error:{error}");
    let not_registered = "post_logout_redirect_uri not registered";
    let not_valid = "could not validate id_token_hint";
    let uri = "post_logout_redirect_uri";
    let with_slash = format!("{POST_LOGOUT_REDIRECT_URI}/");
    let cases: [Case; 8] = [
        (
            &[("id_token_hint", hint), (uri, &with_slash)],
            "invalid_request",
            not_registered,
        ),
        (
            &[("client_id", &other), (uri, "https://attacker.example/")],
            "invalid_request",
            not_registered,
        ),
        (
            &[("id_token_hint", "garbage")],
            "invalid_request",
            "could not decode id_token_hint",
        ),
        (
            &[("id_token_hint", &tampered)],
            "invalid_request",
            not_valid,
        ),
        (
            &[("id_token_hint", &unsigned)],
            "invalid_request",
            not_valid,
        ),
        (&[("id_token_hint", &forged)], "invalid_request", not_valid),
        (
            &[("id_token_hint", hint), ("client_id", &other)],
            "invalid_request",
            "client_id does not match the provided id_token_hint",
        ),
        (
            &[("client_id", "unknown")],
            "invalid_client",
            "client is invalid",
        ),
    ];
    for (parameters, error, message) in cases {
        let page = party.end_session(parameters).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{parameters:?}");
        assert_eq!(
            page.error(),
            (rendered(error), message.into()),
            "{parameters:?}"
        );
    }
    assert!(!is_logged_in(&party).await);
    let status = party.userinfo(&access_token).await.status;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn d14_a_parameter_given_twice_ends_on_a_page_and_ends_nothing() {
    let party = RelyingParty::new().await;
    log_in(&party).await;
    for (name, value, message) in [
        ("state", "a", "state must be a string"),
        ("client_id", "a", "client_id must be a string"),
        ("id_token_hint", "a", "id_token_hint must be a string"),
        ("logout_hint", "a", "logout_hint must be a string"),
        ("ui_locales", "a", "ui_locales must be a string"),
        (
            "post_logout_redirect_uri",
            POST_LOGOUT_REDIRECT_URI,
            r"post_logout_redirect_uri must match /^https?:\/\/[^/].+$/ regular expression",
        ),
    ] {
        let page = party.end_session(&[(name, value), (name, value)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{name}");
        assert_eq!(page.error(), ("Y000400".to_owned(), message.to_owned()));
    }
    assert!(is_logged_in(&party).await);
}

/// The same token, with another signature.
fn tampered(id_token: &str) -> String {
    let (signed, signature) = id_token.rsplit_once('.').unwrap();
    let reversed: String = signature.chars().rev().collect();
    format!("{signed}.{reversed}")
}

/// Signed with the secret, where the client's algorithm is RS256.
fn forged(party: &RelyingParty) -> String {
    let claims = json!({
        "iss": party.mock.issuer(),
        "aud": party.client.client_id,
        "sub": "7396c91e-b9f2-4f9d-8547-5e9b3332725b",
    });
    let key = EncodingKey::from_secret(party.client.client_secret.as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap()
}
