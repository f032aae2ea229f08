use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

use crate::client::Client;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;

/// Authenticates the client, by the methods that the settings allow.
///
/// # Errors
/// `invalid_client`; or `invalid_request`, when the client is not named.
pub fn check<'a>(
    issuer: &'a Issuer,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<&'a Client, OAuthError> {
    let allowed = issuer.settings().client_authentication;
    let (client_id, client_secret) = match headers.get(AUTHORIZATION) {
        Some(header) if allowed.takes_basic() => basic(header).ok_or_else(|| {
            OAuthError::invalid_request("invalid authorization header value format")
        })?,
        None if allowed.takes_post() => posted(form)?,
        _ => return Err(OAuthError::invalid_client()),
    };
    issuer
        .client(&client_id)
        .filter(|client| client_secret.as_ref() == Some(&client.client_secret))
        .ok_or_else(OAuthError::invalid_client)
}

/// An identifier and, perhaps, a secret.
type Credentials = (String, Option<String>);

/// `client_secret_post`
fn posted(form: &Parameters) -> Result<Credentials, OAuthError> {
    let client_id = form.get("client_id").ok_or_else(|| {
        OAuthError::invalid_request("no client authentication mechanism provided")
    })?;
    let client_secret = form.get("client_secret").map(String::from);
    Ok((client_id.to_owned(), client_secret))
}

/// `client_secret_basic`: both parts are form-encoded, then joined.
fn basic(header: &HeaderValue) -> Option<Credentials> {
    let (scheme, encoded) = header.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let joined = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (client_id, client_secret) = joined.split_once(':')?;
    Some((decode(client_id)?, decode(client_secret)))
}

fn decode(part: &str) -> Option<String> {
    let (decoded, _) = form_urlencoded::parse(part.as_bytes()).next()?;
    Some(decoded.into_owned())
}
