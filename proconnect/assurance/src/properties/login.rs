//! The login that all inputs belong to. Its private keys were deleted when the seeds were made:
//! only the client's secret can still sign.

use chrono::{DateTime, TimeZone, Utc};
use openidconnect::{AccessToken, AuthorizationCode, ClientId, ClientSecret, IssuerUrl, Nonce};
use proconnect::{
    AcrPolicy, AcrRequirement, Metadata,
    config::{Config, SigningAlg},
    identity::Subject,
    testing::{
        id_token::IdTokenChecks,
        jws::{KeySet, SigningKey},
        logout_token::LogoutTokenChecks,
        user_info::UserInfoChecks,
    },
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::LazyLock};

pub static LOGIN: LazyLock<Login> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../seeds/login.json")).unwrap());

static ACR_POLICY: LazyLock<AcrPolicy> = LazyLock::new(AcrPolicy::default);

/// The issuer's keys, as the relying party parses them.
pub static KEYS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    let set: KeySet = serde_json::from_value(json!({ "keys": LOGIN.keys })).unwrap();
    SigningKey::from_set(&set)
});

/// The issuer's metadata.
pub static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let at = |path: &str| format!("{}{path}", LOGIN.issuer.as_str());
    let document = json!({
        "issuer": LOGIN.issuer, "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"), "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"), "end_session_endpoint": at("/session/end"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    });
    Metadata::read(document.to_string().as_bytes(), &LOGIN.issuer).unwrap()
});

/// Greatest difference between two clocks, in seconds.
pub const LEEWAY: i64 = 30;
pub const MAX_AGE: i64 = 300;
/// Longest lifetime of an ID token, in seconds.
pub const MAX_LIFETIME: i64 = 24 * 3600;

#[derive(Deserialize)]
pub struct Login {
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    pub client_secret: ClientSecret,
    pub nonce: Nonce,
    pub code: AuthorizationCode,
    pub access_token: AccessToken,
    /// Seconds since 1970.
    pub now: i64,
    pub sub: Subject,
    /// The published public keys.
    pub keys: Vec<Value>,
    /// An honest ID token for each algorithm.
    pub id_tokens: HashMap<String, String>,
}

impl Login {
    pub fn now(&self) -> DateTime<Utc> {
        Utc.timestamp_opt(self.now, 0).unwrap()
    }

    pub fn id_token_checks<'a>(
        &'a self,
        alg: SigningAlg,
        keys: &'a [SigningKey],
    ) -> IdTokenChecks<'a> {
        IdTokenChecks {
            issuer: &self.issuer,
            client_id: &self.client_id,
            client_secret: &self.client_secret,
            alg,
            keys,
            nonce: &self.nonce,
            code: &self.code,
            access_token: &self.access_token,
            acr_requirement: &AcrRequirement::Any,
            acr_policy: &ACR_POLICY,
            now: self.now(),
        }
    }

    pub fn logout_token_checks<'a>(
        &'a self,
        alg: SigningAlg,
        keys: &'a [SigningKey],
    ) -> LogoutTokenChecks<'a> {
        LogoutTokenChecks {
            issuer: &self.issuer,
            client_id: &self.client_id,
            client_secret: &self.client_secret,
            alg,
            keys,
            now: self.now(),
        }
    }

    pub fn user_info_checks(&self, alg: Option<SigningAlg>) -> UserInfoChecks<'_> {
        UserInfoChecks {
            issuer: &self.issuer,
            client_id: &self.client_id,
            client_secret: &self.client_secret,
            alg,
            keys: &KEYS,
            sub: &self.sub,
            now: self.now(),
        }
    }
}

/// The algorithms a client can be registered with.
pub const ALGS: [SigningAlg; 3] = [SigningAlg::Rs256, SigningAlg::Es256, SigningAlg::Hs256];

/// The settings of the client of `issuer` for all inputs.
pub fn config(issuer: &str) -> Config {
    let at_home = |path: &str| format!("http://localhost:3000{path}");
    Config::from_variables(|name| match name {
        "PROCONNECT_DOMAIN" => Some(issuer.to_owned()),
        "PROCONNECT_CLIENT_ID" => Some(LOGIN.client_id.to_string()),
        "PROCONNECT_CLIENT_SECRET" => Some(LOGIN.client_secret.secret().clone()),
        "PROCONNECT_REDIRECT_URI" => Some(at_home("/auth/proconnect/callback")),
        "PROCONNECT_POST_LOGOUT_REDIRECT_URI" => Some(at_home("/auth/proconnect/logout/callback")),
        _ => None,
    })
    .unwrap()
}
