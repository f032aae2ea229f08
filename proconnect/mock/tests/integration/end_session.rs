mod identity_provider;
mod mistakes;

use mock_proconnect::Alg;
use reqwest::StatusCode;
use serde_json::Value;
use std::time::Duration;

use crate::relying_party::{POST_LOGOUT_REDIRECT_URI, RelyingParty};

const SUCCESS: &str = "/api/v2/session/end/success";
const STATE: &str = "state of the logout+";

async fn is_logged_in(party: &RelyingParty) -> bool {
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    page.redirect_parameters().contains_key("code")
}

/// Logs in as an agent; returns their `id_token` and access token.
async fn log_in(party: &RelyingParty) -> (String, String) {
    texts(&party.tokens_of("etat", &[]).await)
}

/// The `id_token` and the access token.
fn texts(tokens: &Value) -> (String, String) {
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    (text("id_token"), text("access_token"))
}

#[tokio::test]
async fn a_hinted_logout_ends_the_session_revokes_the_tokens_of_the_last_login_and_comes_back() {
    for alg in [Alg::Rs256, Alg::Es256, Alg::Hs256] {
        let party = RelyingParty::with_algs(alg, None).await;
        log_in(&party).await;
        assert!(is_logged_in(&party).await);
        let code = party.authorize(&[]).await.redirect_parameters()["code"].clone();
        let (id_token, access_token) = texts(&party.exchange(&code, &[]).await.json());
        let parameters = [
            ("id_token_hint", id_token.as_str()),
            ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
            ("state", STATE),
        ];
        let page = party.end_session(&parameters).await;
        assert!(page.body.contains("id=\"op.logoutForm\" method=\"post\""));
        assert!(
            page.body
                .contains("<script src=\"/js/submit-form.js\" defer>")
        );
        assert!(page.body.contains("<noscript>"));
        assert!(!is_logged_in(&party).await);
        // Without the agent's session, but not yet revoked.
        let status = party.userinfo(&access_token).await.status;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);

        let page = party.confirm_end_session(&page).await;
        assert_eq!(
            page.location(),
            format!("{POST_LOGOUT_REDIRECT_URI}?state=state%20of%20the%20logout%2B")
        );
        let status = party.userinfo(&access_token).await.status;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn the_script_that_submits_the_page_is_served() {
    let party = RelyingParty::new().await;
    let script = party
        .browser
        .get(&party.absolute("/js/submit-form.js"))
        .await;
    assert_eq!(script.header("content-type"), "text/javascript");
    assert!(script.body.contains("submit()"));
}

#[tokio::test]
async fn an_expired_hint_is_accepted() {
    let party = RelyingParty::new().await;
    let (id_token, _) = log_in(&party).await;
    party.mock.advance_clock(Duration::from_secs(2 * 60 * 60));
    let parameters = [
        ("id_token_hint", id_token.as_str()),
        ("client_id", &party.client.client_id),
        ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
    ];
    let page = party.end_session(&parameters).await;
    assert_eq!(
        party.confirm_end_session(&page).await.location(),
        POST_LOGOUT_REDIRECT_URI
    );
    assert!(!is_logged_in(&party).await);
}

#[tokio::test]
async fn a_client_id_replaces_the_hint_and_no_session_is_needed() {
    let party = RelyingParty::new().await;
    let parameters = [
        ("client_id", party.client.client_id.as_str()),
        ("post_logout_redirect_uri", POST_LOGOUT_REDIRECT_URI),
        ("state", "s"),
    ];
    let page = party.end_session(&parameters).await;
    let location = format!("{POST_LOGOUT_REDIRECT_URI}?state=s");
    assert_eq!(party.confirm_end_session(&page).await.location(), location);
}

#[tokio::test]
async fn without_hint_and_client_id_the_uri_is_ignored() {
    let party = RelyingParty::new().await;
    log_in(&party).await;
    let parameters = [
        ("post_logout_redirect_uri", "https://attacker.example/"),
        ("state", "s"),
    ];
    let page = party.end_session(&parameters).await;
    assert_eq!(party.confirm_end_session(&page).await.location(), SUCCESS);
    assert!(!is_logged_in(&party).await);
    let page = party.browser.get(&party.absolute(SUCCESS)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("<h1>Déconnexion</h1>"));
}

#[tokio::test]
async fn without_a_uri_the_journey_ends_on_the_success_page() {
    let party = RelyingParty::new().await;
    let (id_token, _) = log_in(&party).await;
    let page = party
        .end_session(&[("id_token_hint", &id_token), ("state", "s")])
        .await;
    assert_eq!(party.confirm_end_session(&page).await.location(), SUCCESS);
}

#[tokio::test]
async fn a_uri_of_the_wrong_shape_ends_nothing() {
    let party = RelyingParty::new().await;
    log_in(&party).await;
    let page = party
        .end_session(&[("post_logout_redirect_uri", "javascript:alert(1)")])
        .await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_eq!(page.error().0, "Y000400");
    assert!(is_logged_in(&party).await);
}

#[tokio::test]
async fn a_confirmation_works_once_and_cannot_be_guessed() {
    let party = RelyingParty::new().await;
    let page = party.end_session(&[]).await;
    assert_eq!(party.confirm_end_session(&page).await.location(), SUCCESS);
    let again = party.confirm_end_session(&page).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    let url = party.url("/session/end/confirm");
    let guessed = party
        .browser
        .post(&url, &[("xsrf", "guess"), ("logout", "yes")])
        .await;
    let expected = "could not find logout details";
    assert_eq!(guessed.error().1, expected);
    assert_eq!(again.error().1, expected);
}
