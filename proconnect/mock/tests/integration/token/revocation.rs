use mock_proconnect::Client;
use reqwest::StatusCode;
use serde_json::Value;

use super::refresh_token;
use crate::browser::{Browser, Page};
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
async fn d18_the_token_of_another_client_is_refused_and_the_empty_success_is_announced_as_json() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    for token in ["access_token", "refresh_token"] {
        let page = revoke(&party, &"0".repeat(64), &tokens[token]).await;
        let description = "this token does not belong to you";
        super::assert_error(&page, 400, "invalid_request", description);
    }
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(page.status, StatusCode::OK);

    let unknown = "t".repeat(43).into();
    for token in [&tokens["access_token"], &unknown] {
        let page = revoke(&party, &party.client.client_id, token).await;
        assert_eq!((page.status, page.body.as_str()), (StatusCode::OK, ""));
        let content_type = page.header("content-type");
        assert_eq!(content_type, "application/json; charset=utf-8");
    }
}

#[tokio::test]
async fn a_form_of_the_wrong_shape_ends_on_a_page() {
    let party = RelyingParty::new().await;
    let client_id = Client::development().client_id;
    let page = revoke(&party, &client_id, &"short".into()).await;
    assert_eq!(page.error().0, "Y000400");
    let page = revoke(&party, "nobody", &"t".repeat(43).into()).await;
    assert_eq!(page.json()["error"], "invalid_client");
}

#[tokio::test]
async fn d19_a_body_of_the_wrong_shape_ends_on_a_page_before_the_client_is_known() {
    let party = RelyingParty::new().await;
    let post = || party.browser.http().post(party.url("/token/revocation"));
    let (id, secret) = (&party.client.client_id, &party.client.client_secret);
    let token = "t".repeat(43);
    for request in [
        post(),
        post().header("content-type", "application/json").body("{}"),
        post()
            .form(&[("token", &token)])
            .basic_auth(id, Some(secret)),
    ] {
        let page = Browser::send_bare(request).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        let (code, message) = page.error();
        assert_eq!(code, "Y000400");
        assert!(message.contains("client_id must be a string"), "{message}");
    }
}

#[tokio::test]
async fn a10_a_token_may_have_any_character_but_those_of_a_pattern() {
    let party = RelyingParty::new().await;
    let client_id = &party.client.client_id;
    for allowed in "+/=%<é".chars() {
        let page = revoke(&party, client_id, &allowed.to_string().repeat(43).into()).await;
        assert_eq!(page.status, StatusCode::OK, "{allowed}");
    }
    for forbidden in ".*?{}()|[]\\ \t".chars() {
        let token = format!("{}{forbidden}", "t".repeat(43));
        let page = revoke(&party, client_id, &token.into()).await;
        assert_eq!(page.error().0, "Y000400", "{forbidden:?}");
    }
}
