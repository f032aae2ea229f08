use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mock_proconnect::Client;
use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use serde_json::{Value, json};
use std::time::Duration;

use super::refresh_token;
use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;

pub async fn introspect(party: &RelyingParty, token: &Value, accept: &str) -> Page {
    let form = [
        ("client_id", party.client.client_id.as_str()),
        ("client_secret", &party.client.client_secret),
        ("token", token.as_str().unwrap()),
    ];
    let url = party.url("/token/introspection");
    let request = party.browser.http().post(url).header(ACCEPT, accept);
    Browser::send_bare(request.form(&form)).await
}

#[tokio::test]
async fn a_token_is_described_while_it_lives() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let page = introspect(&party, &tokens["access_token"], "application/json").await;
    assert_eq!(page.status, StatusCode::OK);
    let body = page.json();
    let issued_at = body["iat"].as_u64().unwrap();
    let expected = json!({
        "active": true,
        "sub": "7396c91e-b9f2-4f9d-8547-5e9b3332725b",
        "client_id": party.client.client_id,
        "exp": issued_at + 3600,
        "iat": issued_at,
        "iss": party.mock.issuer(),
        "scope": tokens["scope"],
        "token_type": "Bearer",
    });
    assert_eq!(body, expected);
    let refresh = introspect(&party, &tokens["refresh_token"], "*/*")
        .await
        .json();
    assert_eq!(refresh["active"], true);
    assert_eq!(refresh["exp"], issued_at + 12 * 3600);

    party.mock.advance_clock(Duration::from_secs(3600));
    let page = introspect(&party, &tokens["access_token"], "*/*").await;
    assert_eq!(page.json(), json!({ "active": false }));
    let page = introspect(&party, &"unknown".into(), "*/*").await;
    assert_eq!(page.json(), json!({ "active": false }));
}

#[tokio::test]
async fn the_answer_is_signed_on_demand() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let accept = "application/token-introspection+jwt";
    let page = introspect(&party, &tokens["access_token"], accept).await;
    assert_eq!(
        page.header("content-type"),
        format!("{accept}; charset=utf-8")
    );
    let object = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let segments: Vec<&str> = page.body.split('.').collect();
    assert_eq!(object(segments[0])["typ"], "token-introspection+jwt");
    let claims = object(segments[1]);
    assert_eq!(claims["token_introspection"]["active"], true);
    assert_eq!(claims["aud"], party.client.client_id);
    assert_eq!(claims["iss"], party.mock.issuer());
}

#[tokio::test]
async fn a4_the_signature_is_of_rs256_unless_the_client_has_another_algorithm() {
    for (registered, alg) in [
        (json!({ "id_token_signed_response_alg": "ES256" }), "RS256"),
        (
            json!({ "introspection_signed_response_alg": "ES256" }),
            "ES256",
        ),
        (
            json!({ "introspection_signed_response_alg": "HS256" }),
            "HS256",
        ),
    ] {
        let client = Client::development();
        let mut json = json!({
            "client_id": client.client_id,
            "client_secret": client.client_secret,
            "name": client.name,
            "redirect_uris": client.redirect_uris,
        });
        let registered = registered.as_object().unwrap().clone();
        json.as_object_mut().unwrap().extend(registered);
        let client = serde_json::from_value(json).unwrap();
        let party = RelyingParty::registered_as(client).await;
        let tokens = party.tokens_of("etat", &[]).await;
        let accept = "application/token-introspection+jwt";
        let page = introspect(&party, &tokens["access_token"], accept).await;
        let header = jsonwebtoken::decode_header(&page.body).unwrap();
        assert_eq!(format!("{:?}", header.alg), alg);
    }
}

#[tokio::test]
async fn a5_a_replaced_refresh_token_and_tokens_of_an_ended_session_are_inactive() {
    let party = RelyingParty::new().await;
    let first = party.tokens_of("etat", &[]).await;
    party
        .mock
        .advance_clock(Duration::from_secs(12 * 60 * 60 * 7 / 10));
    let refresh_token = first["refresh_token"].as_str();
    let second = refresh_token::exchange(&party, refresh_token, None).await;
    let second = second.json();
    let is_active = async |token: &Value| {
        let page = introspect(&party, token, "*/*").await;
        page.json()["active"].as_bool().unwrap()
    };
    assert!(!is_active(&first["refresh_token"]).await);
    assert!(is_active(&second["refresh_token"]).await);

    let page = party.end_session(&[]).await;
    assert!(is_active(&second["refresh_token"]).await);
    party.confirm_end_session(&page).await;
    for token in ["access_token", "refresh_token"] {
        assert!(!is_active(&second[token]).await, "{token}");
    }
}

#[tokio::test]
async fn only_a_client_may_ask() {
    let party = RelyingParty::new().await;
    let form = [
        ("client_id", party.client.client_id.as_str()),
        ("token", "t"),
    ];
    let page = party
        .browser
        .post(&party.url("/token/introspection"), &form)
        .await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert_eq!(page.json()["error"], "invalid_client");
}
