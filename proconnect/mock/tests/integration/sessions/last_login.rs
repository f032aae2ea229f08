use mock_proconnect::Alg;
use reqwest::StatusCode;

use super::{
    assert_no_session, assert_revoked, at_another_party, is_active, refresh, silent_tokens,
    userinfo,
};
use crate::relying_party::RelyingParty;

#[tokio::test]
async fn d7_a_logout_revokes_the_last_login_of_the_browser_and_no_other() {
    let party = RelyingParty::new().await;
    let first = party.tokens_of("etat", &[]).await;
    let first_id = party.client.client_id.clone();
    let party = at_another_party(party);
    let last = silent_tokens(&party).await;

    let page = party.end_session(&[("client_id", &first_id)]).await;
    party.confirm_end_session(&page).await;
    assert_revoked(
        &userinfo(&party, &last).await,
        &refresh(&party, &last).await,
    );
    assert!(!is_active(&party, &last["access_token"]).await);

    let mut party = party;
    party.client.client_id = first_id;
    for token in ["access_token", "refresh_token"] {
        assert!(is_active(&party, &first[token]).await, "{token}");
    }
    assert_no_session(&userinfo(&party, &first).await);
    assert_no_session(&refresh(&party, &first).await);
}

#[tokio::test]
async fn d7_a_logout_revokes_the_last_login_though_the_agents_session_is_over_already() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("etat", &[]).await;
    party.mock.end_sessions();
    let page = party.end_session(&[]).await;
    assert_no_session(&userinfo(&party, &tokens).await);
    party.confirm_end_session(&page).await;
    assert_revoked(
        &userinfo(&party, &tokens).await,
        &refresh(&party, &tokens).await,
    );
}

#[tokio::test]
async fn a6_each_login_has_a_sid_and_a_grant_of_its_own() {
    let party = RelyingParty::new().await;
    let sid = [("claims", Some(r#"{"id_token":{"sid":null}}"#))];
    let code = party.code_of("etat", &sid).await;
    let first = party.exchange(&code, &[]).await.json();
    let page = party.authorize(&sid).await;
    let second = page.redirect_parameters()["code"].clone();
    let second = party.exchange(&second, &[]).await.json();
    let mut sids = Vec::new();
    for tokens in [&first, &second] {
        let id_token = tokens["id_token"].as_str().unwrap();
        let claims = party.verify(id_token, Alg::Rs256).await;
        sids.push(claims["sid"].as_str().unwrap().to_owned());
    }
    assert_ne!(sids[0], sids[1]);

    let replayed = party.exchange(&code, &[]).await;
    assert_eq!(replayed.json()["error"], "invalid_grant");
    assert_revoked(
        &userinfo(&party, &first).await,
        &refresh(&party, &first).await,
    );
    assert_eq!(userinfo(&party, &second).await.status, StatusCode::OK);
    assert_eq!(refresh(&party, &second).await.status, StatusCode::OK);
}
