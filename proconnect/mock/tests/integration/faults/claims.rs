use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mock_proconnect::{Alg, Fault, IdTokenFault, UserinfoFault};
use reqwest::StatusCode;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::{token_response, userinfo_response};
use crate::relying_party::{NONCE, RelyingParty};

const LEGACY: &str = "https://proconnect.gouv.fr/assurance/consistency-checked-2fa";

#[tokio::test]
async fn every_fault_of_the_id_token_shows() {
    let party = RelyingParty::new().await;
    for fault in IdTokenFault::iter() {
        let before = party.browser.get(&party.url("/jwks")).await.json();
        let tokens = token_response(&party, Fault::IdToken(fault)).await.json();
        let jwt = tokens["id_token"].as_str().unwrap();
        let claims = party.verify(jwt, Alg::Rs256).await;
        let after = party.browser.get(&party.url("/jwks")).await.json();
        let lacks = |name: &str| claims.get(name).is_none();
        let shows = match fault {
            IdTokenFault::NonceMissing => lacks("nonce"),
            IdTokenFault::WrongNonce => claims["nonce"].is_string() && claims["nonce"] != NONCE,
            IdTokenFault::WrongAtHash => claims["at_hash"] == "AAAAAAAAAAAAAAAAAAAAAA",
            IdTokenFault::AtHashMissing => lacks("at_hash"),
            IdTokenFault::AcrMissing => lacks("acr"),
            IdTokenFault::AcrEidas0 => claims["acr"] == "eidas0",
            IdTokenFault::AcrLegacy => claims["acr"] == LEGACY,
            IdTokenFault::AcrArray => claims["acr"] == json!(["eidas1", "eidas2"]),
            IdTokenFault::AmrMissing => lacks("amr"),
            IdTokenFault::AmrString => claims["amr"] == "pwd",
            IdTokenFault::AuthTimeMissing => lacks("auth_time"),
            IdTokenFault::KeyRotated => {
                before["keys"][1] == after["keys"][3] && kid(jwt) == after["keys"][1]["kid"]
            }
            IdTokenFault::KeyReplaced => {
                let keys = after["keys"].as_array().unwrap();
                keys.len() == 2 && before["keys"][1] != keys[1] && kid(jwt) == keys[1]["kid"]
            }
        };
        assert!(shows, "{fault}: {claims}");
    }
}

fn kid(jwt: &str) -> Value {
    let header = URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap());
    serde_json::from_slice::<Value>(&header.unwrap()).unwrap()["kid"].clone()
}

#[tokio::test]
async fn every_fault_of_userinfo_shows_in_both_formats() {
    for alg in [Some(Alg::Rs256), None] {
        let party = RelyingParty::with_algs(Alg::Rs256, alg).await;
        for fault in UserinfoFault::iter() {
            let page = userinfo_response(&party, Fault::Userinfo(fault)).await;
            assert_eq!(page.status, StatusCode::OK);
            let is_jwt = page.header("content-type").starts_with("application/jwt");
            assert_eq!(
                is_jwt,
                alg.is_some() != (fault == UserinfoFault::OtherFormat)
            );
            let claims = if is_jwt {
                party.verify(&page.body, Alg::Rs256).await
            } else {
                page.json()
            };
            assert!(shows(&claims, fault), "{fault}: {claims}");
        }
    }
}

fn shows(claims: &Value, fault: UserinfoFault) -> bool {
    let is_null = |name: &str| claims.get(name).is_some_and(Value::is_null);
    let lacks = |name: &str| claims.get(name).is_none();
    match fault {
        UserinfoFault::OtherFormat => claims["email"].is_string(),
        UserinfoFault::SubjectSwapped => claims["sub"] == "00000000-0000-4000-8000-000000000000",
        UserinfoFault::EmailMissing => lacks("email"),
        UserinfoFault::SiretMissing => lacks("siret"),
        UserinfoFault::UidMissing => lacks("uid"),
        UserinfoFault::EmailNull => is_null("email"),
        UserinfoFault::NamesNull => is_null("given_name") && is_null("usual_name"),
        UserinfoFault::SiretNull => is_null("siret"),
        UserinfoFault::SiretNumber => claims["siret"] == 13_002_526_500_013_u64,
        UserinfoFault::SiretSpaces => claims["siret"] == "130 025 265 00013",
        UserinfoFault::SiretInvalid => claims["siret"] == "12345678901234",
        UserinfoFault::RolesString => claims["roles"] == "agent_public",
        UserinfoFault::RolesNull => is_null("roles"),
        UserinfoFault::UnknownClaims => claims["is_admin"] == true,
        UserinfoFault::HugeValues => claims["given_name"].as_str().unwrap().len() == 10_000,
    }
}
