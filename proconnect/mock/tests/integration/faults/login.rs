use mock_proconnect::{Fault, PlannedFault, Refusal, Until};
use reqwest::StatusCode;
use std::collections::HashMap;
use strum::IntoEnumIterator;

use crate::browser::Page;
use crate::relying_party::{RelyingParty, STATE};

const TECHNICAL: &str =
    "authentication aborted due to a technical error on the authorization server";
const IDENTITY: &str = "authentication aborted due to invalid identity";

/// Status and code of the page; error and description that its button returns.
fn expected(refusal: Refusal) -> (u16, &'static str, &'static str, &'static str) {
    match refusal {
        Refusal::NoIdentityProvider => (400, "Y500001", "server_error", TECHNICAL),
        Refusal::InvalidIdentity => (400, "Y500006", "server_error", TECHNICAL),
        Refusal::UnusableSiret => (500, "Y500006", "server_error", TECHNICAL),
        Refusal::PrivateAgent => (400, "Y500015", "access_denied", IDENTITY),
        Refusal::Blocked => (400, "Y500024", "access_denied", IDENTITY),
        Refusal::EmailNotAllowed => (
            400,
            "Y500025",
            "access_denied",
            "authentication aborted due to a configuration limitation",
        ),
        Refusal::EmailDomainNotServed => (400, "Y500027", "server_error", TECHNICAL),
        Refusal::IdpDisabled => (400, "Y020017", "server_error", TECHNICAL),
        Refusal::IdpNotFound => (500, "Y020019", "server_error", TECHNICAL),
        Refusal::IdpCallbackFailed => (400, "Y020026", "invalid_request", TECHNICAL),
        Refusal::IdpUserinfoFailed => (502, "Y020027", "server_error", TECHNICAL),
        Refusal::IdpTokenInvalid => (500, "Y020030", "server_error", TECHNICAL),
        Refusal::IdpDiscoveryFailed => (502, "Y020031", "server_error", TECHNICAL),
        Refusal::IdpRefused => (502, "Y020032", "invalid_request", TECHNICAL),
        Refusal::SessionNotFound => (
            401,
            "Y190001",
            "access_denied",
            "user authentication aborted",
        ),
        Refusal::Internal => (500, "Y000500", "server_error", TECHNICAL),
    }
}

/// Follows the button of the page; returns the parameters for the relying party.
async fn retry(party: &RelyingParty, page: &Page) -> HashMap<String, String> {
    let start = page.body.find("/api/v2/interaction/").unwrap();
    let link = page.body[start..].split('"').next().unwrap();
    let link = party.absolute(&link.replace("&amp;", "&"));
    party.browser.get(&link).await.redirect_parameters()
}

fn plan(refusal: Refusal, until: Until) -> PlannedFault {
    PlannedFault {
        fault: Fault::Login(refusal),
        until,
        client_id: None,
    }
}

#[tokio::test]
async fn every_page_that_ends_a_login_shows_its_error_and_returns_it_only_when_its_button_is_pressed()
 {
    let party = RelyingParty::new().await;
    for refusal in Refusal::iter() {
        let (status, code, error, description) = expected(refusal);
        party.mock.plan(plan(refusal, Until::NextLogin));
        let page = party.log_in_as("etat", &[]).await;
        assert_eq!(page.status.as_u16(), status, "{refusal}");
        assert_eq!(page.error().0, code, "{refusal}");
        assert!(party.mock.planned().is_empty());
        let response = retry(&party, &page).await;
        let reported = (&*response["error"], &*response["error_description"]);
        assert_eq!(reported, (error, description), "{refusal}");
        assert_eq!(response["state"], STATE);
    }
    let page = party.log_in_as("etat", &[]).await;
    assert!(page.redirect_parameters().contains_key("code"));
}

#[tokio::test]
async fn a_person_chooses_the_page_and_single_sign_on_may_end_on_it_too() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let form = [("persona", "etat"), ("fault", "login-idp-refused")];
    let page = party.browser.post(&address, &form).await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    let message = "access_denied (the user refused)".to_owned();
    assert_eq!(page.error(), ("Y020032".to_owned(), message));

    party.log_in_as("etat", &[]).await;
    party
        .mock
        .plan(plan(Refusal::IdpTokenInvalid, Until::Cleared));
    for _ in 0..2 {
        let page = party.authorize(&[]).await;
        assert_eq!(page.error().0, "Y020030");
    }
    party.mock.clear_faults();
    party.mock.plan(plan(Refusal::IdpDisabled, Until::Cleared));
    // With `prompt=none`, the error is returned at once.
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    let response = page.redirect_parameters();
    assert_eq!(response["error"], "login_required");
    let description = "end-user authentication is required";
    assert_eq!(response["error_description"], description);
    party.mock.clear_faults();
    let page = party.authorize(&[]).await;
    assert!(page.redirect_parameters().contains_key("code"));
}
