use crate::support::TestApp;
use app::refusals::texts::IDP_HINT_NOT_FOUND;

#[tokio::test]
async fn hints_go_along_and_ill_formed_ones_do_not() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let form = "siret_hint=130+025+265+00013&idp_hint=fia1v2&login_hint=a%40b.fr";
    let left = browser.post("/auth/proconnect", form).await;
    for parameter in [
        "siret_hint=13002526500013",
        "idp_hint=fia1v2",
        "login_hint=a%40b.fr",
    ] {
        assert!(left.location().contains(parameter), "{}", left.location());
    }
    let form = "siret_hint=1&idp_hint=a%26prompt%3Dnone&login_hint=a";
    let left = browser.post("/auth/proconnect", form).await;
    assert!(!left.location().contains("hint"), "{}", left.location());
}

#[tokio::test]
async fn an_unknown_identity_provider_has_its_own_refusal() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let left = browser.post("/auth/proconnect", "idp_hint=unknown").await;
    let callback = browser.visit_issuer(left.location()).await;
    let refused = browser.get(&callback).await;
    assert_eq!(
        refused.refusal(),
        "authorization_response.idp_hint_not_found"
    );
    assert!(refused.explains(&IDP_HINT_NOT_FOUND), "{}", refused.body);
}
