mod client_authentication;
mod id_token;
pub mod introspection;
pub mod refresh_token;
mod revocation;

use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use std::time::Duration;

use crate::browser::{Browser, Page};
use crate::relying_party::{CODE_CHALLENGE, CODE_VERIFIER, RelyingParty, members};

/// Changes to the request, status, error, description.
type Case<'a> = (&'a [(&'a str, Option<&'a str>)], u16, &'a str, &'a str);

fn assert_error(page: &Page, status: u16, error: &str, description: &str) {
    let expected = json!({ "error": error, "error_description": description });
    assert_eq!((page.status.as_u16(), page.json()), (status, expected));
    assert_eq!(page.header("cache-control"), "no-store");
}

fn assert_invalid_grant(page: &Page) {
    assert_error(page, 400, "invalid_grant", "grant request is invalid");
}

#[tokio::test]
async fn the_response_has_six_members() {
    let party = RelyingParty::new().await;
    let tokens = party
        .tokens_of("etat", &[("scope", Some("openid foo email email"))])
        .await;
    assert_eq!(
        members(&tokens),
        [
            "access_token",
            "expires_in",
            "id_token",
            "refresh_token",
            "scope",
            "token_type"
        ]
    );
    assert_eq!(tokens["access_token"].as_str().unwrap().len(), 43);
    assert_eq!(tokens["refresh_token"].as_str().unwrap().len(), 43);
    assert_eq!(tokens["expires_in"], 3600);
    assert_eq!(tokens["scope"], "openid email");
    assert_eq!(tokens["token_type"], "Bearer");
}

#[tokio::test]
async fn mistakes_of_the_request() {
    const CODE: &str = "no-such-code";
    let party = RelyingParty::new().await;
    let client_failed = "client authentication failed";
    let cases: [Case; 11] = [
        (
            &[("client_secret", Some("wrong"))],
            401,
            "invalid_client",
            client_failed,
        ),
        (
            &[("client_secret", None)],
            401,
            "invalid_client",
            client_failed,
        ),
        (
            &[("client_id", Some("unknown"))],
            401,
            "invalid_client",
            client_failed,
        ),
        (
            &[("client_id", None)],
            400,
            "invalid_request",
            "no client authentication mechanism provided",
        ),
        (
            &[("grant_type", None)],
            400,
            "invalid_request",
            "missing required parameter 'grant_type'",
        ),
        (
            &[("code", None)],
            400,
            "invalid_request",
            "missing required parameter 'code'",
        ),
        (
            &[("code", None), ("redirect_uri", None)],
            400,
            "invalid_request",
            "missing required parameters 'code' and 'redirect_uri'",
        ),
        (
            &[("grant_type", Some("password"))],
            400,
            "unsupported_grant_type",
            "unsupported grant_type requested",
        ),
        (
            &[("grant_type", Some("refresh_token"))],
            400,
            "invalid_request",
            "missing required parameter 'refresh_token'",
        ),
        (
            &[
                ("grant_type", Some("refresh_token")),
                ("refresh_token", Some("unknown")),
            ],
            400,
            "invalid_grant",
            "grant request is invalid",
        ),
        (&[], 400, "invalid_grant", "grant request is invalid"),
    ];
    for (changes, status, error, description) in cases {
        let page = party.exchange(CODE, changes).await;
        assert_error(&page, status, error, description);
    }
}

#[tokio::test]
async fn only_forms_are_read() {
    let party = RelyingParty::new().await;
    let http = party.browser.http();
    let json = http
        .post(party.url("/token"))
        .header(CONTENT_TYPE, "application/json")
        .body("{}");
    assert_error(
        &Browser::send_bare(json).await,
        400,
        "invalid_request",
        "only application/x-www-form-urlencoded content-type bodies are supported on POST /token",
    );
}

#[tokio::test]
async fn a_code_is_for_one_client_one_redirect_uri_and_ten_minutes() {
    let party = RelyingParty::new().await;
    let other = "0".repeat(64);
    let callback_by_address = "http://127.0.0.1:3000/auth/proconnect/callback";
    for changes in [
        [("client_id", Some(other.as_str()))],
        [("redirect_uri", Some(callback_by_address))],
        [("code_verifier", Some(CODE_VERIFIER))],
    ] {
        let code = party.code_of("etat", &[("prompt", Some("login"))]).await;
        assert_invalid_grant(&party.exchange(&code, &changes).await);
        assert_eq!(party.exchange(&code, &[]).await.status, StatusCode::OK);
        forget_session(&party).await;
    }

    let code = party.code_of("etat", &[]).await;
    party.mock.advance_clock(Duration::from_secs(601));
    assert_invalid_grant(&party.exchange(&code, &[]).await);
}

/// Ends the session, so that the next login shows its page again.
async fn forget_session(party: &RelyingParty) {
    party.browser.get(&party.url("/session/end")).await;
}

#[tokio::test]
async fn a_challenge_takes_its_verifier() {
    let party = RelyingParty::new().await;
    let pkce = [
        ("code_challenge", Some(CODE_CHALLENGE)),
        ("code_challenge_method", Some("S256")),
    ];
    let code = party.code_of("etat", &pkce).await;
    assert_invalid_grant(&party.exchange(&code, &[]).await);
    let wrong = CODE_VERIFIER.replace('d', "e");
    let wrong = party
        .exchange(&code, &[("code_verifier", Some(&wrong))])
        .await;
    assert_invalid_grant(&wrong);
    let right = party
        .exchange(&code, &[("code_verifier", Some(CODE_VERIFIER))])
        .await;
    assert_eq!(right.status, StatusCode::OK);
}

#[tokio::test]
async fn a12_the_form_of_a_verifier_is_checked_for_a_known_code_only() {
    let party = RelyingParty::new().await;
    let short = [("code_verifier", Some("short"))];
    assert_invalid_grant(&party.exchange("no-such-code", &short).await);
    let code = party.code_of("etat", &[]).await;
    let description = "code_verifier must be a string with a minimum length of 43 characters";
    let page = party.exchange(&code, &short).await;
    assert_error(&page, 400, "invalid_request", description);
}

#[tokio::test]
async fn a_code_used_twice_revokes_all_that_came_of_it() {
    let party = RelyingParty::new().await;
    let code = party.code_of("etat", &[]).await;
    let tokens = party.exchange(&code, &[]).await.json();
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(party.userinfo(access_token).await.status, StatusCode::OK);

    assert_invalid_grant(&party.exchange(&code, &[]).await);
    assert_eq!(
        party.userinfo(access_token).await.status,
        StatusCode::UNAUTHORIZED
    );
    let refresh_token = tokens["refresh_token"].as_str();
    assert_invalid_grant(&refresh_token::exchange(&party, refresh_token, None).await);

    let code = party.authorize(&[]).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(party.userinfo(access_token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_the_openid_scope_there_is_no_id_token() {
    let party = RelyingParty::new().await;
    let changes = [("scope", Some("email")), ("nonce", None)];
    let tokens = party.tokens_of("etat", &changes).await;
    assert_eq!(tokens.get("id_token"), None);
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.json()["error"], "insufficient_scope");
    assert!(
        page.header("www-authenticate")
            .ends_with(", scope=\"openid\"")
    );
}
