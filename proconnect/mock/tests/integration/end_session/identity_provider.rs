use mock_proconnect::{Fault, PlannedFault, Refusal, Until};
use reqwest::StatusCode;

use super::{is_logged_in, log_in};
use crate::browser::Page;
use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty};
use crate::token::introspection::introspect;

async fn follow(party: &RelyingParty, page: &Page) -> Page {
    assert_eq!(page.status, StatusCode::FOUND, "{}", page.body);
    party
        .browser
        .get(&party.absolute(page.header("location")))
        .await
}

#[tokio::test]
async fn the_first_step_passes_by_the_identity_provider_and_goes_on_as_asked() {
    let party = RelyingParty::new().await;
    let (_, access_token) = log_in(&party).await;
    let query = format!(
        "client_id={}&post_logout_redirect_uri={POST_LOGOUT_REDIRECT_URI}&state=s%20%2B",
        party.client.client_id
    );
    let url = party.url(&format!("/session/end?{query}"));
    let page = party.browser.get(&url).await;
    let location = page.header("location");
    assert!(location.starts_with("/mock/identity-provider/logout?state="));
    assert!(!is_logged_in(&party).await);

    let page = follow(&party, &page).await;
    let callback = party.absolute(page.header("location"));
    assert!(callback.starts_with(&party.url("/client/logout-callback?state=")));
    let page = follow(&party, &page).await;
    let expected = format!("/api/v2/session/end?from_idp=true&{query}");
    assert_eq!(page.header("location"), expected);

    let page = follow(&party, &page).await;
    let status = party.userinfo(&access_token).await.status;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let page = party.confirm_end_session(&page).await;
    let expected = format!("{POST_LOGOUT_REDIRECT_URI}?state=s%20%2B");
    assert_eq!(page.location(), expected);
    let status = party.userinfo(&access_token).await.status;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    let again = party.browser.get(&callback).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert_eq!(again.error().0, "Y190001");
}

#[tokio::test]
async fn an_agent_without_a_session_there_is_not_sent_there() {
    let party = RelyingParty::new().await;
    let page = party.browser.get(&party.url("/session/end")).await;
    assert_eq!(page.status, StatusCode::OK);

    let without = mock_proconnect::Settings {
        idp_logout: false,
        ..party.mock.settings()
    };
    party.mock.change_settings(without);
    log_in(&party).await;
    let page = party.browser.get(&party.url("/session/end")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!is_logged_in(&party).await);
}

#[tokio::test]
async fn an_identity_provider_without_a_request_redirects_nowhere() {
    let party = RelyingParty::new().await;
    for path in [
        "/mock/identity-provider/logout",
        "/api/v2/client/logout-callback",
    ] {
        for query in ["", "?state=guess"] {
            let url = party.absolute(&format!("{path}{query}"));
            let page = party.browser.get(&url).await;
            assert_eq!(page.error().0, "Y190001", "{url}");
        }
    }
}

#[tokio::test]
async fn a17_a_disabled_or_unreachable_identity_provider_ends_the_logout_on_a_page() {
    for (refusal, status, code) in [
        (Refusal::IdpDisabled, 400, "Y020017"),
        (Refusal::IdpDiscoveryFailed, 502, "Y020031"),
    ] {
        let party = RelyingParty::new().await;
        let (_, access_token) = log_in(&party).await;
        party.mock.plan(PlannedFault {
            fault: Fault::Login(refusal),
            until: Until::Once,
            client_id: None,
        });
        let client_id = party.client.client_id.as_str();
        let page = party.end_session(&[("client_id", client_id)]).await;
        assert_eq!(page.status.as_u16(), status);
        assert_eq!(page.error().0, code);
        assert!(!page.body.contains("Réessayer"));
        assert!(party.mock.planned().is_empty());
        assert!(!is_logged_in(&party).await);
        // Without the agent's session, but not revoked.
        let status = party.userinfo(&access_token).await.status;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        let page = introspect(&party, &access_token.into(), "*/*").await;
        assert_eq!(page.json()["active"], true);
    }
}
