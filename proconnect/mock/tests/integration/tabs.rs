//! Logins that do not end where they began: two tabs, a lost request, a disabled provider.

use mock_proconnect::{Fault, PlannedFault, Refusal, Until};
use reqwest::StatusCode;

use crate::relying_party::RelyingParty;

const ETAT: [(&str, &str); 1] = [("persona", "etat")];

#[tokio::test]
async fn d8_the_first_tab_answers_for_the_second_which_then_finds_nothing() {
    let party = RelyingParty::new().await;
    let (first, _) = party.login_page(&[("state", Some("of-tab-1"))]).await;
    let (second, page) = party.login_page(&[("state", Some("of-tab-2"))]).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = party.browser.post(&first, &ETAT).await;
    let response = page.redirect_parameters();
    assert_eq!(response["state"], "of-tab-2");
    assert!(response.contains_key("code"));

    let page = party.browser.post(&second, &ETAT).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.error().0, "oidc-provider-error:session-not-found");
}

#[tokio::test]
async fn d8_the_cookie_of_an_interaction_is_for_the_whole_host() {
    let party = RelyingParty::new().await;
    let page = party.authorize(&[]).await;
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("_interaction="), "{cookie}");
    assert!(cookie.ends_with("Path=/"), "{cookie}");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
}

#[tokio::test]
async fn d17_an_empty_state_leads_back_to_the_first_page_for_ever() {
    let party = RelyingParty::new().await;
    let mut page = party.log_in_as("etat", &[("state", Some(""))]).await;
    for _ in 0..3 {
        let address = party.absolute(page.location());
        assert!(address.contains("/api/v2/interaction/"), "{address}");
        let form = party.browser.get(&address).await;
        assert!(form.body.contains("<h1>Se connecter à"));
        page = party.browser.post(&address, &ETAT).await;
    }
    // And it ends the session that was open.
    party.log_in_as("etat", &[]).await;
    let page = party.authorize(&[("state", Some(""))]).await;
    assert!(page.location().starts_with("/api/v2/interaction/"));
    let page = party.authorize(&[]).await;
    assert!(page.location().starts_with("/api/v2/interaction/"));
}

fn disabled() -> PlannedFault {
    PlannedFault {
        fault: Fault::Login(Refusal::IdpDisabled),
        until: Until::Cleared,
        client_id: None,
    }
}

#[tokio::test]
async fn a_disabled_identity_provider_bounces_the_browser_of_an_open_session() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    party.mock.plan(disabled());
    let mut page = party.authorize(&[]).await;
    for _ in 0..20 {
        let next = party.absolute(page.location());
        assert!(next.contains("/api/v2/interaction/"), "{next}");
        page = party.browser.get(&next).await;
    }
}

#[tokio::test]
async fn a_silent_login_stays_silent_for_the_next_request_without_prompt() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    assert!(page.redirect_parameters().contains_key("code"));
    party.mock.plan(disabled());
    let response = party.authorize(&[]).await.redirect_parameters();
    assert_eq!(response["error"], "login_required");
    let page = party.authorize(&[("prompt", Some("login"))]).await;
    assert!(page.location().starts_with("/api/v2/interaction/"));
}

#[tokio::test]
async fn a9_the_error_of_the_link_has_at_most_256_characters() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let long = "é".repeat(257);
    for name in ["error", "error_description"] {
        let url = format!("{address}/error?{name}={long}");
        let page = party.browser.get(&url).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        let message = format!("{name} must be shorter than or equal to 256 characters");
        assert_eq!(page.error(), ("Y000400".to_owned(), message));
    }
    let url = format!("{address}/error?error={}", &long["é".len()..]);
    let response = party.browser.get(&url).await.redirect_parameters();
    assert_eq!(response["error"].chars().count(), 256);
}
