//! Existing relying parties: their requests are replayed one by one, so that the mock stays
//! compatible without their code.

mod omniauth_proconnect;
mod proconnect_test_client;

use mock_proconnect::Client;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;

use crate::browser::{Browser, Page};
use crate::relying_party::RelyingParty;

/// The clients as they are registered.
async fn registered(
    redirect_uri: &str,
    post_logout_redirect_uri: &str,
    scope: &str,
) -> RelyingParty {
    RelyingParty::registered_as(Client {
        redirect_uris: vec![redirect_uri.to_owned()],
        post_logout_redirect_uris: vec![post_logout_redirect_uri.to_owned()],
        scopes: scope.split('+').map(String::from).collect(),
        ..Client::development()
    })
    .await
}

/// Requests `query`, and chooses the agent of the State.
async fn log_in(party: &RelyingParty, query: &str) -> Page {
    let page = party
        .browser
        .get(&format!("{}?{query}", party.url("/authorize")))
        .await;
    let address = party.absolute(page.location());
    party.browser.get(&address).await;
    party.browser.post(&address, &[("persona", "etat")]).await
}

/// Posts `body` to the token endpoint; returns its `id_token` and access token.
async fn exchange(party: &RelyingParty, content_type: &str, body: String) -> (String, String) {
    let request = party.browser.http().post(party.url("/token"));
    let request = request.header(CONTENT_TYPE, content_type).body(body);
    let page = Browser::send_bare(request).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let tokens = page.json();
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    (text("id_token"), text("access_token"))
}

/// Requests userinfo.
async fn userinfo(party: &RelyingParty, access_token: &str, accept: &str) -> Page {
    let request = party.browser.http().get(party.url("/userinfo"));
    let request = request.bearer_auth(access_token).header("accept", accept);
    let page = Browser::send_bare(request).await;
    assert_eq!(
        page.header("content-type"),
        "application/jwt; charset=utf-8"
    );
    page
}

/// Requests the end of the session with `query`, and follows it to the end; returns the last
/// address.
async fn log_out(party: &RelyingParty, query: &str) -> String {
    let url = format!("{}?{query}", party.url("/session/end"));
    let mut page = party.browser.get(&url).await;
    for _ in 0..3 {
        assert_eq!(page.status, StatusCode::FOUND, "{}", page.body);
        let next = party.absolute(page.header("location"));
        page = party.browser.get(&next).await;
    }
    let page = party.confirm_end_session(&page).await;
    let again = party
        .authorize(&[
            ("prompt", Some("none")),
            ("redirect_uri", Some(&party.client.redirect_uris[0])),
            ("scope", Some("openid")),
        ])
        .await;
    assert_eq!(again.redirect_parameters()["error"], "login_required");
    page.location().to_owned()
}
