use jsonwebtoken::decode_header;
use mock_proconnect::Alg;
use serde_json::json;

use crate::relying_party::{RelyingParty, members};

#[tokio::test]
async fn the_id_token_has_more_claims_on_demand() {
    let party = RelyingParty::new().await;
    let claims = r#"{"id_token":{"amr":null,"acr":null,"auth_time":null,"sid":null,
        "email":{"essential":true},"unknown":null,"siret":"not an object"}}"#;
    let tokens = party
        .tokens_of("mfa-fort", &[("claims", Some(claims))])
        .await;
    let id_token = party
        .verify(tokens["id_token"].as_str().unwrap(), Alg::Rs256)
        .await;
    assert_eq!(
        members(&id_token),
        [
            "acr",
            "amr",
            "at_hash",
            "aud",
            "auth_time",
            "email",
            "exp",
            "iat",
            "iss",
            "nonce",
            "sid",
            "sub"
        ]
    );
    assert_eq!(id_token["acr"], "eidas2");
    assert_eq!(id_token["amr"], json!(["pwd", "otp", "mfa"]));
    // A second may end between the login and the token.
    let seconds = |name: &str| id_token[name].as_i64().unwrap();
    assert!((0..5).contains(&(seconds("iat") - seconds("auth_time"))));
}

/// ProConnect turns every prompt into `login`, except `consent`.
#[tokio::test]
async fn a1_auth_time_is_always_there_unless_consent_alone_is_prompted() {
    let party = RelyingParty::new().await;
    party.log_in_as("etat", &[]).await;
    for (changes, is_there) in [
        (vec![], true),
        (vec![("prompt", Some("none"))], true),
        (vec![("prompt", Some("login"))], true),
        (vec![("prompt", Some("login consent"))], true),
        (vec![("max_age", Some("0"))], true),
        (vec![("prompt", Some("consent"))], false),
        (
            vec![("prompt", Some("consent")), ("max_age", Some("0"))],
            true,
        ),
    ] {
        let page = party.authorize(&changes).await;
        let code = page.redirect_parameters()["code"].clone();
        let tokens = party.exchange(&code, &[]).await.json();
        let id_token = tokens["id_token"].as_str().unwrap();
        let claims = party.verify(id_token, Alg::Rs256).await;
        assert_eq!(claims["auth_time"].is_u64(), is_there, "{changes:?}");
    }
}

#[tokio::test]
async fn acr_values_and_max_age_bring_acr_and_auth_time() {
    let party = RelyingParty::new().await;
    let changes = [
        ("acr_values", Some("eidas3 unknown")),
        ("max_age", Some("60")),
    ];
    let tokens = party.tokens_of("etat", &changes).await;
    let id_token = party
        .verify(tokens["id_token"].as_str().unwrap(), Alg::Rs256)
        .await;
    assert_eq!(id_token["acr"], "eidas1");
    assert!(id_token["auth_time"].is_u64());
    assert_eq!(id_token.get("amr"), None);
}

#[tokio::test]
async fn the_id_token_binds_the_access_token_and_names_its_key() {
    let party = RelyingParty::with_algs(Alg::Es256, None).await;
    let tokens = party.tokens_of("etat", &[]).await;
    let id_token = tokens["id_token"].as_str().unwrap();
    assert_eq!(
        decode_header(id_token).unwrap().kid.unwrap(),
        "pkcs11:ES256:hsm"
    );
    let claims = party.verify(id_token, Alg::Es256).await;
    let expected = at_hash(tokens["access_token"].as_str().unwrap());
    assert_eq!(claims["at_hash"], expected);
    let lifetime = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert_eq!(lifetime, 3600);
}

fn at_hash(access_token: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};
    URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token)[..16])
}
