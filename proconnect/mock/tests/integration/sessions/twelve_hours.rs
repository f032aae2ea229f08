use mock_proconnect::Alg;
use reqwest::StatusCode;
use std::time::Duration;

use super::{assert_revoked, is_active, refresh, silent_tokens, userinfo};
use crate::relying_party::RelyingParty;

fn wait(party: &RelyingParty, hours: u64) {
    party
        .mock
        .advance_clock(Duration::from_secs(hours * 60 * 60));
}

/// The agent's session is kept alive meanwhile, so that it is not the cause.
#[tokio::test]
async fn d1_grant_session_and_tokens_end_twelve_hours_after_the_login_even_when_rotated() {
    let party = RelyingParty::new().await;
    let first = party.tokens_of("etat", &[]).await;
    wait(&party, 9);
    silent_tokens(&party).await;
    let second = refresh(&party, &first).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    wait(&party, 2);
    party.mock.advance_clock(Duration::from_secs(60 * 60 - 60));
    let last = refresh(&party, &second).await.json();
    assert_eq!(last["expires_in"], 3600);
    assert_eq!(userinfo(&party, &last).await.status, StatusCode::OK);
    assert!(is_active(&party, &last["access_token"]).await);

    party.mock.advance_clock(Duration::from_secs(60));
    assert_revoked(
        &userinfo(&party, &last).await,
        &refresh(&party, &last).await,
    );
    for token in ["access_token", "refresh_token"] {
        assert!(!is_active(&party, &last[token]).await, "{token}");
    }
    let after = silent_tokens(&party).await;
    assert_eq!(userinfo(&party, &after).await.status, StatusCode::OK);
}

#[tokio::test]
async fn d1_a_code_ends_with_the_session_of_its_login() {
    let party = RelyingParty::new().await;
    let mut settings = party.mock.settings();
    settings.lifetimes.session = 60;
    party.mock.change_settings(settings);
    let code = party.code_of("etat", &[]).await;
    party.mock.advance_clock(Duration::from_secs(60));
    let page = party.exchange(&code, &[]).await;
    assert_eq!(page.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn d12_each_authorization_request_postpones_the_end_of_single_sign_on() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    for _ in 0..3 {
        wait(&party, 11);
        let tokens = silent_tokens(&party).await;
        let id_token = tokens["id_token"].as_str().unwrap();
        let claims = party.verify(id_token, Alg::Rs256).await;
        // The agent typed a password many hours ago.
        let issued_at = claims["iat"].as_u64().unwrap();
        assert!((0..5).contains(&(issued_at - claims["auth_time"].as_u64().unwrap())));
    }
    wait(&party, 12);
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    assert_eq!(page.redirect_parameters()["error"], "login_required");
}
