use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::client_authentication;
use crate::client::Client;
use crate::error_page::ErrorPage;
use crate::issuer::Issuer;
use crate::oauth_error::{JSON, OAuthError};
use crate::parameters::Parameters;

/// Minimal lengths of parameters, in characters.
const LENGTHS: [(&str, usize); 2] = [("client_secret", 32), ("token", 43)];

/// `POST /token/revocation`: RFC 7009. A refresh token revokes all tokens of its grant. An unknown
/// token changes nothing.
pub async fn revoke(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    if let Err(page) = check(&form) {
        return page.into_response();
    }
    let revoked = client_authentication::check(&issuer, &headers, &form)
        .and_then(|client| remove(&issuer, client, form.get("token").unwrap_or_default()));
    match revoked {
        // ProConnect announces JSON, and sends nothing.
        Ok(()) => ([(CONTENT_TYPE, JSON)], "").into_response(),
        Err(error) => error.into_response(),
    }
}

fn remove(issuer: &Issuer, client: &Client, token: &str) -> Result<(), OAuthError> {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let access_token = store.access_tokens.get(token, now);
    let refresh_token = store.refresh_tokens.get(token, now);
    let owner = access_token
        .map(|token| &token.authorization)
        .or(refresh_token.map(|token| &token.authorization));
    if owner.is_some_and(|owner| owner.client_id != client.client_id) {
        return Err(OAuthError::invalid_request(
            "this token does not belong to you",
        ));
    }
    let grant_id = refresh_token.map(|token| token.authorization.grant_id.clone());
    store.access_tokens.remove(token, now);
    if let Some(grant_id) = grant_id {
        store.grants.remove(&grant_id, now);
    }
    Ok(())
}

/// The shape of the parameters, checked before anything else.
///
/// # Errors
/// The page `Y000400`, with all the mistakes.
fn check(form: &Parameters) -> Result<(), ErrorPage> {
    let given = |name| form.received(name).filter(|_| !form.is_repeated(name));
    let mut mistakes: Vec<String> = ["token", "client_id", "client_secret"]
        .into_iter()
        .filter(|name| given(name).is_none())
        .map(|name| format!("{name} must be a string"))
        .collect();
    for (name, length) in LENGTHS {
        if given(name).is_some_and(|value| value.chars().count() < length) {
            mistakes.push(format!(
                "{name} must be longer than or equal to {length} characters"
            ));
        }
    }
    if given("client_secret").is_some_and(|secret| !secret.is_ascii()) {
        mistakes.push("client_secret must contain only ASCII characters".to_owned());
    }
    if given("token").is_some_and(|token| token.contains(is_forbidden)) {
        mistakes.push(r"token must match /^[^.*?{}()|[\]\s\\]*$/ regular expression".to_owned());
    }
    if mistakes.is_empty() {
        return Ok(());
    }
    Err(ErrorPage::bad_request(mistakes.join(", ")))
}

fn is_forbidden(character: char) -> bool {
    character.is_whitespace() || r".*?{}()|[]\".contains(character)
}
