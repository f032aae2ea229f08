use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::{client_authentication, form};
use crate::error_page::ErrorPage;
use crate::issuer::Issuer;
use crate::parameters::Parameters;

/// Minimal lengths of parameters, in characters, checked before anything else.
const REQUIRED: [(&str, usize); 3] = [("client_id", 1), ("client_secret", 32), ("token", 43)];

/// `POST /token/revocation`: RFC 7009. A refresh token revokes all tokens of its grant. An unknown
/// token, or one of another client, changes nothing.
pub async fn revoke(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = match form(&headers, &body, "/token/revocation") {
        Ok(form) => form,
        Err(error) => return error.into_response(),
    };
    if let Err(page) = check(&form) {
        return page.into_response();
    }
    let client = match client_authentication::check(&issuer, &headers, &form) {
        Ok(client) => client,
        Err(error) => return error.into_response(),
    };
    let token = form.get("token").unwrap_or_default();
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let is_own = |client_id: &str| client_id == client.client_id;
    if store
        .access_tokens
        .get(token, now)
        .is_some_and(|token| is_own(&token.authorization.client_id))
    {
        store.access_tokens.remove(token, now);
    }
    let grant_id = store
        .refresh_tokens
        .get(token, now)
        .filter(|token| is_own(&token.authorization.client_id))
        .map(|token| token.authorization.grant_id.clone());
    if let Some(grant_id) = grant_id {
        store.grants.remove(&grant_id, now);
    }
    StatusCode::OK.into_response()
}

fn check(form: &Parameters) -> Result<(), ErrorPage> {
    let mistakes: Vec<String> = REQUIRED
        .into_iter()
        .filter(|(name, length)| {
            let value = form.get(name).unwrap_or_default();
            value.chars().count() < *length
        })
        .map(|(name, length)| format!("{name} must be longer than or equal to {length} characters"))
        .collect();
    let token = form.get("token").unwrap_or_default();
    let is_plain = token
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    match (mistakes.is_empty(), is_plain) {
        (true, true) => Ok(()),
        (true, false) => Err(ErrorPage::bad_request("token contains invalid characters")),
        (false, _) => Err(ErrorPage::bad_request(mistakes.join(", "))),
    }
}
