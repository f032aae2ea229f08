//! The context that a relying party gets, by the contexts that it requires.

use mock_proconnect::Alg;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::browser::Page;
use crate::relying_party::RelyingParty;

const MFA: &str = r#"{"id_token":{"amr":null,"acr":{"essential":true,
    "values":["eidas0-mfa","eidas1-mfa","eidas2","eidas3"]}}}"#;

type AnyChange<'a> = (&'a str, Option<&'a str>);
type Change = AnyChange<'static>;

fn essential(values: &str) -> String {
    format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":{values}}}}}}}"#)
}

/// The claims of the `id_token` of a response that has a code.
async fn id_token(party: &RelyingParty, page: &Page) -> Value {
    let code = page.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let id_token = tokens["id_token"].as_str().unwrap();
    party.verify(id_token, Alg::Rs256).await
}

/// Types the code that the page of an e-mail shows.
async fn type_code(party: &RelyingParty, page: &Page) -> Page {
    let address = party.absolute(page.location());
    assert!(address.ends_with("/verify-email"), "{address}");
    let page = party.browser.get(&address).await;
    let (_, code) = page.body.split_once("votre code est ").unwrap();
    party.browser.post(&address, &[("code", &code[..8])]).await
}

/// Follows the redirects of ProConnect's own addresses; false when they never end.
async fn ends(party: &RelyingParty, mut page: Page) -> bool {
    for _ in 0..20 {
        if page.status == StatusCode::OK || !page.location().starts_with("/api/v2/") {
            return true;
        }
        page = party.browser.get(&party.absolute(page.location())).await;
    }
    false
}

fn assert_denied(page: &Page) {
    assert_eq!(page.redirect_parameters()["error"], "access_denied");
}

