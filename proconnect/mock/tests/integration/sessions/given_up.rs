use reqwest::StatusCode;

use super::{assert_no_session, refresh, userinfo};
use crate::relying_party::RelyingParty;

const ESSENTIAL_EIDAS2: &str = r#"{"id_token":{"acr":{"essential":true,"value":"eidas2"}}}"#;
const SILENT: (&str, Option<&str>) = ("prompt", Some("none"));

#[tokio::test]
async fn d3_a_request_that_cannot_reuse_the_session_fails_earlier_tokens_until_the_next_login() {
    for change in [
        ("idp_hint", Some("fia3v2")),
        ("login_hint", Some("nobody@example.fr")),
        ("claims", Some(ESSENTIAL_EIDAS2)),
    ] {
        let party = RelyingParty::new().await;
        let tokens = party.tokens_of("etat", &[]).await;
        // The agent closes the page that this address shows.
        let page = party.authorize(&[change]).await;
        assert!(page.location().starts_with("/api/v2/interaction/"));
        assert_no_session(&userinfo(&party, &tokens).await);
        assert_no_session(&refresh(&party, &tokens).await);

        party.log_in_as("etat", &[]).await;
        assert_eq!(userinfo(&party, &tokens).await.status, StatusCode::OK);
        assert_eq!(refresh(&party, &tokens).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn d10_a_refused_acr_leaves_no_session() {
    let party = RelyingParty::new().await;
    let strong = [("claims", Some(ESSENTIAL_EIDAS2))];
    let page = party.log_in_as("etat", &strong).await;
    assert_eq!(page.redirect_parameters()["error"], "access_denied");
    let page = party.authorize(&[SILENT]).await;
    assert_eq!(page.redirect_parameters()["error"], "login_required");
    let page = party.authorize(&[]).await;
    assert!(page.location().starts_with("/api/v2/interaction/"));
}
