use mock_proconnect::Alg;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;

/// All the contexts with two factors, of which one is required.
const MFA: &str = r#"{"id_token":{"amr":null,"acr":{"essential":true,
    "values":["eidas0-mfa","eidas1-mfa","eidas2","eidas3"]}}}"#;

/// The address of the page that asks `persona` for a code, and the page.
async fn asked(party: &RelyingParty, persona: &str, claims: &str) -> (String, Page) {
    let page = party.log_in_as(persona, &[("claims", Some(claims))]).await;
    let address = party.absolute(page.location());
    assert!(address.ends_with("/verify-email"), "{address}");
    let page = party.browser.get(&address).await;
    (address, page)
}

/// The code that the page shows as received.
fn code_in(page: &Page) -> String {
    let (_, code) = page.body.split_once("votre code est ").unwrap();
    code[..8].to_owned()
}

async fn id_token(party: &RelyingParty, page: &Page) -> Value {
    let code = page.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let id_token = tokens["id_token"].as_str().unwrap();
    party.verify(id_token, Alg::Rs256).await
}

#[tokio::test]
async fn a_code_by_email_is_a_second_factor() {
    for (persona, acr) in [
        ("otp-mail", "eidas1-mfa"),
        ("eidas0", "eidas0-mfa"),
        ("acr-inconnu", "eidas1-mfa"),
    ] {
        let party = RelyingParty::new().await;
        let (address, page) = asked(&party, persona, MFA).await;
        let code = code_in(&page);
        let page = party.browser.post(&address, &[("code", &code)]).await;
        let claims = id_token(&party, &page).await;
        assert_eq!(claims["acr"], acr, "{persona}");
        assert_eq!(claims["amr"], json!(["pwd", "mail"]));

        // The session remembers the second factor.
        let page = party.authorize(&[("claims", Some(MFA))]).await;
        assert_eq!(id_token(&party, &page).await["acr"], acr);
        let page = party.browser.post(&address, &[("code", &code)]).await;
        assert_eq!(page.error().0, "oidc-provider-error:session-not-found");
    }
}

#[tokio::test]
async fn an_agent_with_two_factors_is_asked_for_no_code() {
    let party = RelyingParty::new().await;
    let page = party
        .log_in_as("carte-agent", &[("claims", Some(MFA))])
        .await;
    let claims = id_token(&party, &page).await;
    assert_eq!(claims["acr"], "eidas3");
    assert_eq!(claims["amr"], json!(["pop", "pin", "mfa"]));
}

#[tokio::test]
async fn no_code_helps_where_strong_factors_are_required() {
    let party = RelyingParty::new().await;
    let strong = r#"{"id_token":{"acr":{"essential":true,"values":["eidas2","eidas3"]}}}"#;
    let page = party
        .log_in_as("otp-mail", &[("claims", Some(strong))])
        .await;
    let response = page.redirect_parameters();
    assert_eq!(response["error"], "access_denied");
    assert_eq!(
        response["error_description"],
        "requested ACRs could not be satisfied"
    );
}

#[tokio::test]
async fn a16_an_address_receives_one_code_an_hour_for_all_its_logins() {
    let party = RelyingParty::new().await;
    let (address, page) = asked(&party, "otp-mail", MFA).await;
    let first = code_in(&page);
    for _ in 0..10 {
        party.browser.post(&address, &[("code", "wrong")]).await;
    }
    let elsewhere = RelyingParty {
        browser: Browser::new(),
        ..party
    };
    let (address, page) = asked(&elsewhere, "otp-mail", MFA).await;
    assert_eq!(code_in(&page), first);
    let form = [("code", first.as_str())];
    let page = elsewhere.browser.post(&address, &form).await;
    assert_eq!(
        page.error().0,
        "Y170001",
        "the tries are those of the address"
    );
    elsewhere.mock.advance_clock(Duration::from_secs(5 * 60));
    let page = elsewhere.browser.post(&address, &form).await;
    assert_eq!(id_token(&elsewhere, &page).await["acr"], "eidas1-mfa");

    let again = RelyingParty {
        browser: Browser::new(),
        ..elsewhere
    };
    let (_, page) = asked(&again, "otp-mail", MFA).await;
    let second = code_in(&page);
    assert_ne!(second, first, "a code is used up");
    again.mock.advance_clock(Duration::from_secs(60 * 60));
    let (_, page) = asked(&again, "otp-mail", MFA).await;
    assert_ne!(code_in(&page), second, "after an hour");
}

