use mock_proconnect::MARKER;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::browser::Browser;
use crate::relying_party::{RelyingParty, members};

#[tokio::test]
async fn metadata_describes_proconnect_at_this_issuer() {
    let party = RelyingParty::new().await;
    let page = party
        .browser
        .get(&party.url("/.well-known/openid-configuration"))
        .await;
    assert_eq!(
        page.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(page.header("cache-control"), "public, max-age=600");
    assert_eq!(page.header("set-cookie"), "");
    let metadata = page.json();
    assert_eq!(members(&metadata).len(), 40);
    assert_eq!(metadata["issuer"], party.mock.issuer());
    for (name, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/token"),
        ("userinfo_endpoint", "/userinfo"),
        ("jwks_uri", "/jwks"),
        ("end_session_endpoint", "/session/end"),
    ] {
        assert_eq!(metadata[name], party.url(path));
    }
    assert_eq!(
        metadata["acr_values_supported"].as_array().unwrap().len(),
        7
    );
    assert_eq!(metadata["scopes_supported"].as_array().unwrap().len(), 24);
    assert_eq!(metadata["claims_supported"].as_array().unwrap().len(), 29);
    assert_eq!(metadata["response_types_supported"], json!(["code"]));
    assert_eq!(
        metadata["code_challenge_methods_supported"],
        json!(["S256"])
    );
    assert_eq!(
        metadata["authorization_response_iss_parameter_supported"],
        true
    );
}

#[tokio::test]
async fn a19_jwks_holds_one_ec_and_one_rsa_key_in_this_order_and_no_private_member() {
    let party = RelyingParty::new().await;
    let page = party.browser.get(&party.url("/jwks")).await;
    assert_eq!(
        page.header("content-type"),
        "application/jwk-set+json; charset=utf-8"
    );
    assert_eq!(page.header("cache-control"), "public, max-age=600");
    let keys = page.json();
    let [ec, rsa] = &keys["keys"].as_array().unwrap()[..] else {
        panic!("{keys}");
    };
    assert_eq!(members(rsa), ["alg", "e", "kid", "kty", "n", "use"]);
    assert_eq!(members(ec), ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    assert_eq!((&rsa["kty"], &rsa["alg"]), (&json!("RSA"), &json!("RS256")));
    assert_eq!((&ec["kty"], &ec["alg"]), (&json!("EC"), &json!("ES256")));
    assert_eq!(rsa["kid"].as_str().unwrap().len(), 43);
    assert_eq!(ec["kid"], "pkcs11:ES256:hsm");
}

#[tokio::test]
async fn unknown_routes_and_methods_end_on_the_page_of_proconnect() {
    let party = RelyingParty::new().await;
    let http = party.browser.http();
    for (method, path) in [
        (Method::GET, "/nowhere"),
        (Method::POST, "/session/end"),
        (Method::GET, "/token"),
        (Method::DELETE, "/jwks"),
    ] {
        let page = Browser::send_bare(http.request(method, party.url(path))).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.error().0, "Y000404");
        assert!(page.body.contains(MARKER));
    }
}

#[tokio::test]
async fn requests_are_counted_without_their_queries() {
    let party = RelyingParty::new().await;
    assert_eq!(party.mock.requests(), []);
    party.browser.get(&party.url("/jwks?secret=1")).await;
    party.browser.post(&party.url("/token"), &[]).await;
    let expected = [
        (Method::GET, "/api/v2/jwks".to_owned()),
        (Method::POST, "/api/v2/token".to_owned()),
    ];
    assert_eq!(party.mock.requests(), expected);
}

#[tokio::test]
async fn a_dropped_mock_answers_no_more() {
    let party = RelyingParty::new().await;
    let jwks = party.url("/jwks");
    party.browser.get(&jwks).await;
    drop(party.mock);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let error = party.browser.http().get(&jwks).send().await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}
