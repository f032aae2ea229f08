use mock_proconnect::Alg;
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;

use super::assert_invalid_grant;
use crate::browser::Page;
use crate::relying_party::{NONCE, RelyingParty};

pub async fn exchange(party: &RelyingParty, token: Option<&str>, scope: Option<&str>) -> Page {
    let changes = [
        ("grant_type", Some("refresh_token")),
        ("refresh_token", token),
        ("scope", scope),
        ("code", None),
        ("redirect_uri", None),
    ];
    party.exchange("", &changes).await
}

#[tokio::test]
async fn a_refresh_token_stays_the_same_until_seventy_percent_of_its_life() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let first = tokens["refresh_token"].as_str();

    let page = exchange(&party, first, Some("openid email")).await.json();
    assert_eq!(page["refresh_token"].as_str(), first);
    assert_eq!(page["scope"], "openid email");
    assert_ne!(page["access_token"], tokens["access_token"]);
    let id_token = party
        .verify(page["id_token"].as_str().unwrap(), Alg::Rs256)
        .await;
    assert_eq!(id_token["nonce"], NONCE);

    let wider = exchange(&party, first, Some("openid groups")).await;
    assert_eq!(wider.status, StatusCode::BAD_REQUEST);
    let expected = json!({
        "error": "invalid_scope",
        "error_description": "refresh token missing requested scope",
        "scope": "groups",
    });
    assert_eq!(wider.json(), expected);

    party
        .mock
        .advance_clock(Duration::from_secs(12 * 60 * 60 * 7 / 10));
    let page = exchange(&party, first, None).await.json();
    let second = page["refresh_token"].as_str();
    assert_ne!(second, first);
    assert_invalid_grant(&exchange(&party, first, None).await);
    assert_invalid_grant(&exchange(&party, second, None).await);
}
