mod authorization_code;
mod client_authentication;
mod introspection;
mod refresh_token;
mod revocation;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use std::sync::Arc;

use crate::authorize::RequestedClaims;
use crate::client::Client;
use crate::fault::{Fault, Regarding};
use crate::grant;
use crate::id_token;
use crate::issuer::Issuer;
use crate::oauth_error::{JSON, OAuthError};
use crate::parameters::Parameters;
use crate::personas::Persona;
use crate::session;
use crate::store::Store;

pub use authorization_code::AuthorizationCode;
pub use introspection::introspect;
pub use refresh_token::RefreshToken;
pub use revocation::revoke;

const KNOWN: [&str; 6] = [
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
];

/// The rights that one login gives to one relying party, passed from the code to every token.
#[derive(Clone)]
pub struct Authorization {
    /// When this grant or the session of its login ends, the rights are lost.
    pub grant_id: String,
    pub client_id: String,
    /// The claims are those of this subject's latest session: [`session::identity`].
    pub sub: String,
    pub nonce: Option<String>,
    pub claims: RequestedClaims,
    pub acr: String,
    pub amr: Vec<String>,
    /// Seconds since the Unix epoch.
    pub auth_time: u64,
    pub sid: String,
    /// The faults of every response about this login.
    pub faults: Vec<Fault>,
}

impl Authorization {
    /// Whether its grant and the session of its login are alive.
    pub fn is_alive(&self, store: &Store, now: u64) -> bool {
        grant::is_alive(store, &self.grant_id, now)
    }

    /// # Errors
    /// `server_error`, when the agent's latest session is over.
    pub fn identity<'a>(
        &self,
        issuer: &'a Issuer,
        store: &Store,
    ) -> Result<&'a Persona, OAuthError> {
        session::identity(issuer, store, &self.sub)
    }
}

pub struct AccessToken {
    pub authorization: Authorization,
    pub scope: String,
    /// Seconds since the Unix epoch.
    pub issued_at: u64,
    /// Seconds since the Unix epoch.
    pub expires_at: u64,
}

#[derive(Serialize)]
struct TokenResponse {
    access_token: String,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    refresh_token: String,
    scope: String,
    token_type: &'static str,
    #[serde(skip)]
    faults: Vec<Fault>,
}

/// `POST /token`
pub async fn post(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OAuthError> {
    let form = form(&headers, &body, "/token")?;
    let client = client_authentication::check(&issuer, &headers, &form)?;
    form.check_repetitions(&KNOWN)?;
    let [grant_type] = form.require(["grant_type"])?;
    let response = match grant_type {
        "authorization_code" => authorization_code::exchange(&issuer, client, &form),
        "refresh_token" => refresh_token::exchange(&issuer, client, &form),
        _ => Err(OAuthError::new(
            "unsupported_grant_type",
            "unsupported grant_type requested",
        )),
    }?;
    let regarding = Extension(Regarding {
        client_id: Some(client.client_id.clone()),
        faults: response.faults.clone(),
    });
    let headers = [(CONTENT_TYPE, JSON), (CACHE_CONTROL, "no-store")];
    Ok((regarding, headers, Json(response)).into_response())
}

/// The form posted to `endpoint`.
fn form(headers: &HeaderMap, body: &Bytes, endpoint: &str) -> Result<Parameters, OAuthError> {
    Parameters::from_form(headers, body).ok_or_else(|| {
        OAuthError::invalid_request(format!(
            "only application/x-www-form-urlencoded content-type bodies are supported on \
             POST {endpoint}"
        ))
    })
}

/// New tokens for `scope` about `identity`, beside `refresh_token`.
fn respond(
    issuer: &Issuer,
    store: &mut Store,
    client: &Client,
    authorization: &Authorization,
    identity: &Persona,
    scope: String,
    refresh_token: String,
) -> Result<TokenResponse, OAuthError> {
    let now = issuer.clock.now();
    let lifetime = issuer.settings().lifetimes.access_token.into();
    let access_token = AccessToken {
        authorization: authorization.clone(),
        scope: scope.clone(),
        issued_at: now,
        expires_at: now + lifetime,
    };
    let access_token = store.access_tokens.insert(access_token, now, lifetime);
    let id_token = if scope.split(' ').any(|scope| scope == "openid") {
        Some(id_token::issue(
            issuer,
            client,
            authorization,
            identity,
            &access_token,
        )?)
    } else {
        None
    };
    Ok(TokenResponse {
        access_token,
        expires_in: lifetime,
        id_token,
        refresh_token,
        scope,
        token_type: "Bearer",
        faults: authorization.faults.clone(),
    })
}
