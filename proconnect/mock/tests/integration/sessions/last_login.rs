use mock_proconnect::{Alg, Fault, PlannedFault, Until};
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

#[tokio::test]
async fn a17_a_logout_stops_on_a_page_when_the_identity_provider_cannot_be_used() {
    for (fault, status, code) in [
        ("logout-idp-disabled", StatusCode::BAD_REQUEST, "Y020017"),
        (
            "logout-idp-discovery-failed",
            StatusCode::BAD_GATEWAY,
            "Y020031",
        ),
    ] {
        let party = RelyingParty::new().await;
        let tokens = party.tokens_of("etat", &[]).await;
        party.mock.plan(PlannedFault {
            fault: fault.parse::<Fault>().unwrap(),
            until: Until::Once,
            client_id: None,
        });
        let id_token = tokens["id_token"].as_str().unwrap();
        let page = party.end_session(&[("id_token_hint", id_token)]).await;
        assert_eq!((page.status, page.error().0.as_str()), (status, code));
        assert!(!page.body.contains("<form") && !page.body.contains("Réessayer"));

        let page = party.authorize(&[("prompt", Some("none"))]).await;
        assert_eq!(page.redirect_parameters()["error"], "login_required");
        assert_no_session(&userinfo(&party, &tokens).await);
        assert!(is_active(&party, &tokens["access_token"]).await);
    }
}
