use reqwest::StatusCode;
use std::time::Duration;

use crate::relying_party::RelyingParty;

const ETAT: &str = "angela.dubois@ministere.gouv.fr";
const TERRITORIAL: &str = "jean.terrien@commune.example.fr";

type Change = (&'static str, Option<&'static str>);

/// True when a request is answered with a code at once.
async fn is_silent(party: &RelyingParty, changes: &[Change]) -> bool {
    let page = party.authorize(changes).await;
    let is_login_page = page.location().starts_with("/api/v2/interaction/");
    let has_code = page.location().contains("?code=");
    assert!(is_login_page != has_code, "{}", page.location());
    has_code
}

#[tokio::test]
async fn an_open_session_answers_without_a_page() {
    let party = RelyingParty::new().await;
    assert!(!is_silent(&party, &[]).await);
    party.log_in_as("etat", &[]).await;
    let reusing: [&[Change]; 7] = [
        &[],
        &[("prompt", Some("none"))],
        &[("prompt", Some("login"))],
        &[("max_age", Some("0"))],
        &[("login_hint", Some(ETAT))],
        &[("idp_hint", Some("fia1v2"))],
        &[(
            "claims",
            Some(r#"{"id_token":{"acr":{"essential":true,"value":"eidas1"}}}"#),
        )],
    ];
    for changes in reusing {
        assert!(is_silent(&party, changes).await, "{changes:?}");
    }
}

#[tokio::test]
async fn another_relying_party_profits_too() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    let other = "0".repeat(64);
    let page = party.authorize(&[("client_id", Some(&other))]).await;
    assert!(page.redirect_parameters().contains_key("code"));
}

#[tokio::test]
async fn hints_that_do_not_match_end_the_session() {
    for changes in [
        ("idp_hint", Some("fia3v2")),
        ("login_hint", Some("nobody@example.fr")),
    ] {
        let party = RelyingParty::new().await;
        party.log_in_as("etat", &[]).await;
        assert!(!is_silent(&party, &[changes]).await, "{changes:?}");
        assert!(!is_silent(&party, &[]).await, "{changes:?}");
    }
}

#[tokio::test]
async fn a_login_hint_is_compared_with_its_case() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    let other_case = [("login_hint", Some("Angela.Dubois@ministere.gouv.fr"))];
    assert!(!is_silent(&party, &other_case).await);
}

#[tokio::test]
async fn a_login_hint_of_another_persona_changes_the_agent() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    assert!(is_silent(&party, &[("login_hint", Some(TERRITORIAL))]).await);
    assert!(
        is_silent(
            &party,
            &[("login_hint", Some(TERRITORIAL)), ("prompt", Some("none"))]
        )
        .await
    );
    let code = party.authorize(&[]).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let page = party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await;
    let claims = party.verify(&page.body, mock_proconnect::Alg::Rs256).await;
    assert_eq!(claims["email"], TERRITORIAL);
}

#[tokio::test]
async fn a_strong_essential_context_takes_a_new_login_each_time() {
    let strong = r#"{"id_token":{"acr":{"essential":true,"value":"eidas2"}}}"#;
    let party = RelyingParty::new().await;
    for _ in 0..2 {
        let page = party
            .log_in_as("mfa-fort", &[("claims", Some(strong))])
            .await;
        assert!(page.redirect_parameters().contains_key("code"));
    }
}

#[tokio::test]
async fn silence_without_a_session_is_refused_and_with_an_unfit_one_it_is_broken() {
    let party = RelyingParty::new().await;
    let silent = ("prompt", Some("none"));
    let page = party.authorize(&[silent]).await;
    assert_eq!(page.redirect_parameters()["error"], "login_required");

    party.log_in_as("etat", &[]).await;
    assert!(!is_silent(&party, &[silent, ("idp_hint", Some("fia3v2"))]).await);
}

#[tokio::test]
async fn a_session_lasts_twelve_hours_from_the_last_request() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    party
        .mock
        .advance_clock(Duration::from_secs(12 * 60 * 60 - 60));
    assert!(is_silent(&party, &[]).await);
    party.mock.advance_clock(Duration::from_secs(12 * 60 * 60));
    assert!(!is_silent(&party, &[]).await);
}

#[tokio::test]
async fn a_login_renews_the_session_cookie_which_scripts_cannot_read() {
    let party = RelyingParty::new().await;
    let cookie = |page: &crate::browser::Page| {
        let cookies = page.headers.get_all("set-cookie").iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().to_owned());
        cookies
            .find(|cookie| cookie.starts_with("pc_session_id="))
            .unwrap()
    };
    let first = cookie(&party.log_in_as("etat", &[]).await);
    assert!(first.contains("HttpOnly") && first.contains("SameSite=Lax"));
    assert!(!first.contains("Max-Age") && !first.contains("Expires"));
    let hint = [("login_hint", Some(TERRITORIAL))];
    let page = party.authorize(&hint).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_ne!(cookie(&page), first);
}
