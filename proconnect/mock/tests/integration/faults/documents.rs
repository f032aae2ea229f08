use mock_proconnect::{DiscoveryFault, Fault, JwksFault, PlannedFault, TokenFault, Until};
use reqwest::StatusCode;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::token_response;
use crate::relying_party::RelyingParty;

/// The document at `path`, with a fault once.
async fn document(party: &RelyingParty, path: &str, fault: Fault) -> Value {
    party.mock.plan(PlannedFault {
        fault,
        until: Until::Once,
        client_id: None,
    });
    party.browser.get(&party.url(path)).await.json()
}

#[tokio::test]
async fn every_fault_of_the_metadata_shows() {
    let party = RelyingParty::new().await;
    let attacker = |path: &str| format!("https://attacker.example.com/api/v2{path}");
    for fault in DiscoveryFault::iter() {
        let path = "/.well-known/openid-configuration";
        let metadata = document(&party, path, Fault::Discovery(fault)).await;
        let shows = match fault {
            DiscoveryFault::WrongIssuer => metadata["issuer"] == attacker(""),
            DiscoveryFault::IssuerTrailingSlash => metadata["issuer"] == party.url("/"),
            DiscoveryFault::IssuerMissing => metadata.get("issuer").is_none(),
            DiscoveryFault::EndSessionEndpointMissing => {
                metadata.get("end_session_endpoint").is_none()
            }
            DiscoveryFault::TokenEndpointMissing => metadata.get("token_endpoint").is_none(),
            DiscoveryFault::JwksUriMissing => metadata.get("jwks_uri").is_none(),
            DiscoveryFault::EndpointsElsewhere => {
                metadata["token_endpoint"] == attacker("/token")
                    && metadata["jwks_uri"] == attacker("/jwks")
                    && metadata["issuer"] == party.mock.issuer()
            }
            DiscoveryFault::EndpointNotHttp => metadata["token_endpoint"] == "javascript:alert(1)",
            DiscoveryFault::OnlyAlgNone => {
                metadata["id_token_signing_alg_values_supported"] == json!(["none"])
            }
            DiscoveryFault::NotAnObject => metadata[0]["issuer"] == party.mock.issuer(),
        };
        assert!(shows, "{fault}");
    }
}

#[tokio::test]
async fn every_fault_of_the_keys_shows() {
    let party = RelyingParty::new().await;
    let honest = party.browser.get(&party.url("/jwks")).await.json();
    party.mock.rotate_keys(true).unwrap();
    let all = |jwks: &Value, holds: &dyn Fn(&Value) -> bool| {
        let keys = jwks["keys"].as_array().unwrap();
        keys.len() == 4 && keys.iter().all(holds)
    };
    for fault in JwksFault::iter() {
        let jwks = document(&party, "/jwks", Fault::Jwks(fault)).await;
        let shows = match fault {
            JwksFault::NoKeys => jwks == json!({ "keys": [] }),
            JwksFault::CurrentKeysMissing => jwks == honest,
            JwksFault::DuplicatedKid => all(&jwks, &|key| key["kid"] == "the-same"),
            JwksFault::KidsMissing => all(&jwks, &|key| key.get("kid").is_none()),
            JwksFault::AlgsMissing => all(&jwks, &|key| key.get("alg").is_none()),
            JwksFault::UsesMissing => all(&jwks, &|key| key.get("use").is_none()),
            JwksFault::EncryptionOnly => all(&jwks, &|key| key["use"] == "enc"),
            JwksFault::UnknownKeyTypes => {
                jwks["keys"][0]["kty"] == "LATTICE" && jwks["keys"][5]["crv"] == "P-1024"
            }
            JwksFault::SymmetricKey => jwks["keys"][4]["kty"] == "oct",
            JwksFault::NotAnObject => jwks.as_array().unwrap().len() == 4,
        };
        assert!(shows, "{fault}: {jwks}");
    }
}

#[tokio::test]
async fn every_fault_of_the_token_response_shows() {
    let party = RelyingParty::new().await;
    for fault in TokenFault::iter() {
        let page = token_response(&party, Fault::Token(fault)).await;
        let body = page.json();
        let lacks = |name: &str| body.get(name).is_none() && body.as_object().unwrap().len() == 5;
        let shows = match fault {
            TokenFault::InvalidGrant => body["error"] == "invalid_grant",
            TokenFault::InvalidClient => body["error"] == "invalid_client",
            TokenFault::IdTokenMissing => lacks("id_token"),
            TokenFault::AccessTokenMissing => lacks("access_token"),
            TokenFault::RefreshTokenMissing => lacks("refresh_token"),
            TokenFault::TokenTypeMissing => lacks("token_type"),
            TokenFault::ExpiresInMissing => lacks("expires_in"),
            TokenFault::IdTokenEmpty => body["id_token"] == "",
            TokenFault::IdTokenGarbage => body["id_token"] == "not.a-jwt",
            TokenFault::TokenTypeLowercase => body["token_type"] == "bearer",
            TokenFault::TokenTypeMac => body["token_type"] == "mac",
            TokenFault::ExpiresInString => body["expires_in"] == "3600",
            TokenFault::ExpiresInShort => body["expires_in"] == 60,
            TokenFault::ExpiresInNegative => body["expires_in"] == -1,
            TokenFault::UnknownMembers => body["unknown"] == json!({ "nested": [null] }),
            TokenFault::ErrorInSuccess => body["error"] == "server_error",
        };
        assert!(shows, "{fault}: {body}");
        let expected = match fault {
            TokenFault::InvalidGrant => StatusCode::BAD_REQUEST,
            TokenFault::InvalidClient => StatusCode::UNAUTHORIZED,
            _ => StatusCode::OK,
        };
        assert_eq!(page.status, expected, "{fault}");
    }
}