#[tokio::test]
async fn d4_a_code_by_email_does_not_lift_the_next_silent_logins() {
    let either = essential(r#"["eidas1","eidas1-mfa"]"#);
    let eidas1 = essential(r#"["eidas1"]"#);
    let next: [&[AnyChange]; 4] = [
        &[("claims", Some(r#"{"id_token":{"acr":null,"amr":null}}"#))],
        &[("acr_values", Some("eidas1-mfa"))],
        &[("claims", Some(&either))],
        &[("claims", Some(&eidas1))],
    ];
    let party = RelyingParty::new().await;
    let page = party.log_in_as("otp-mail", &[("claims", Some(MFA))]).await;
    let page = type_code(&party, &page).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas1-mfa");
    for changes in next {
        let page = party.authorize(changes).await;
        assert_eq!(
            id_token(&party, &page).await["acr"],
            "eidas1",
            "{changes:?}"
        );
    }
    let page = party.authorize(next[0]).await;
    assert_eq!(id_token(&party, &page).await["amr"], json!(["pwd", "mail"]));
    let page = party.authorize(&[("claims", Some(MFA))]).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas1-mfa");
}

#[tokio::test]
async fn d11_a_code_by_email_that_lifts_nothing_is_asked_for_again_and_again() {
    for (persona, values) in [
        ("dirigeant", r#"["eidas1-mfa"]"#),
        ("eidas0-mfa", r#"["eidas1-mfa"]"#),
        ("otp-mail", r#"["eidas0-mfa"]"#),
    ] {
        let claims = essential(values);
        let party = RelyingParty::new().await;
        let mut page = party.log_in_as(persona, &[("claims", Some(&claims))]).await;
        for _ in 0..3 {
            page = type_code(&party, &page).await;
        }
        assert!(page.location().ends_with("/verify-email"), "{persona}");
    }
}

#[tokio::test]
async fn d20_essential_contexts_that_proconnect_does_not_know_never_come_back() {
    let party = RelyingParty::new().await;
    for (persona, hint) in [
        ("etat", "angela.dubois@ministere.gouv.fr"),
        ("mfa-fort", "karim.benali@interieur.example.fr"),
    ] {
        let unknown = essential(r#"["unknown"]"#);
        let changes = [
            ("claims", Some(unknown.as_str())),
            ("login_hint", Some(hint)),
        ];
        let page = party.authorize(&changes).await;
        assert!(!ends(&party, page).await, "{persona}");
    }
    let other = RelyingParty::new().await;
    let unknown = essential(r#"["unknown"]"#);
    let page = other
        .log_in_as("mfa-fort", &[("claims", Some(&unknown))])
        .await;
    // The strong context needs a new session: the login page is back.
    let page = other.browser.get(&other.absolute(page.location())).await;
    assert!(page.body.contains("<h1>Se connecter à"));
}

#[tokio::test]
async fn d5_acr_values_replace_the_essential_list() {
    let strong = essential(r#"["eidas2","eidas3"]"#);
    let changes = [("acr_values", Some("eidas1")), ("claims", Some(&*strong))];
    let party = RelyingParty::new().await;
    let page = party.log_in_as("etat", &changes).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas1");
    let party = RelyingParty::new().await;
    assert_denied(&party.log_in_as("mfa-fort", &changes).await);

    let without_values = [
        ("acr_values", Some("eidas2")),
        ("claims", Some(r#"{"id_token":{"acr":{"essential":true}}}"#)),
    ];
    let party = RelyingParty::new().await;
    assert_denied(&party.log_in_as("etat", &without_values).await);
    let page = party.log_in_as("mfa-fort", &without_values).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas2");
}

#[tokio::test]
async fn d9_an_essential_acr_of_a_wrong_type_is_not_ignored() {
    let party = RelyingParty::new().await;
    let text: [Change; 1] = [(
        "claims",
        Some(r#"{"id_token":{"acr":{"essential":true,"values":"eidas2"}}}"#),
    )];
    let response = party.authorize(&text).await.redirect_parameters();
    assert_eq!(response["error"], "invalid_request");
    assert_eq!(
        response["error_description"],
        "invalid claims.id_token.acr.values type"
    );

    let truthy = r#"{"id_token":{"acr":{"essential":"true","value":"eidas2"}}}"#;
    assert_denied(&party.log_in_as("etat", &[("claims", Some(truthy))]).await);

    let list = r#"{"id_token":{"acr":{"essential":true,"value":["eidas2"]}}}"#;
    assert_denied(&party.log_in_as("etat", &[("claims", Some(list))]).await);
    let list = r#"{"id_token":{"acr":{"essential":true,"value":["eidas1"]}}}"#;
    let page = party.log_in_as("etat", &[("claims", Some(list))]).await;
    assert!(!ends(&party, page).await);
}

#[tokio::test]
async fn d21_the_sub_of_another_person_never_comes_back() {
    let party = RelyingParty::new().await;
    let sub = |sub: &str| format!(r#"{{"id_token":{{"sub":{{"value":"{sub}"}}}}}}"#);
    let own = sub("7396c91e-b9f2-4f9d-8547-5e9b3332725b");
    let page = party.log_in_as("etat", &[("claims", Some(&own))]).await;
    id_token(&party, &page).await;
    let page = party.authorize(&[("claims", Some(&sub("another")))]).await;
    assert!(!ends(&party, page).await);
}

#[tokio::test]
async fn an_identity_provider_steps_up_when_it_is_asked_to() {
    let strong = essential(r#"["eidas2","eidas3"]"#);
    let any = essential(r#"["eidas1","eidas2"]"#);
    let cases: [(&[AnyChange], &str); 5] = [
        (&[], "eidas1"),
        (&[("acr_values", Some("eidas2 eidas3"))], "eidas2"),
        (&[("claims", Some(MFA))], "eidas2"),
        (&[("claims", Some(&strong))], "eidas2"),
        (&[("claims", Some(&any))], "eidas1"),
    ];
    for (changes, acr) in cases {
        let party = RelyingParty::new().await;
        let page = party.log_in_as("mfa-sur-demande", changes).await;
        id_token(&party, &page).await;
        let asking = [("claims", Some(r#"{"id_token":{"acr":null,"amr":null}}"#))];
        let page = party.authorize(&asking).await;
        let claims = id_token(&party, &page).await;
        assert_eq!(claims["acr"], acr, "{changes:?}");
        assert_eq!(claims["amr"].as_array().unwrap().len() > 1, acr == "eidas2");
    }
    let party = RelyingParty::new().await;
    party.log_in_as("mfa-sur-demande", &[]).await;
    let changes = [
        ("claims", Some(&*strong)),
        ("login_hint", Some("sofia.palier@ministere.example.fr")),
    ];
    let page = party.authorize(&changes).await;
    assert_eq!(id_token(&party, &page).await["acr"], "eidas2");
}

#[tokio::test]
async fn agents_whom_no_code_by_email_helps_are_refused_at_once() {
    for persona in ["lien-courriel", "rie"] {
        let party = RelyingParty::new().await;
        assert_denied(&party.log_in_as(persona, &[("claims", Some(MFA))]).await);
    }
}

#[tokio::test]
async fn native_second_factors_need_no_code() {
    for acr in ["eidas0-mfa", "eidas1-mfa"] {
        let party = RelyingParty::new().await;
        let page = party.log_in_as(acr, &[("claims", Some(MFA))]).await;
        let claims = id_token(&party, &page).await;
        assert_eq!(claims["acr"], acr);
        assert_eq!(claims["amr"], json!(["pwd", "otp", "mfa"]));
    }
}

#[tokio::test]
async fn amr_is_absent_where_the_identity_provider_names_no_method() {
    let party = RelyingParty::new().await;
    let asking = [("claims", Some(r#"{"id_token":{"acr":null,"amr":null}}"#))];
    let page = party.log_in_as("sans-amr", &asking).await;
    let claims = id_token(&party, &page).await;
    assert_eq!(
        (claims.get("amr"), &claims["acr"]),
        (None, &json!("eidas1"))
    );

    let party = RelyingParty::new().await;
    let page = party.log_in_as("sans-amr", &[("claims", Some(MFA))]).await;
    let page = type_code(&party, &page).await;
    assert_eq!(id_token(&party, &page).await["amr"], json!(["mail"]));
}
