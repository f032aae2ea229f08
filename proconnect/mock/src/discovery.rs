use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use std::sync::Arc;

use crate::acr::SUPPORTED;
use crate::issuer::Issuer;
use crate::oauth_error::JSON;
use crate::settings::ClientAuthentication;

/// Every scope that ProConnect supports, with its claims.
const SCOPES: [(&str, &[&str]); 24] = [
    ("openid", &["sub"]),
    ("amr", &["amr"]),
    ("uid", &["uid"]),
    ("given_name", &["given_name"]),
    ("email", &["email"]),
    ("phone", &["phone_number"]),
    ("organizational_unit", &["organizational_unit"]),
    ("siren", &["siren"]),
    ("siret", &["siret"]),
    ("usual_name", &["usual_name"]),
    ("belonging_population", &["belonging_population"]),
    ("chorusdt", &["chorusdt:matricule", "chorusdt:societe"]),
    ("idp_id", &["idp_id"]),
    ("idp_acr", &["idp_acr"]),
    ("roles", &["roles"]),
    ("organization_label", &["organization_label"]),
    ("groups", &["groups"]),
    ("custom", &["custom"]),
    ("lasuite_visio", &["lasuite_visio"]),
    (
        "lasuite_visio:rooms:create",
        &["lasuite_visio:rooms:create"],
    ),
    ("lasuite_visio:rooms:list", &["lasuite_visio:rooms:list"]),
    (
        "lasuite_visio:rooms:retrieve",
        &["lasuite_visio:rooms:retrieve"],
    ),
    (
        "lasuite_visio:rooms:update",
        &["lasuite_visio:rooms:update"],
    ),
    (
        "lasuite_visio:rooms:delete",
        &["lasuite_visio:rooms:delete"],
    ),
];

/// Claims that belong to no scope: they are sent on request, or always.
const OTHER_CLAIMS: [&str; 4] = ["acr", "sid", "auth_time", "iss"];

pub fn is_scope(name: &str) -> bool {
    SCOPES.iter().any(|(scope, _)| *scope == name)
}

/// True when ProConnect supports a claim of this name.
pub fn is_claim(name: &str) -> bool {
    OTHER_CLAIMS.contains(&name) || SCOPES.iter().any(|(_, claims)| claims.contains(&name))
}

/// The claims of `scope`; none for an unknown scope.
pub fn claims_of(scope: &str) -> &'static [&'static str] {
    SCOPES
        .iter()
        .find(|(name, _)| *name == scope)
        .map_or(&[], |(_, claims)| claims)
}

/// `GET /.well-known/openid-configuration`: OpenID Connect Discovery 1.0, section 4.
pub async fn get(State(issuer): State<Arc<Issuer>>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, JSON), (CACHE_CONTROL, "public, max-age=600")],
        Json(announced(&issuer)),
    )
}

/// The metadata, and the back-channel logout where a relying party has registered for it.
fn announced(issuer: &Issuer) -> Value {
    let mut metadata = metadata(&issuer.url, issuer.settings().client_authentication);
    let mut clients = issuer.clients.iter();
    if clients.any(|client| client.backchannel_logout_uri.is_some()) {
        metadata["backchannel_logout_supported"] = true.into();
        metadata["backchannel_logout_session_supported"] = true.into();
    }
    metadata
}

fn metadata(issuer: &str, client_authentication: ClientAuthentication) -> Value {
    let scopes: Vec<&str> = SCOPES.iter().map(|(scope, _)| *scope).collect();
    let claims: Vec<&str> = SCOPES
        .iter()
        .flat_map(|(_, claims)| claims.iter().copied())
        .chain(OTHER_CLAIMS)
        .collect();
    let signing = ["HS256", "ES256", "RS256"];
    let encryption = ["ECDH-ES", "RSA-OAEP"];
    let encryption_content = ["A256GCM"];
    let client_authentication = match client_authentication {
        ClientAuthentication::Basic => vec!["client_secret_basic"],
        _ => vec!["client_secret_post", "private_key_jwt"],
    };
    let client_assertion_signing = ["ES256", "RS256"];
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/session/end"),
        "introspection_endpoint": format!("{issuer}/token/introspection"),
        "revocation_endpoint": format!("{issuer}/token/revocation"),
        "acr_values_supported": SUPPORTED,
        "claims_parameter_supported": true,
        "claims_supported": claims,
        "claim_types_supported": ["normal"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "id_token_signing_alg_values_supported": signing,
        "id_token_encryption_alg_values_supported": encryption,
        "id_token_encryption_enc_values_supported": encryption_content,
        "userinfo_signing_alg_values_supported": signing,
        "userinfo_encryption_alg_values_supported": encryption,
        "userinfo_encryption_enc_values_supported": encryption_content,
        "introspection_signing_alg_values_supported": signing,
        "introspection_encryption_alg_values_supported": encryption,
        "introspection_encryption_enc_values_supported": encryption_content,
        "request_object_signing_alg_values_supported": ["ES256", "RS256", "HS256"],
        "request_object_encryption_alg_values_supported": [],
        "request_object_encryption_enc_values_supported": encryption_content,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": true,
        "require_request_uri_registration": true,
        "authorization_response_iss_parameter_supported": true,
        "response_modes_supported": ["form_post", "fragment", "query"],
        "response_types_supported": ["code"],
        "scopes_supported": scopes,
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": client_authentication,
        "token_endpoint_auth_signing_alg_values_supported": client_assertion_signing,
        "introspection_endpoint_auth_methods_supported": client_authentication,
        "introspection_endpoint_auth_signing_alg_values_supported": client_assertion_signing,
        "revocation_endpoint_auth_methods_supported": client_authentication,
        "revocation_endpoint_auth_signing_alg_values_supported": client_assertion_signing,
    })
}
