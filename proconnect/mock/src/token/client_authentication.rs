use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

use crate::client::Client;
use crate::cors::refuse_origin;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;

/// Authenticates the client, by the methods that the settings allow.
///
/// # Errors
/// `invalid_client`, with a challenge if there was an `Authorization`; or `invalid_request`, when the
/// client is not named, or a page sent the request.
pub fn check<'a>(
    issuer: &'a Issuer,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<&'a Client, OAuthError> {
    let header = headers.get(AUTHORIZATION);
    authenticate(issuer, headers, header, form).map_err(|error| {
        let is_challenged = header.is_some() && error.error == "invalid_client";
        let challenge = is_challenged.then(|| challenge(&issuer.url, &error));
        OAuthError { challenge, ..error }
    })
}

fn authenticate<'a>(
    issuer: &'a Issuer,
    headers: &HeaderMap,
    header: Option<&HeaderValue>,
    form: &Parameters,
) -> Result<&'a Client, OAuthError> {
    let allowed = issuer.settings().client_authentication;
    let (client_id, client_secret) = match header {
        Some(header) if allowed.takes_basic() => of_header(header, form)?,
        None if allowed.takes_post() => posted(form)?,
        _ => return Err(OAuthError::invalid_client()),
    };
    let client = issuer
        .client(&client_id)
        .ok_or_else(OAuthError::invalid_client)?;
    refuse_origin(headers, client)?;
    if client_secret.as_ref() != Some(&client.client_secret) {
        return Err(OAuthError::invalid_client());
    }
    Ok(client)
}

/// RFC 9110, section 11.6.1.
fn challenge(issuer: &str, error: &OAuthError) -> String {
    format!(
        "Basic realm=\"{issuer}\", error=\"{}\", error_description=\"{}\"",
        error.error, error.description
    )
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

/// `client_secret_basic`, which the body must not contradict.
fn of_header(header: &HeaderValue, form: &Parameters) -> Result<Credentials, OAuthError> {
    let (client_id, client_secret) = basic(header)
        .ok_or_else(|| OAuthError::invalid_request("invalid authorization header value format"))?;
    let mistake = if form.get("client_id").is_some_and(|id| id != client_id) {
        "mismatch in body and authorization client ids"
    } else if client_secret.is_none() {
        "client_secret must be provided in the Authorization header"
    } else if form.get("client_secret").is_some() {
        "client authentication must only be provided using one mechanism"
    } else {
        return Ok((client_id, client_secret));
    };
    Err(OAuthError::invalid_request(mistake))
}

/// Both parts are form-encoded, then joined.
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
