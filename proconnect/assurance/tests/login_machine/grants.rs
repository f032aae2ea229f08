//! An honest issuer: a code is valid once, with its verifier, and for one agent.

use async_trait::async_trait;
use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use jsonwebtoken::{EncodingKey, Header};
use proconnect::Clock;
use proconnect_assurance::{
    application::{CLIENT_ID, CLIENT_SECRET},
    issuer::Script,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, sync::Mutex};

/// The request, and the agent who logged in.
struct Grant {
    sub: String,
    nonce: String,
    code_challenge: String,
    used: bool,
}

/// The grants, by code.
pub struct Grants {
    clock: Clock,
    grants: Mutex<HashMap<String, Grant>>,
}

impl Grants {
    pub fn new(clock: Clock) -> Self {
        let grants = Mutex::default();
        Self { clock, grants }
    }

    /// The agent logs in: from now on the code may be exchanged.
    pub fn grant(&self, code: String, request: &HashMap<String, String>, sub: String) {
        assert_eq!(request["code_challenge_method"], "S256");
        let grant = Grant {
            sub,
            nonce: request["nonce"].clone(),
            code_challenge: request["code_challenge"].clone(),
            used: false,
        };
        self.grants.lock().unwrap().insert(code, grant);
    }

    fn sign(&self, issuer: &str, mut claims: Value) -> String {
        let now = self.clock.now().timestamp();
        for (name, value) in [
            ("iss", json!(issuer)),
            ("aud", json!(CLIENT_ID)),
            ("iat", json!(now)),
            ("exp", json!(now + 60)),
        ] {
            claims[name] = value;
        }
        let key = EncodingKey::from_secret(CLIENT_SECRET.as_bytes());
        let header = Header::new(jsonwebtoken::Algorithm::HS256);
        jsonwebtoken::encode(&header, &claims, &key).unwrap()
    }
}

#[async_trait]
impl Script for Grants {
    const ALGS: &'static [&'static str] = &["HS256"];

    async fn keys(&self) -> Vec<Value> {
        Vec::new()
    }

    async fn token(&self, issuer: &str, form: HashMap<String, String>) -> Response {
        assert_eq!(form["client_secret"], CLIENT_SECRET);
        let mut grants = self.grants.lock().unwrap();
        let grant = grants.get_mut(&form["code"]).unwrap();
        let challenge = BASE64URL.encode(Sha256::digest(&form["code_verifier"]));
        let used_before = std::mem::replace(&mut grant.used, true);
        if used_before || challenge != grant.code_challenge {
            let error = Json(json!({"error": "invalid_grant"}));
            return (StatusCode::BAD_REQUEST, error).into_response();
        }
        let claims = json!({"sub": grant.sub, "nonce": grant.nonce});
        Json(json!({
            "access_token": form["code"], "token_type": "Bearer", "expires_in": 60,
            "id_token": self.sign(issuer, claims),
        }))
        .into_response()
    }

    /// The access token is the code that it was issued for.
    async fn user_info(&self, issuer: &str, access_token: &str) -> Response {
        let sub = self.grants.lock().unwrap()[access_token].sub.clone();
        let content_type = [(header::CONTENT_TYPE, "application/jwt")];
        (content_type, self.sign(issuer, json!({ "sub": sub }))).into_response()
    }
}
