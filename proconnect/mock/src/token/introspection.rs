use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::HeaderValue};
use serde_json::{Map, Value, json};
use std::sync::Arc;

use super::{client_authentication, form};
use crate::issuer::Issuer;
use crate::keys::UnsignedJwt;
use crate::oauth_error::{JSON, OAuthError};

/// In `Accept`.
const JWT: &str = "application/token-introspection+jwt";
const JWT_IN_UTF_8: &str = "application/token-introspection+jwt; charset=utf-8";

/// `POST /token/introspection`: RFC 7662, and as a JWT its draft. Any client may query any token.
pub async fn introspect(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OAuthError> {
    let form = form(&headers, &body, "/token/introspection")?;
    let client = client_authentication::check(&issuer, &headers, &form)?;
    let [token] = form.require(["token"])?;
    let introspection = describe(&issuer, token).unwrap_or_else(|| json!({ "active": false }));
    let no_store = (CACHE_CONTROL, "no-store");
    let is_jwt = |accepted: &HeaderValue| accepted.as_bytes() == JWT.as_bytes();
    if !headers.get(ACCEPT).is_some_and(is_jwt) {
        let headers = [(CONTENT_TYPE, JSON), no_store];
        return Ok((headers, Json(introspection)).into_response());
    }
    let claims = Map::from_iter([
        ("token_introspection".to_owned(), introspection),
        ("aud".to_owned(), client.client_id.clone().into()),
        ("iat".to_owned(), issuer.clock.now().into()),
        ("iss".to_owned(), issuer.url.clone().into()),
    ]);
    let mut jwt = UnsignedJwt::new(
        "JWT",
        client.introspection_signed_response_alg,
        claims,
        &issuer.keys,
    );
    jwt.header
        .insert("typ".into(), "token-introspection+jwt".into());
    let jwt = issuer
        .keys
        .sign(client, &jwt)
        .map_err(|_| OAuthError::server_error())?;
    Ok(([(CONTENT_TYPE, JWT_IN_UTF_8), no_store], jwt).into_response())
}

/// The description of a valid token. The agent's session has no part in it.
fn describe(issuer: &Issuer, token: &str) -> Option<Value> {
    let now = issuer.clock.now();
    let store = issuer.store();
    let access_token = store.access_tokens.get(token, now).map(|token| {
        let token_type = Some("Bearer");
        let times = (token.issued_at, token.expires_at);
        (&token.authorization, &token.scope, times, token_type)
    });
    let refresh_token = || {
        let token = store.refresh_tokens.get(token, now);
        let token = token.filter(|token| !token.is_consumed())?;
        Some((&token.authorization, &token.scope, token.times(), None))
    };
    let (authorization, scope, (issued_at, expires_at), token_type) =
        access_token.or_else(refresh_token)?;
    if !authorization.is_alive(&store, now) {
        return None;
    }
    let mut description = json!({
        "active": true,
        "sub": authorization.sub,
        "client_id": authorization.client_id,
        "exp": expires_at,
        "iat": issued_at,
        "iss": issuer.url,
        "scope": scope,
    });
    if let Some(token_type) = token_type {
        description["token_type"] = token_type.into();
    }
    Some(description)
}
