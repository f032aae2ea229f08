use mock_proconnect::Alg;
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde_json::json;
use std::time::Duration;

use crate::browser::{Browser, Page};
use crate::relying_party::{RelyingParty, members};

#[tokio::test]
async fn claims_come_by_scope() {
    let party = RelyingParty::with_algs(Alg::Rs256, None).await;
    let scope = [("scope", Some("openid given_name phone siret"))];
    let tokens = party.tokens_of("etat", &scope).await;
    let userinfo = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await
        .json();
    let expected = json!({
        "sub": "7396c91e-b9f2-4f9d-8547-5e9b3332725b",
        "given_name": "Angela Claire Louise",
        "phone_number": "+331-12-44-45-23",
        "siret": "13002526500013",
    });
    assert_eq!(userinfo, expected);
}

#[tokio::test]
async fn claims_asked_for_one_by_one_need_no_scope() {
    let party = RelyingParty::with_algs(Alg::Rs256, None).await;
    let changes = [
        ("scope", Some("openid")),
        (
            "claims",
            Some(r#"{"userinfo":{"phone_number":null,"unknown":null}}"#),
        ),
    ];
    let tokens = party.tokens_of("etat", &changes).await;
    let userinfo = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await
        .json();
    assert_eq!(members(&userinfo), ["phone_number", "sub"]);
}

#[tokio::test]
async fn a13_the_scope_of_the_request_narrows_the_claims() {
    let party = RelyingParty::with_algs(Alg::Rs256, None).await;
    let scope = [("scope", Some("openid given_name email"))];
    let tokens = party.tokens_of("etat", &scope).await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let ask = async |scope: &str| {
        let url = party.url(&format!("/userinfo?scope={scope}"));
        Browser::send_bare(party.browser.http().get(url).bearer_auth(access_token)).await
    };
    let narrowed = ask("openid+email").await.json();
    assert_eq!(members(&narrowed), ["email", "sub"]);

    let page = ask("openid+siret+uid").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let expected = json!({
        "error": "insufficient_scope",
        "error_description": "access token missing requested scope",
        "scope": "siret uid",
    });
    assert_eq!(page.json(), expected);
    assert!(
        page.header("www-authenticate")
            .ends_with("scope=\"siret uid\"")
    );
    let form = [("access_token", access_token), ("scope", "openid")];
    let page = party.browser.post(&party.url("/userinfo"), &form).await;
    assert_eq!(members(&page.json()), ["sub"]);
}

#[tokio::test]
async fn an_agent_without_label_or_phone_has_neither_member() {
    let party = RelyingParty::with_algs(Alg::Rs256, None).await;
    let tokens = party.tokens_of("sans-label", &[]).await;
    let userinfo = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await
        .json();
    assert_eq!(userinfo["roles"], json!([]));
    assert_eq!(userinfo.get("organization_label"), None);
    assert_eq!(userinfo.get("phone_number"), None);
}

#[tokio::test]
async fn a_signed_response_expires_with_the_access_token() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("prive", &[]).await;
    party.mock.advance_clock(Duration::from_secs(100));
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let claims = party.verify(&page.body, Alg::Rs256).await;
    let id_token = party
        .verify(tokens["id_token"].as_str().unwrap(), Alg::Rs256)
        .await;
    assert_eq!(claims["exp"], id_token["exp"]);
    assert!(claims["iat"].as_u64() >= id_token["iat"].as_u64().map(|iat| iat + 100));
    assert_eq!(claims["organization_label"], "Octo-technology");
}

fn assert_refused(party: &RelyingParty, page: &Page, status: u16, error: &str, description: &str) {
    let expected = json!({ "error": error, "error_description": description });
    assert_eq!((page.status.as_u16(), page.json()), (status, expected));
    let challenge = format!(
        "Bearer realm=\"{}\", error=\"{error}\", error_description=\"{description}\"",
        party.mock.issuer()
    );
    assert_eq!(page.header("www-authenticate"), challenge);
}

#[tokio::test]
async fn without_a_token_only_the_realm_is_returned() {
    let party = RelyingParty::new().await;
    let page = party.browser.get(&party.url("/userinfo")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.json()["error"], "invalid_request");
    assert_eq!(page.json()["error_description"], "no access token provided");
    let challenge = format!("Bearer realm=\"{}\"", party.mock.issuer());
    assert_eq!(page.header("www-authenticate"), challenge);
}

#[tokio::test]
async fn tokens_that_are_unknown_or_expired_are_invalid() {
    let party = RelyingParty::new().await;
    let invalid = "invalid token provided";
    let page = party.userinfo("unknown").await;
    assert_refused(&party, &page, 401, "invalid_token", invalid);

    let tokens = party.tokens_of("etat", &[]).await;
    party.mock.advance_clock(Duration::from_secs(3600));
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    assert_refused(&party, &page, 401, "invalid_token", invalid);
}

#[tokio::test]
async fn the_authorization_header_is_read_strictly() {
    let party = RelyingParty::new().await;
    let scheme = "authorization header scheme must be `Bearer`";
    let format = "invalid authorization header value format";
    for (header, description) in [
        ("Basic abc", scheme),
        ("Bearer", format),
        ("Bearer a b", format),
    ] {
        let request = party.browser.http().get(party.url("/userinfo"));
        let page = Browser::send_bare(request.header(AUTHORIZATION, header)).await;
        assert_refused(&party, &page, 400, "invalid_request", description);
    }
}

#[tokio::test]
async fn the_token_may_be_posted_but_only_once() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let form = [("access_token", access_token)];
    let page = party.browser.post(&party.url("/userinfo"), &form).await;
    assert_eq!(page.status, StatusCode::OK);

    let request = party.browser.http().post(party.url("/userinfo"));
    let page = Browser::send_bare(request.bearer_auth(access_token).form(&form)).await;
    let description = "access token must only be provided using one mechanism";
    assert_refused(&party, &page, 400, "invalid_request", description);
}
