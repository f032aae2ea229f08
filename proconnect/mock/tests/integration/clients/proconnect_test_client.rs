//! <https://github.com/proconnect-gouv/proconnect-test-client>, through openid-client 6.8.4.

use mock_proconnect::Alg;
use serde_json::json;

use super::{exchange, log_in, log_out, registered, userinfo};

const REDIRECT_URI: &str = "http://localhost:3000/login-callback";
const HOME: &str = "http://localhost:3000/";
const ENCODED_REDIRECT_URI: &str = "http%3A%2F%2Flocalhost%3A3000%2Flogin-callback";
const ENCODED_HOME: &str = "http%3A%2F%2Flocalhost%3A3000%2F";
const SCOPE: &str = "openid+given_name+usual_name+email+uid+siret+idp_id+idp_acr";
const STATE: &str = "zw9VFuwaH-9tFaLRbVhPqusN59oUIeM24xWLylJy0KQ";
const NONCE: &str = "ZHu2WIuJxjL87ZsFZ-XTORwC6d3kUhcD01dR0nUbTXk";

/// `{"id_token":{"amr":{"essential":true}}}`
const CLAIMS: &str = "%7B%22id_token%22%3A%7B%22amr%22%3A%7B%22essential%22%3Atrue%7D%7D%7D";

fn authorization_query(client_id: &str, extra: &str) -> String {
    format!(
        "nonce={NONCE}&state={STATE}&redirect_uri={ENCODED_REDIRECT_URI}&scope={SCOPE}\
         &claims={CLAIMS}{extra}&client_id={client_id}&response_type=code"
    )
}

#[tokio::test]
async fn proconnect_test_client_logs_in_and_out() {
    let party = registered(REDIRECT_URI, HOME, SCOPE).await;
    let (client_id, client_secret) = (&party.client.client_id, &party.client.client_secret);

    // A client with a name sends it as well.
    let query = authorization_query(client_id, "&sp_name=ProConnect+Test+Client");
    let response = log_in(&party, &query).await.redirect_parameters();
    assert_eq!(response["state"], STATE);
    assert_eq!(response["iss"], party.mock.issuer());

    // `execute` is an option of its library that it sends by mistake.
    let body = format!(
        "execute=function+allowInsecureRequests&redirect_uri={ENCODED_REDIRECT_URI}&code={}\
         &grant_type=authorization_code&client_id={client_id}&client_secret={client_secret}",
        response["code"]
    );
    let content_type = "application/x-www-form-urlencoded;charset=UTF-8";
    let (id_token, access_token) = exchange(&party, content_type, body).await;
    let claims = party.verify(&id_token, Alg::Rs256).await;
    assert_eq!(claims["nonce"], NONCE);
    assert_eq!(claims["amr"], json!(["pwd"]));
    let page = userinfo(&party, &access_token, "application/jwt").await;
    let identity = party.verify(&page.body, Alg::Rs256).await;
    assert_eq!(identity["sub"], claims["sub"]);
    assert_eq!(identity["idp_acr"], "eidas1");

    // No state.
    let query = format!("post_logout_redirect_uri={ENCODED_HOME}&id_token_hint={id_token}");
    assert_eq!(log_out(&party, &query).await, HOME);
}

#[tokio::test]
async fn proconnect_test_client_reads_which_of_its_buttons_are_not_for_the_federation() {
    let party = registered(REDIRECT_URI, HOME, SCOPE).await;
    for prompt in ["select_organization", "update_userinfo"] {
        let extra = format!("&prompt={prompt}");
        let query = authorization_query(&party.client.client_id, &extra);
        let page = party
            .browser
            .get(&format!("{}?{query}", party.url("/authorize")))
            .await;
        let response = page.redirect_parameters();
        assert_eq!(response["error"], "invalid_request");
        assert_eq!(
            response["error_description"],
            "unsupported prompt value requested"
        );
    }
}
