//! A page that requires a second factor: `/espace-sensible`.

use crate::support::{Browser, TestApp};
use app::refusals::texts::INSUFFICIENT_ACR;
use axum::http::StatusCode;
use mock_proconnect::Fault;
use proconnect::{LoginOptions, identity::Acr};
use serde_json::{Value, json};
use url::Url;

const ANGELA: &str = "login_hint=angela.dubois@ministere.gouv.fr";
const KARIM: &str = "login_hint=karim.benali@interieur.example.fr";
const STEP_UP: &str = "level=mfa&return_to=/espace-sensible";

/// The parameters of the authorization request after a form.
async fn asked(browser: &mut Browser, form: &str) -> Vec<(String, String)> {
    let left = browser.post("/auth/proconnect", form).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.refusal());
    let url = Url::parse(left.location()).unwrap();
    url.query_pairs().into_owned().collect()
}

fn parameter<'a>(asked: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut named = asked.iter().filter(|(known, _)| known == name);
    named.next().map(|(_, value)| value.as_str())
}

/// Posts the form, visits the issuer and types the code of its e-mail. Returns the path of the
/// callback, which is not yet requested.
async fn begin_with_code(browser: &mut Browser, form: &str) -> String {
    let left = browser.post("/auth/proconnect", form).await;
    let (address, page) = browser.visit_issuer_page(left.location()).await;
    assert!(address.path().ends_with("/verify-email"), "{address}");
    let code = page.rsplit("votre code est ").next().unwrap();
    let code = code.split('<').next().unwrap();
    browser
        .submit_at_issuer(&address, &format!("code={code}"))
        .await
}

#[tokio::test]
async fn an_agent_confirms_who_they_are_and_comes_back_in_a_new_session() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let before = browser.clone();

    let sent = browser.get("/espace-sensible?dossier=1").await;
    assert_eq!(
        sent.location(),
        "/connexion?return_to=%2Fespace-sensible%3Fdossier%3D1&level=mfa"
    );
    let offer = browser.get(sent.location()).await;
    assert_eq!(offer.status, StatusCode::OK);
    for field in [
        "name=\"level\" value=\"mfa\"",
        "name=\"return_to\" value=\"/espace-sensible?dossier=1\"",
        "name=\"login_hint\" value=\"angela.dubois@ministere.gouv.fr\"",
    ] {
        assert!(offer.body.contains(field), "{field} in {}", offer.body);
    }

    let form = format!("level=mfa&return_to=/espace-sensible?dossier=1&{ANGELA}");
    let callback = begin_with_code(&mut browser, &form).await;
    let landed = browser.get(&callback).await;
    assert_eq!(landed.location(), "/espace-sensible?dossier=1");
    let page = browser.get(landed.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("<h1>Opérations protégées</h1>"));
    assert_ne!(
        before.cookies["local-session"],
        browser.cookies["local-session"]
    );
    let mut old = app.browser();
    old.cookies = before.cookies;
    assert!(!old.is_signed_in().await);
}

#[tokio::test]
async fn a_visitor_is_asked_for_both_factors_at_once() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let sent = browser.get("/espace-sensible").await;
    assert_eq!(
        sent.location(),
        "/connexion?return_to=%2Fespace-sensible&level=mfa"
    );
    let page = browser.get(sent.location()).await;
    assert!(page.body.contains("name=\"level\" value=\"mfa\""));
    let callback = begin_with_code(&mut browser, &format!("{STEP_UP}&{ANGELA}")).await;
    assert_eq!(browser.get(&callback).await.location(), "/espace-sensible");
    assert_eq!(browser.get("/espace-sensible").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_login_requests_the_values_of_its_level() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let mfa = asked(&mut browser, STEP_UP).await;
    let claims: Value = serde_json::from_str(parameter(&mfa, "claims").unwrap()).unwrap();
    assert_eq!(
        claims["id_token"]["acr"],
        json!({"essential": true, "values": ["eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"]})
    );
    for form in ["", "level=eidas3", "level=MFA"] {
        let plain = asked(&mut browser, form).await;
        let claims = parameter(&plain, "claims").unwrap();
        assert_eq!(claims, r#"{"id_token":{"acr":null,"amr":null}}"#, "{form}");
    }
    assert_eq!(parameter(&mfa, "acr_values"), None);
}

/// A form with a lower level gives no access.
#[tokio::test]
async fn a_form_that_asks_for_less_opens_no_sensitive_page() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = browser.begin_login("/espace-sensible").await;
    assert_eq!(browser.get(&callback).await.location(), "/espace-sensible");
    let page = browser.get("/espace-sensible").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(!page.body.contains("<h1>Opérations protégées</h1>"));
}

