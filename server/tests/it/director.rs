//! A site for directors only: `certification-dirigeant` is the only accepted value.

use crate::support::{Answer, TestApp};
use app::refusals::texts::DIRECTOR_CERTIFICATE_MISSING;
use axum::http::StatusCode;
use mock_proconnect::Fault;
use proconnect::config::DIRECTOR_CERTIFICATE;

const DIRECTOR: &str = "login_hint=dominique.chef@entreprise.example.com";
const ANGELA: &str = "login_hint=angela.dubois@ministere.gouv.fr";

async fn site_for_directors() -> TestApp {
    TestApp::start_with(&[("PROCONNECT_ACR_VALUES", DIRECTOR_CERTIFICATE)]).await
}

async fn log_in_at(app: &TestApp, form: &str) -> Answer {
    let mut browser = app.browser();
    let left = browser.post("/auth/proconnect", form).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.refusal());
    let callback = browser.visit_issuer(left.location()).await;
    browser.get(&callback).await
}

fn assert_certificate_is_missing(refused: &Answer) {
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.explains(&DIRECTOR_CERTIFICATE_MISSING));
    assert!(!refused.body.contains("seconde preuve"));
    assert!(!refused.body.contains("double authentification"));
}

#[tokio::test]
async fn a_certified_director_is_let_in() {
    let app = site_for_directors().await;
    let landed = log_in_at(&app, DIRECTOR).await;
    assert_eq!(landed.location(), "/", "{}", landed.refusal());
}

#[tokio::test]
async fn an_agent_without_the_certificate_reads_so_and_nothing_of_a_second_factor() {
    let app = site_for_directors().await;
    let refused = log_in_at(&app, ANGELA).await;
    let code = "authorization_response.director_certificate_missing";
    assert_eq!(refused.refusal(), code);
    assert_certificate_is_missing(&refused);
}

#[tokio::test]
async fn an_issuer_that_certifies_nothing_is_not_believed() {
    let app = site_for_directors().await;
    let lie = "id-token-acr-missing".parse::<Fault>().unwrap();
    app.mock.lie_about_next_login(lie);
    let refused = log_in_at(&app, DIRECTOR).await;
    assert_eq!(refused.refusal(), "id_token.director_certificate_missing");
    assert_certificate_is_missing(&refused);
}

/// A login for another level would succeed without the certificate.
#[tokio::test]
async fn no_level_goes_round_the_certificate() {
    let app = site_for_directors().await;
    let mut browser = app.browser();
    let form = format!("level=mfa&{ANGELA}");
    let refused = browser.post("/auth/proconnect", &form).await;
    assert_eq!(refused.refusal(), "provider.acr_values_unsupported");
}
