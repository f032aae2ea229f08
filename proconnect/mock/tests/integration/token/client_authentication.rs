use mock_proconnect::{Client, ClientAuthentication, Settings};
use reqwest::StatusCode;

use super::assert_error;
use crate::browser::{Browser, Page};
use crate::relying_party::{REDIRECT_URI, RelyingParty};

const REFUSED: (u16, &str, &str) = (401, "invalid_client", "client authentication failed");

async fn party_with(client_authentication: ClientAuthentication) -> RelyingParty {
    let party = RelyingParty::registered_as(Client {
        client_secret: "a secret: with more than 32 + characters".into(),
        ..Client::development()
    })
    .await;
    party.mock.change_settings(Settings {
        client_authentication,
        ..party.mock.settings()
    });
    party
}

/// A token request whose credentials are `header`, each part encoded as in a form.
async fn exchange_by_header(party: &RelyingParty, header: &str) -> Page {
    let hint = [("login_hint", Some("angela.dubois@ministere.gouv.fr"))];
    let code = party.authorize(&hint).await.redirect_parameters()["code"].clone();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", REDIRECT_URI),
    ];
    let request = party.browser.http().post(party.url("/token"));
    Browser::send_bare(request.header("authorization", header).form(&form)).await
}

fn basic(client_id: &str, encoded_secret: &str) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let joined = format!("{client_id}:{encoded_secret}");
    format!("Basic {}", STANDARD.encode(joined))
}

const ENCODED: &str = "a+secret%3A+with+more+than+32+%2B+characters";

#[tokio::test]
async fn basic_authentication_is_taken_where_the_settings_say_so() {
    for (allowed, is_taken) in [
        (ClientAuthentication::Post, false),
        (ClientAuthentication::PostOrBasic, true),
        (ClientAuthentication::Basic, true),
    ] {
        let party = party_with(allowed).await;
        let header = basic(&party.client.client_id, ENCODED);
        let page = exchange_by_header(&party, &header).await;
        if is_taken {
            assert_eq!(page.status, StatusCode::OK, "{allowed:?}: {}", page.body);
            let wrong = basic(&party.client.client_id, "wrong");
            let page = exchange_by_header(&party, &wrong).await;
            assert_error(&page, REFUSED.0, REFUSED.1, REFUSED.2);
            let page = exchange_by_header(&party, "Basic ?").await;
            let format = "invalid authorization header value format";
            assert_error(&page, 400, "invalid_request", format);
        } else {
            assert_error(&page, REFUSED.0, REFUSED.1, REFUSED.2);
        }
    }
}

#[tokio::test]
async fn an_issuer_of_basic_authentication_alone_announces_it_and_accepts_no_other() {
    let party = party_with(ClientAuthentication::Basic).await;
    let metadata = party.url("/.well-known/openid-configuration");
    let metadata = party.browser.get(&metadata).await.json();
    let advertised = &metadata["token_endpoint_auth_methods_supported"];
    assert_eq!(*advertised, serde_json::json!(["client_secret_basic"]));
    let code = party.code_of("etat", &[]).await;
    let page = party.exchange(&code, &[]).await;
    assert_error(&page, REFUSED.0, REFUSED.1, REFUSED.2);
}
