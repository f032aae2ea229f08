use axum::http::{HeaderMap, header::AUTHORIZATION};

use crate::client::Client;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;

/// `client_secret_post`, the one method that is both advertised and usable at ProConnect.
///
/// # Errors
/// `invalid_client`; or `invalid_request`, when nobody says who asks.
pub fn check<'a>(
    issuer: &'a Issuer,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<&'a Client, OAuthError> {
    if headers.contains_key(AUTHORIZATION) {
        return Err(OAuthError::invalid_client());
    }
    let client_id = form.get("client_id").ok_or_else(|| {
        OAuthError::invalid_request("no client authentication mechanism provided")
    })?;
    issuer
        .client(client_id)
        .filter(|client| form.get("client_secret") == Some(&client.client_secret))
        .ok_or_else(OAuthError::invalid_client)
}