#[tokio::test]
async fn a_step_up_that_fails_leaves_the_session_as_it_was() {
    for (name, code) in [
        ("callback-access-denied-acr", "authorization_response."),
        ("id-token-acr-eidas0", "id_token.insufficient_acr"),
        ("id-token-acr-missing", "id_token.insufficient_acr"),
        ("id-token-acr-legacy", "id_token.insufficient_acr"),
        ("id-token-wrong-nonce", "id_token.nonce_mismatch"),
        ("userinfo-subject-swapped", "user_info.subject_mismatch"),
    ] {
        let app = TestApp::start().await;
        let mut browser = app.browser();
        browser.log_in().await;
        let session = browser.cookies["local-session"].clone();
        app.mock
            .lie_about_next_login(name.parse::<Fault>().unwrap());
        let callback = begin_with_code(&mut browser, &format!("{STEP_UP}&{ANGELA}")).await;
        let refused = browser.get(&callback).await;
        assert!(refused.refusal().starts_with(code), "{name}");
        assert!(refused.set_cookie("local-session").is_empty(), "{name}");
        assert_eq!(browser.cookies["local-session"], session, "{name}");
        assert!(browser.is_signed_in().await, "{name}");
        let page = browser.get("/espace-sensible").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}");
    }
}

#[tokio::test]
async fn a_refused_step_up_has_a_next_step_and_begins_again_at_the_same_level() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    app.mock
        .lie_about_next_login("id-token-acr-eidas0".parse::<Fault>().unwrap());
    let callback = begin_with_code(&mut browser, &format!("{STEP_UP}&{ANGELA}")).await;
    let refused = browser.get(&callback).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.explains(&INSUFFICIENT_ACR), "{}", refused.body);
    for text in [
        "Changer de compte",
        "name=\"level\" value=\"mfa\"",
        "name=\"return_to\" value=\"/espace-sensible\"",
    ] {
        assert!(refused.body.contains(text), "{text} in {}", refused.body);
    }
}

/// P-20: the return is a login like any other, of any agent.
#[tokio::test]
async fn a_step_up_that_comes_back_as_somebody_else_is_their_login() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.log_in().await;
    let mut before = browser.clone();
    let left = browser
        .post("/auth/proconnect", &format!("{STEP_UP}&{KARIM}"))
        .await;
    let callback = browser.visit_issuer(left.location()).await;
    let landed = browser.get(&callback).await;
    assert_eq!(landed.location(), "/espace-sensible");
    let page = browser.get("/espace-sensible").await;
    assert!(page.body.contains("BENALI") && !page.body.contains("DUBOIS"));
    assert!(!before.is_signed_in().await);
}

#[tokio::test]
async fn a_wish_is_asked_by_acr_values_alone_and_anything_may_answer_it() {
    let app = TestApp::start_with(&[
        ("PROCONNECT_ACR_VALUES", "eidas2 eidas3"),
        ("PROCONNECT_ACR_ESSENTIAL", "false"),
    ])
    .await;
    let mut browser = app.browser();
    let asked = asked(&mut browser, "").await;
    assert_eq!(parameter(&asked, "acr_values"), Some("eidas2 eidas3"));
    assert_eq!(
        parameter(&asked, "claims"),
        Some(r#"{"id_token":{"amr":null}}"#)
    );
    browser.log_in().await;
    assert!(browser.get("/mon-compte").await.body.contains("eidas1"));
}

#[tokio::test]
async fn a_renamed_value_counts_as_the_new_one() {
    let alias = "https://proconnect.gouv.fr/assurance/consistency-checked-2fa=eidas1-mfa";
    let app = TestApp::start_with(&[("PROCONNECT_ACR_ALIASES", alias)]).await;
    let mut browser = app.browser();
    app.mock
        .lie_about_next_login("id-token-acr-legacy".parse::<Fault>().unwrap());
    let callback = begin_with_code(&mut browser, &format!("{STEP_UP}&{ANGELA}")).await;
    assert_eq!(browser.get(&callback).await.location(), "/espace-sensible");
    assert_eq!(browser.get("/espace-sensible").await.status, StatusCode::OK);
}

/// `ProConnect` would ignore all of them, and then require a value of an empty list.
#[tokio::test]
async fn nothing_is_asked_of_an_issuer_that_knows_none_of_the_required_values() {
    let app = TestApp::start_with(&[
        ("PROCONNECT_ACR_VALUES", "renamed another"),
        ("PROCONNECT_MFA_ACR_VALUES", "renamed"),
    ])
    .await;
    let mut browser = app.browser();
    let refused = browser.post("/auth/proconnect", "").await;
    assert_eq!(refused.refusal(), "provider.acr_values_unsupported");
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(browser.cookies.is_empty());
    assert_eq!(app.calls_to("/authorize"), 0);
}

/// The server's warnings at boot.
#[tokio::test]
async fn a_value_that_the_issuer_does_not_announce_is_found_once_it_is_known() {
    let app = TestApp::start_with(&[("PROCONNECT_ACR_VALUES", "eidas2 misspelt eidas3")]).await;
    let relying_party = app.relying_party();
    assert_eq!(relying_party.unannounced_acr_values(), []);
    relying_party
        .authorize(LoginOptions::default())
        .await
        .unwrap();
    let misspelt = [Acr("misspelt".to_owned())];
    assert_eq!(relying_party.unannounced_acr_values(), misspelt);
}

/// An agent whose session cannot be read gets no access, and is not taken for a visitor.
#[tokio::test]
async fn a_store_that_fails_opens_no_sensitive_page() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let callback = begin_with_code(&mut browser, &format!("{STEP_UP}&{ANGELA}")).await;
    browser.get(&callback).await;
    app.break_store().await;
    let page = browser.get("/espace-sensible").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.refusal(), "session.unavailable");
}
