//! <https://github.com/betagouv/omniauth-proconnect>, through Faraday 2.14.2.

use mock_proconnect::Alg;

use super::{exchange, log_in, log_out, registered, userinfo};

const REDIRECT_URI: &str = "http://localhost:9292/auth/proconnect/callback";
const BYE: &str = "http://localhost:9292/bye";
const ENCODED_REDIRECT_URI: &str = "http%3A%2F%2Flocalhost%3A9292%2Fauth%2Fproconnect%2Fcallback";
const ENCODED_BYE: &str = "http%3A%2F%2Flocalhost%3A9292%2Fbye";
const SCOPE: &str = "openid+email+given_name+usual_name";

/// 32 hexadecimal characters each.
const STATE: &str = "6dd651709b1e5d50f42969a12dcb8e6c";
const NONCE: &str = "0db3de37f60bcaaa1cedd98c08352e38";

#[tokio::test]
async fn omniauth_proconnect_logs_in_and_out() {
    let party = registered(REDIRECT_URI, BYE, SCOPE).await;
    let (client_id, client_secret) = (&party.client.client_id, &party.client.client_secret);

    let query = format!(
        "response_type=code&client_id={client_id}&redirect_uri={ENCODED_REDIRECT_URI}\
         &scope={SCOPE}&state={STATE}&nonce={NONCE}"
    );
    let response = log_in(&party, &query).await.redirect_parameters();
    assert_eq!(response["state"], STATE);

    let body = format!(
        "grant_type=authorization_code&client_id={client_id}&client_secret={client_secret}\
         &redirect_uri={ENCODED_REDIRECT_URI}&code={}",
        response["code"]
    );
    let content_type = "application/x-www-form-urlencoded";
    let (id_token, access_token) = exchange(&party, content_type, body).await;
    assert_eq!(party.verify(&id_token, Alg::Rs256).await["nonce"], NONCE);
    let page = userinfo(&party, &access_token, "*/*").await;
    let identity = party.verify(&page.body, Alg::Rs256).await;
    assert_eq!(identity["usual_name"], "DUBOIS");
    assert_eq!(identity["email"], "angela.dubois@ministere.gouv.fr");

    // The state of the login is used again.
    let query =
        format!("id_token_hint={id_token}&state={STATE}&post_logout_redirect_uri={ENCODED_BYE}");
    assert_eq!(
        log_out(&party, &query).await,
        format!("{BYE}?state={STATE}")
    );
}

/// This client requests the metadata before each of its two phases and again within each, four
/// times per login: they must not change in between.
#[tokio::test]
async fn omniauth_proconnect_reads_the_same_metadata_every_time() {
    let party = registered(REDIRECT_URI, BYE, SCOPE).await;
    let url = party.url("/.well-known/openid-configuration");
    let first = party.browser.get(&url).await;
    assert_eq!(
        first.header("content-type"),
        "application/json; charset=utf-8"
    );
    for _ in 0..3 {
        assert_eq!(party.browser.get(&url).await.body, first.body);
    }
}
