use mock_proconnect::Alg;
use reqwest::StatusCode;

use super::{
    assert_no_session, in_another_browser, is_active, refresh, silent_tokens, siret, userinfo,
};
use crate::relying_party::RelyingParty;

const COMMUNE: &str = "21920023500014";
const ENTREPRISE: &str = "41816609600069";
const WITH_SIRET: (&str, Option<&str>) = ("claims", Some(r#"{"id_token":{"siret":null}}"#));

#[tokio::test]
async fn d2_claims_are_those_of_the_latest_session_of_the_subject_in_any_browser() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("multi-org.commune", &[WITH_SIRET]).await;
    let of_id_token = async |party: &RelyingParty, jwt: &serde_json::Value| {
        party.verify(jwt.as_str().unwrap(), Alg::Rs256).await["siret"].clone()
    };
    assert_eq!(of_id_token(&party, &tokens["id_token"]).await, COMMUNE);
    assert_eq!(siret(&party, &tokens).await, COMMUNE);

    let (party, _) = in_another_browser(party);
    party.log_in_as("multi-org.entreprise", &[]).await;
    assert_eq!(siret(&party, &tokens).await, ENTREPRISE);
    let refreshed = refresh(&party, &tokens).await.json();
    assert_eq!(
        of_id_token(&party, &refreshed["id_token"]).await,
        ENTREPRISE
    );
}

#[tokio::test]
async fn d2_a_logout_in_the_latest_browser_fails_the_tokens_of_all_until_another_login() {
    let party = RelyingParty::new().await;
    let tokens = party.tokens_of("multi-org.commune", &[]).await;
    let (party, first) = in_another_browser(party);
    party.log_in_as("multi-org.entreprise", &[]).await;
    let page = party.end_session(&[]).await;
    party.confirm_end_session(&page).await;
    assert_no_session(&userinfo(&party, &tokens).await);
    assert_no_session(&refresh(&party, &tokens).await);
    assert!(is_active(&party, &tokens["access_token"]).await);

    let party = RelyingParty {
        browser: first,
        ..party
    };
    silent_tokens(&party).await;
    assert_eq!(siret(&party, &tokens).await, COMMUNE);
    assert_eq!(refresh(&party, &tokens).await.status, StatusCode::OK);
}

#[tokio::test]
async fn d2_a_code_is_consumed_though_its_exchange_fails_without_a_session() {
    let party = RelyingParty::new().await;
    let code = party.code_of("etat", &[]).await;
    party.mock.end_sessions();
    assert_no_session(&party.exchange(&code, &[]).await);

    party.log_in_as("etat", &[]).await;
    let page = party.exchange(&code, &[]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.json()["error"], "invalid_grant");
}

/// A refresh token that another one has replaced is not even recognised as such.
#[tokio::test]
async fn d2_without_a_session_a_replaced_refresh_token_revokes_nothing() {
    let party = RelyingParty::new().await;
    let first = party.tokens_of("etat", &[]).await;
    let nine_hours = std::time::Duration::from_secs(9 * 60 * 60);
    party.mock.advance_clock(nine_hours);
    let second = refresh(&party, &first).await.json();
    party.mock.end_sessions();
    assert_no_session(&refresh(&party, &first).await);
    assert!(is_active(&party, &second["refresh_token"]).await);
}