#[tokio::test]
async fn a_wrong_code_may_be_tried_ten_times_in_five_minutes_by_the_same_browser() {
    let party = RelyingParty::new().await;
    let (address, page) = asked(&party, "otp-mail", MFA).await;
    let code = code_in(&page);
    let stranger = Browser::new().post(&address, &[("code", &code)]).await;
    assert_eq!(stranger.error().0, "oidc-provider-error:session-not-found");
    for _ in 0..10 {
        let page = party.browser.post(&address, &[("code", "wrong")]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert_eq!(page.error().0, "Y170003");
    }
    let form = [("code", code.as_str())];
    let page = party.browser.post(&address, &form).await;
    assert_eq!(page.error().0, "Y170001");
    assert!(page.body.contains("Recommencez dans 5\u{a0}minutes"));
    assert!(page.body.contains(FIELD_IN_ERROR));
    party.mock.advance_clock(Duration::from_secs(5 * 60));
    let page = party.browser.post(&address, &form).await;
    assert!(page.redirect_parameters().contains_key("code"));
}

/// The field has the focus, and its message describes it.
const FIELD_IN_ERROR: &str =
    "required autofocus aria-invalid=\"true\" aria-describedby=\"code-error\">";

#[tokio::test]
async fn a_wrong_code_shows_the_field_again_and_the_right_one_logs_in() {
    let party = RelyingParty::new().await;
    let (address, page) = asked(&party, "otp-mail", MFA).await;
    assert!(!page.body.contains("aria-invalid"));
    let page = party.browser.post(&address, &[("code", "0000 0000")]).await;
    assert!(page.body.contains("<title>Erreur\u{a0}: vérification"));
    assert!(page.body.contains("<label for=\"code\">"));
    assert!(page.body.contains(FIELD_IN_ERROR));
    assert!(
        page.body
            .contains("id=\"code-error\">Erreur\u{a0}: ce code n’est pas le bon")
    );

    // Spaces do not count.
    let code = code_in(&page);
    let spaced = format!(" {} {} ", &code[..4], &code[4..]);
    let page = party.browser.post(&address, &[("code", &spaced)]).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas1-mfa");
}

#[tokio::test]
async fn another_code_may_be_asked_for_after_ten_minutes_and_replaces_the_first() {
    let party = RelyingParty::new().await;
    let (address, page) = asked(&party, "otp-mail", MFA).await;
    let first = code_in(&page);
    assert!(page.body.contains("dans 10\u{a0}minutes"));
    assert!(!page.body.contains("Recevoir un autre code"));
    let resend = format!("{address}/resend");
    let again = async || {
        let page = party.browser.post(&resend, &[]).await;
        party.browser.get(&party.absolute(page.location())).await
    };
    assert_eq!(code_in(&again().await), first, "too early");

    party.mock.advance_clock(Duration::from_secs(10 * 60));
    let page = party.browser.get(&address).await;
    let path = resend.strip_prefix(&party.absolute("/")).unwrap();
    assert!(page.body.contains(&format!("action=\"/{path}\"")));
    let second = code_in(&again().await);
    assert_ne!(second, first);
    let page = party.browser.post(&address, &[("code", &first)]).await;
    assert_eq!(page.error().0, "Y170003");
    let page = party.browser.post(&address, &[("code", &second)]).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas1-mfa");
    let page = Browser::new().post(&resend, &[]).await;
    assert_eq!(page.error().0, "oidc-provider-error:session-not-found");
}
