use mock_proconnect::Client;
use reqwest::StatusCode;
use serde_json::Value;

use super::refresh_token;
use crate::browser::Page;
use crate::relying_party::RelyingParty;

async fn revoke(party: &RelyingParty, client_id: &str, token: &Value) -> Page {
    let form = [
        ("client_id", client_id),
        ("client_secret", &party.client.client_secret),
        ("token", token.as_str().unwrap()),
    ];
    let url = party.url("/token/revocation");
    party.browser.post(&url, &form).await
}

#[tokio::test]
async fn a_revoked_access_token_is_worth_nothing_and_the_refresh_token_lives() {
    let party = RelyingParty::new().await;
    let client_id = Client::development().client_id;
    let tokens = party.tokens_of("etat", &[]).await;
    let page = revoke(&party, &client_id, &tokens["access_token"]).await;
    assert_eq!((page.status, page.body.as_str()), (StatusCode::OK, ""));
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let page = refresh_token::exchange(&party, tokens["refresh_token"].as_str(), None).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn a_revoked_refresh_token_takes_the_grant_with_it() {
    let party = RelyingParty::new().await;
    let client_id = Client::development().client_id;
    let tokens = party.tokens_of("etat", &[]).await;
    revoke(&party, &client_id, &tokens["refresh_token"]).await;
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let page = refresh_token::exchange(&party, tokens["refresh_token"].as_str(), None).await;
    super::assert_invalid_grant(&page);
}

#[tokio::test]
async fn another_client_revokes_nothing() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    for token in ["access_token", "refresh_token"] {
        let page = revoke(&party, &"0".repeat(64), &tokens[token]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_of_the_wrong_shape_ends_on_a_page() {
    let party = RelyingParty::new().await;
    let client_id = Client::development().client_id;
    let page = revoke(&party, &client_id, &"short".into()).await;
    assert_eq!(page.error().0, "Y000400");
    let page = revoke(&party, &client_id, &"<".repeat(43).into()).await;
    assert_eq!(page.error().0, "Y000400");
    let page = revoke(&party, "nobody", &"t".repeat(43).into()).await;
    assert_eq!(page.json()["error"], "invalid_client");
}
