//! The four lifetimes of a login: ProConnect's session of the browser, the session of its protocol library,
//! the grant, and the tokens.

mod given_up;
mod last_login;
mod latest_session;
mod twelve_hours;

use mock_proconnect::Alg;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;
use crate::token::introspection::introspect;
use crate::token::refresh_token;

/// The tokens of a login without a page.
async fn silent_tokens(party: &RelyingParty) -> Value {
    let page = party.authorize(&[("prompt", Some("none"))]).await;
    let code = page.redirect_parameters()["code"].clone();
    party.exchange(&code, &[]).await.json()
}

/// The same agent goes to another relying party, or in another browser.
fn at_another_party(mut party: RelyingParty) -> RelyingParty {
    party.client.client_id = "0".repeat(64);
    party
}

fn in_another_browser(party: RelyingParty) -> (RelyingParty, Browser) {
    let RelyingParty {
        mock,
        client,
        browser,
    } = party;
    let party = RelyingParty {
        mock,
        client,
        browser: Browser::new(),
    };
    (party, browser)
}

async fn userinfo(party: &RelyingParty, tokens: &Value) -> Page {
    let access_token = tokens["access_token"].as_str().unwrap();
    party.userinfo(access_token).await
}

async fn refresh(party: &RelyingParty, tokens: &Value) -> Page {
    refresh_token::exchange(party, tokens["refresh_token"].as_str(), None).await
}

async fn is_active(party: &RelyingParty, token: &Value) -> bool {
    let page = introspect(party, token, "*/*").await;
    page.json()["active"].as_bool().unwrap()
}

/// The organisation of a userinfo response.
async fn siret(party: &RelyingParty, tokens: &Value) -> Value {
    let page = userinfo(party, tokens).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    party.verify(&page.body, Alg::Rs256).await["siret"].clone()
}

/// The failure of a request whose agent has no session any more.
fn assert_no_session(page: &Page) {
    let expected = json!({
        "error": "server_error",
        "error_description": "oops! something went wrong",
    });
    assert_eq!((page.status.as_u16(), page.json()), (500, expected));
    assert_eq!(page.header("www-authenticate"), "");
}

fn assert_revoked(userinfo: &Page, refresh: &Page) {
    assert_eq!(userinfo.status, StatusCode::UNAUTHORIZED);
    assert_eq!(userinfo.json()["error"], "invalid_token");
    assert_eq!(refresh.status, StatusCode::BAD_REQUEST);
    assert_eq!(refresh.json()["error"], "invalid_grant");
}
