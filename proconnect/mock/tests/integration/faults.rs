mod callback;
mod claims;
mod documents;
mod jwt;
mod login;
mod logout;
mod occasions;
mod transport;

use mock_proconnect::Fault;
use serde_json::Value;
use std::collections::HashMap;

use crate::browser::Page;
use crate::relying_party::RelyingParty;

/// Requests every claim that the `id_token` can have.
const CLAIMS: &str = r#"{"id_token":{"acr":null,"amr":null,"auth_time":null}}"#;

/// The response to a login with a fault, without a page.
async fn log_in(party: &RelyingParty, fault: Fault) -> Page {
    party.mock.lie_about_next_login(fault);
    let changes = [
        ("login_hint", Some("angela.dubois@ministere.gouv.fr")),
        ("claims", Some(CLAIMS)),
    ];
    party.authorize(&changes).await
}

/// The token response of such a login.
async fn token_response(party: &RelyingParty, fault: Fault) -> Page {
    let response: HashMap<String, String> = log_in(party, fault).await.redirect_parameters();
    party.exchange(&response["code"], &[]).await
}

/// The userinfo response of such a login.
async fn userinfo_response(party: &RelyingParty, fault: Fault) -> Page {
    let tokens: Value = token_response(party, fault).await.json();
    party
        .userinfo(tokens["access_token"].as_str().unwrap())
        .await
}
