//! Tokens for the tests, which `jsonwebtoken` signs with a key made for them.

use crate::{
    config::Config,
    identity::{Acr, Identity, Subject},
    jws::{SigningKey, UnverifiedJws},
    provider::Metadata,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use p256::{SecretKey, elliptic_curve::rand_core::OsRng, pkcs8::EncodePrivateKey};
use serde_json::{Value, json};

pub const ISSUER: &str = "https://issuer.example/api/v2";
pub const CLIENT_ID: &str = "client";
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const KID: &str = "pkcs11:ES256:hsm";

/// An issuer with one EC key.
pub struct Issuer {
    key: EncodingKey,
    pub public: Vec<SigningKey>,
    /// The public key, as the issuer publishes it.
    pub jwk: Value,
    pub url: IssuerUrl,
    pub client_id: ClientId,
    pub client_secret: ClientSecret,
}

impl Issuer {
    pub fn new() -> Self {
        let pkcs8 = SecretKey::random(&mut OsRng).to_pkcs8_der().unwrap();
        let key = EncodingKey::from_ec_der(pkcs8.as_bytes());
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        jwk.common.key_id = Some(KID.to_owned());
        let set = serde_json::from_value(json!({ "keys": [jwk] })).unwrap();
        Self {
            key,
            public: SigningKey::from_set(&set),
            jwk: json!(jwk),
            url: IssuerUrl::new(ISSUER.to_owned()).unwrap(),
            client_id: ClientId::new(CLIENT_ID.to_owned()),
            client_secret: ClientSecret::new(CLIENT_SECRET.to_owned()),
        }
    }

    pub fn sign(&self, claims: &Value) -> UnverifiedJws {
        self.sign_as(KID, claims)
    }

    pub fn sign_as(&self, kid: &str, claims: &Value) -> UnverifiedJws {
        let header = Header {
            kid: Some(kid.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        UnverifiedJws::new(jsonwebtoken::encode(&header, claims, &self.key).unwrap())
    }

    /// A token with this `typ`, or with none.
    pub fn sign_typed(&self, typ: Option<&str>, claims: &Value) -> UnverifiedJws {
        let header = Header {
            typ: typ.map(str::to_owned),
            kid: Some(KID.to_owned()),
            ..Header::new(Algorithm::ES256)
        };
        UnverifiedJws::new(jsonwebtoken::encode(&header, claims, &self.key).unwrap())
    }

    pub fn sign_with_secret_untyped(secret: &str, claims: &Value) -> UnverifiedJws {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let header = Header {
            typ: None,
            ..Header::new(Algorithm::HS256)
        };
        UnverifiedJws::new(jsonwebtoken::encode(&header, claims, &key).unwrap())
    }

    pub fn sign_with_secret(secret: &str, claims: &Value) -> UnverifiedJws {
        let key = EncodingKey::from_secret(secret.as_bytes());
        let header = Header::new(Algorithm::HS256);
        UnverifiedJws::new(jsonwebtoken::encode(&header, claims, &key).unwrap())
    }
}

/// Returns `claims` with `changes`. A change to null removes a claim.
pub fn with(mut claims: Value, changes: &Value) -> Value {
    let members = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    claims
}

/// The issuer's metadata, with `changes`.
pub fn metadata(changes: &Value) -> Metadata {
    let document = json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"),
        "userinfo_endpoint": format!("{ISSUER}/userinfo"),
        "jwks_uri": format!("{ISSUER}/jwks"),
        "end_session_endpoint": format!("{ISSUER}/session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    let document = with(document, changes).to_string();
    let issuer = IssuerUrl::new(ISSUER.to_owned()).unwrap();
    Metadata::read(document.as_bytes(), &issuer).unwrap()
}

/// The settings of this client.
pub fn config() -> Config {
    Config::from_variables(|name| {
        let value = match name {
            "PROCONNECT_DOMAIN" => ISSUER,
            "PROCONNECT_CLIENT_ID" => CLIENT_ID,
            "PROCONNECT_CLIENT_SECRET" => CLIENT_SECRET,
            "PROCONNECT_REDIRECT_URI" => "https://site.example/auth/proconnect/callback",
            "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => {
                "https://site.example/auth/proconnect/logout/callback"
            }
            _ => return None,
        };
        Some(value.to_owned())
    })
    .unwrap()
}

/// An agent of whom only the `acr` is known.
pub fn agent(acr: Option<Acr>) -> Identity {
    Identity {
        sub: Subject::try_from("7396c91e".to_owned()).unwrap(),
        uid: None,
        email: None,
        given_name: None,
        usual_name: None,
        phone_number: None,
        siret: None,
        organization_label: None,
        roles: None,
        idp_id: None,
        acr,
        amr: Vec::new(),
        claims: std::sync::Arc::default(),
    }
}
