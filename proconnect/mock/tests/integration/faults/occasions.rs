use mock_proconnect::{Client, Fault, IdTokenFault, PlannedFault, TokenFault, Until};
use serde_json::json;

use super::log_in;
use crate::relying_party::RelyingParty;

const HINT: [(&str, Option<&str>); 1] = [("login_hint", Some("angela.dubois@ministere.gouv.fr"))];

/// True when the `id_token` of a login lacks the nonce.
async fn forgets_the_nonce(party: &RelyingParty) -> bool {
    let code = party.authorize(&HINT).await.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    let id_token = tokens["id_token"].as_str().unwrap();
    let claims = party.verify(id_token, mock_proconnect::Alg::Rs256).await;
    claims.get("nonce").is_none()
}

fn plan(until: Until, client_id: Option<String>) -> PlannedFault {
    PlannedFault {
        fault: Fault::IdToken(IdTokenFault::NonceMissing),
        until,
        client_id,
    }
}

#[tokio::test]
async fn a_fault_lasts_for_a_login_a_request_or_until_it_is_cleared() {
    let party = RelyingParty::new().await;
    for until in [Until::NextLogin, Until::Once] {
        party.mock.plan(plan(until, None));
        assert!(forgets_the_nonce(&party).await, "{until:?}");
        assert!(!forgets_the_nonce(&party).await, "{until:?}");
        assert!(party.mock.planned().is_empty());
    }
    party.mock.plan(plan(Until::Cleared, None));
    assert!(forgets_the_nonce(&party).await);
    assert!(forgets_the_nonce(&party).await);
    party.mock.clear_faults();
    assert!(!forgets_the_nonce(&party).await);
}

#[tokio::test]
async fn a_fault_of_one_relying_party_spares_the_others() {
    let party = RelyingParty::new().await;
    let other = Some("0".repeat(64));
    for until in [Until::NextLogin, Until::Once, Until::Cleared] {
        party.mock.plan(plan(until, other.clone()));
        assert!(!forgets_the_nonce(&party).await, "{until:?}");
    }
    assert_eq!(party.mock.planned().len(), 3);
    let mine = Client::development().client_id;
    party.mock.plan(plan(Until::NextLogin, Some(mine)));
    assert!(forgets_the_nonce(&party).await);
}

#[tokio::test]
async fn a_fault_of_a_login_shows_in_all_its_answers() {
    let party = RelyingParty::new().await;
    let page = log_in(&party, Fault::Token(TokenFault::ExpiresInShort)).await;
    let honest = party.authorize(&HINT).await.redirect_parameters()["code"].clone();
    let honest = party.exchange(&honest, &[]).await.json();
    assert_eq!(honest["expires_in"], 3600);
    let code = page.redirect_parameters()["code"].clone();
    let tokens = party.exchange(&code, &[]).await.json();
    assert_eq!(tokens["expires_in"], 60);
    let refresh_token = tokens["refresh_token"].as_str();
    let page = crate::token::refresh_token::exchange(&party, refresh_token, None).await;
    assert_eq!(page.json()["expires_in"], 60);
}

#[tokio::test]
async fn a_person_chooses_a_fault_on_the_login_page() {
    let party = RelyingParty::new().await;
    let (address, page) = party.login_page(&[]).await;
    for fault in Fault::all() {
        let radio = format!("type=\"radio\" name=\"fault\" form=\"login\" value=\"{fault}\">");
        assert!(page.body.contains(&radio), "{fault}");
    }
    let form = [("persona", "etat"), ("fault", "jwks-no-keys")];
    let page = party.browser.post(&address, &form).await;
    let code = page.redirect_parameters()["code"].clone();
    assert!(party.exchange(&code, &[]).await.json()["id_token"].is_string());
    let jwks = || async { party.browser.get(&party.url("/jwks")).await.json() };
    assert_eq!(jwks().await, json!({ "keys": [] }));
    assert_eq!(jwks().await["keys"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_unknown_fault_is_refused_and_the_login_goes_on() {
    let party = RelyingParty::new().await;
    let (address, _) = party.login_page(&[]).await;
    let form = [("persona", "etat"), ("fault", "truth")];
    let page = party.browser.post(&address, &form).await;
    assert_eq!(page.error().0, "Y000400");
    let form = [("persona", "etat"), ("fault", "")];
    let page = party.browser.post(&address, &form).await;
    assert!(page.redirect_parameters().contains_key("code"));
}
