use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::verify;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey};
use mock_proconnect::{Alg, Client, Fault, Jwt, JwtFault};
use rsa::pkcs8::{EncodePublicKey, LineEnding};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::{token_response, userinfo_response};
use crate::relying_party::RelyingParty;

/// A JWT, not verified.
struct Received {
    header: Value,
    claims: Value,
    message: String,
    signature: String,
    /// The published keys.
    jwks: JwkSet,
    party: Known,
}

/// The values that the relying party knows.
struct Known {
    issuer: String,
    client_id: String,
    client_secret: String,
}

impl Received {
    async fn new(party: &RelyingParty, jwt: &str) -> Self {
        let [header, claims, signature] = jwt.split('.').collect::<Vec<_>>()[..] else {
            panic!("{jwt}");
        };
        let object = |part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let jwks = party.browser.get(&party.url("/jwks")).await.body;
        Self {
            header: object(header),
            claims: object(claims),
            message: format!("{header}.{claims}"),
            signature: signature.to_owned(),
            jwks: serde_json::from_str(&jwks).unwrap(),
            party: Known {
                issuer: party.mock.issuer().to_owned(),
                client_id: party.client.client_id.clone(),
                client_secret: party.client.client_secret.clone(),
            },
        }
    }

    fn is_signed_with(&self, key: &DecodingKey, algorithm: Algorithm) -> bool {
        verify(&self.signature, self.message.as_bytes(), key, algorithm).unwrap_or(false)
    }

    /// With the published key of this algorithm.
    fn is_signed_by_issuer(&self, alg: Alg) -> bool {
        let (index, algorithm) = match alg {
            Alg::Rs256 => (1, Algorithm::RS256),
            Alg::Es256 => (0, Algorithm::ES256),
            Alg::Hs256 => {
                let key = DecodingKey::from_secret(self.party.client_secret.as_bytes());
                return self.is_signed_with(&key, Algorithm::HS256);
            }
        };
        let key = DecodingKey::from_jwk(&self.jwks.keys[index]).unwrap();
        self.is_signed_with(&key, algorithm)
    }

    fn names_the_key(&self, index: usize) -> bool {
        self.header["kid"].as_str() == self.jwks.keys[index].common.key_id.as_deref()
    }

    fn is_signed_with_the_public_key(&self) -> bool {
        let key = json!(self.jwks.keys[1]);
        let number = |name: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
            rsa::BigUint::from_bytes_be(&bytes)
        };
        let key = rsa::RsaPublicKey::new(number("n"), number("e")).unwrap();
        let pem = key.to_public_key_pem(LineEnding::LF).unwrap();
        let secret = DecodingKey::from_secret(pem.as_bytes());
        self.header["alg"] == "HS256" && self.is_signed_with(&secret, Algorithm::HS256)
    }

    /// Seconds from `iat` to the claim.
    fn after_issue(&self, claim: &str) -> i64 {
        self.claims[claim].as_i64().unwrap() - self.claims["iat"].as_i64().unwrap()
    }

    /// Seconds until the claim.
    fn seconds_ahead(&self, claim: &str) -> i64 {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
        self.claims[claim].as_i64().unwrap() - i64::try_from(now).unwrap()
    }

    fn lacks(&self, claim: &str) -> bool {
        self.claims.get(claim).is_none()
    }

    /// True when the claims have the fault.
    fn claims_show(&self, fault: JwtFault) -> bool {
        let claims = &self.claims;
        let audience = &self.party.client_id;
        let issuer = &self.party.issuer;
        let two = json!([audience, "another-service"]);
        match fault {
            JwtFault::WrongIssuer => claims["iss"] == "https://attacker.example.com/api/v2",
            JwtFault::IssuerTrailingSlash => claims["iss"] == format!("{issuer}/"),
            JwtFault::IssuerOtherScheme => claims["iss"] == issuer.replace("http:", "https:"),
            JwtFault::IssuerMissing => self.lacks("iss"),
            JwtFault::WrongAudience => claims["aud"] == "another-service",
            JwtFault::AudienceMissing => self.lacks("aud"),
            JwtFault::AudienceArray => claims["aud"] == json!([audience]),
            JwtFault::SeveralAudiences => claims["aud"] == two && self.lacks("azp"),
            JwtFault::SeveralAudiencesWithAzp => {
                claims["aud"] == two && claims["azp"] == json!(audience)
            }
            JwtFault::WrongAzp => claims["azp"] == "another-service",
            JwtFault::Expired => self.seconds_ahead("exp") < -590 && self.after_issue("exp") == 600,
            JwtFault::ExpiryMissing => self.lacks("exp"),
            JwtFault::ExpiryString => claims["exp"].is_string(),
            JwtFault::IssuedInFiveSeconds => (1..=5).contains(&self.seconds_ahead("iat")),
            JwtFault::IssuedInTenMinutes => self.seconds_ahead("iat") > 590,
            JwtFault::IssuedAtMissing => self.lacks("iat"),
            JwtFault::NotBeforeInTenMinutes => self.after_issue("nbf") == 600,
            JwtFault::SubjectMissing => self.lacks("sub"),
            JwtFault::SubjectEmpty => claims["sub"] == "",
            JwtFault::SubjectNumber => claims["sub"] == 42,
            JwtFault::SubjectHuge => claims["sub"].as_str().unwrap().len() == 10_000,
            JwtFault::OtherSubject => claims["sub"] == "00000000-0000-4000-8000-000000000000",
            _ => panic!("{fault} is no lie of the claims"),
        }
    }

    /// True when the JWT has this fault and no other.
    fn shows(&self, fault: JwtFault) -> bool {
        let header = &self.header;
        let signed = self.is_signed_by_issuer(Alg::Rs256);
        match fault {
            JwtFault::AlgNone => {
                header["alg"] == "none" && header.get("kid").is_none() && self.signature.is_empty()
            }
            JwtFault::AlgConfusion => self.is_signed_with_the_public_key() && self.names_the_key(1),
            JwtFault::OtherAlg => {
                header["alg"] == "ES256"
                    && self.is_signed_by_issuer(Alg::Es256)
                    && self.names_the_key(0)
            }
            JwtFault::UnknownKid => {
                signed && self.jwks.find(header["kid"].as_str().unwrap()).is_none()
            }
            JwtFault::KidMissing => signed && header.get("kid").is_none(),
            JwtFault::BadSignature => {
                !signed && !self.signature.is_empty() && self.names_the_key(1)
            }
            JwtFault::EmptySignature => self.signature.is_empty() && header["alg"] == "RS256",
            JwtFault::OtherKey => !signed && self.names_the_key(1) && self.signature.len() == 342,
            JwtFault::EmbeddedKey => {
                let key = serde_json::from_value(header["jwk"].clone()).unwrap();
                let key = DecodingKey::from_jwk(&key).unwrap();
                !signed && self.is_signed_with(&key, Algorithm::RS256)
            }
            JwtFault::CritHeader => signed && header["crit"] == json!(["unknown"]),
            JwtFault::Encrypted => panic!("it has five parts"),
            _ => signed && self.names_the_key(1) && self.claims_show(fault),
        }
    }
}

async fn received(party: &RelyingParty, jwt: Jwt, fault: JwtFault) -> String {
    let fault = Fault::Jwt(jwt, fault);
    match jwt {
        Jwt::IdToken => {
            let tokens = token_response(party, fault).await.json();
            tokens["id_token"].as_str().unwrap().to_owned()
        }
        Jwt::Userinfo => userinfo_response(party, fault).await.body,
        Jwt::LogoutToken => {
            token_response(party, fault).await;
            let mut deliveries = party.mock.end_sessions_of("etat").await;
            deliveries.remove(0).logout_token
        }
    }
}

#[tokio::test]
async fn every_fault_of_a_jwt_shows() {
    let client = Client {
        backchannel_logout_uri: Some("http://127.0.0.1:1/".to_owned()),
        ..Client::development()
    };
    let party = RelyingParty::registered_as(client).await;
    for jwt in Jwt::iter() {
        for fault in JwtFault::iter() {
            let received = received(&party, jwt, fault).await;
            if fault == JwtFault::Encrypted {
                assert_eq!(received.split('.').count(), 5);
            } else {
                let received = Received::new(&party, &received).await;
                assert!(received.shows(fault), "{jwt} {fault}");
            }
        }
    }
}

#[tokio::test]
async fn a_client_of_another_algorithm_is_lied_to_as_well() {
    for alg in [Alg::Es256, Alg::Hs256] {
        let party = RelyingParty::with_algs(alg, Some(alg)).await;
        let jwt = received(&party, Jwt::IdToken, JwtFault::AlgConfusion).await;
        let jwt = Received::new(&party, &jwt).await;
        assert!(jwt.is_signed_with_the_public_key(), "{alg}");

        let jwt = received(&party, Jwt::IdToken, JwtFault::OtherKey).await;
        let jwt = Received::new(&party, &jwt).await;
        assert!(!jwt.is_signed_by_issuer(alg), "{alg}");
        assert_eq!(jwt.header["alg"], alg.to_string());

        let jwt = received(&party, Jwt::IdToken, JwtFault::OtherAlg).await;
        let jwt = Received::new(&party, &jwt).await;
        let other = if alg == Alg::Es256 {
            Alg::Rs256
        } else {
            Alg::Es256
        };
        assert!(jwt.is_signed_by_issuer(other), "{alg}");
    }
}
