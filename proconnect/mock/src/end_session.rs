pub mod identity_provider;
mod page;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use std::sync::Arc;

use crate::authorize::{invalid_url, is_http_url, repeated, with_query};
use crate::client::Client;
use crate::error_page::{ErrorPage, NOT_REGISTERED};
use crate::fault::{Fault, LogoutFault};
use crate::issuer::Issuer;
use crate::logout_token::{self, Notice};
use crate::oauth_error::OAuthError;
use crate::op_session;
use crate::parameters::Parameters;
use crate::session;

pub use identity_provider::IdpLogout;

pub const SUCCESS: &str = "/api/v2/session/end/success";

/// In seconds.
const LIFETIME: u64 = 60 * 60;

/// The other parameters than the address of the return.
const TEXTS: [&str; 5] = [
    "id_token_hint",
    "state",
    "ui_locales",
    "client_id",
    "logout_hint",
];

/// A logout between its two steps.
pub struct Logout {
    /// The protocol library's session of the browser's last login. The second step ends it: other
    /// logins keep their grants.
    op_session: Option<String>,
    /// The relying parties to inform. The second step informs them.
    notices: Vec<Notice>,
    /// The address to which the browser is redirected in the end.
    destination: String,
}

/// `GET /session/end`, by the browser. Single sign-on ends here, before the request is checked. The
/// first time, the browser is redirected through the identity provider.
pub async fn get(
    State(issuer): State<Arc<Issuer>>,
    jar: CookieJar,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let query = query.unwrap_or_default();
    let parameters = Parameters::parse(query.as_bytes());
    check_shape(&parameters)?;
    let now = issuer.clock.now();
    let settings = issuer.settings();
    let mut store = issuer.store();
    let client_id = client(&issuer, &parameters)
        .ok()
        .flatten()
        .map(|client| client.client_id.as_str());
    let is_back = parameters.received("from_idp").is_some();
    let was_open = session::close(&mut store, &jar, now);
    if settings.idp_logout && was_open && !is_back {
        identity_provider::check(&issuer, client_id)?;
        return Ok(identity_provider::leave(&mut store, query, client_id, now));
    }
    let refuse = |error: &OAuthError| ErrorPage::rendered(error).dated(settings);
    let destination = destination(&issuer, &parameters).map_err(|error| refuse(&error))?;
    let faults = issuer
        .faults
        .take(client_id, &[], Fault::is_of_the_end_of_a_logout);
    if faults.contains(&Fault::Logout(LogoutFault::NotRegistered)) {
        return Err(refuse(&not_registered()));
    }
    let session_id = session::id(&jar).unwrap_or_default();
    let logout = Logout {
        notices: logout_token::notices(&issuer, &store, &session_id, now),
        op_session: op_session::id(&jar),
        destination: faults.iter().fold(destination, |destination, fault| {
            fault.change_destination(destination)
        }),
    };
    let xsrf = store.logouts.insert(logout, now, LIFETIME);
    Ok((jar.add(session::removal()), page::confirm(&xsrf)).into_response())
}

/// # Errors
/// The page `Y000400`: a parameter of the wrong shape, or given twice.
fn check_shape(parameters: &Parameters) -> Result<(), ErrorPage> {
    const URI: &str = "post_logout_redirect_uri";
    let mut mistakes = repeated(parameters, &TEXTS);
    let uri = parameters.received(URI);
    if parameters.is_repeated(URI) || uri.is_some_and(|uri| !is_http_url(uri)) {
        mistakes.push(invalid_url(URI));
    }
    if mistakes.is_empty() {
        return Ok(());
    }
    Err(ErrorPage::bad_request(mistakes.join(", ")))
}

/// `POST /session/end/confirm`: the page of the first step submits itself here.
pub async fn confirm(
    State(issuer): State<Arc<Issuer>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ErrorPage> {
    let form = Parameters::from_form(&headers, &body).unwrap_or_default();
    let xsrf = form.get("xsrf");
    let logout = xsrf.and_then(|xsrf| finish(&issuer, xsrf)).ok_or_else(|| {
        let error = OAuthError::invalid_request("could not find logout details");
        ErrorPage::rendered(&error)
    })?;
    logout_token::send(&issuer, logout.notices).await;
    let removal = CookieJar::new().add(op_session::removal());
    Ok((removal, Redirect::to(&logout.destination)).into_response())
}

/// Ends the logout of this key, and the session of the last login.
fn finish(issuer: &Issuer, xsrf: &str) -> Option<Logout> {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let logout = store.logouts.remove(xsrf, now)?;
    if let Some(id) = &logout.op_session {
        op_session::close(&mut store, id, now);
    }
    Some(logout)
}

/// `GET /session/end/success`: the last page for a browser without an address to return to.
pub async fn success() -> Response {
    page::success().into_response()
}

/// Returns the destination of the logout. Without a known relying party, the requested URI is
/// ignored.
fn destination(issuer: &Issuer, parameters: &Parameters) -> Result<String, OAuthError> {
    if issuer.settings().require_id_token_hint && parameters.get("id_token_hint").is_none() {
        return Err(OAuthError::invalid_request(
            "missing required parameter 'id_token_hint'",
        ));
    }
    let client = client(issuer, parameters)?;
    let uri = parameters.get("post_logout_redirect_uri");
    let (Some(client), Some(uri)) = (client, uri) else {
        return Ok(SUCCESS.to_owned());
    };
    if !client
        .post_logout_redirect_uris
        .iter()
        .any(|registered| registered == uri)
    {
        return Err(not_registered());
    }
    let Some(state) = parameters.get("state") else {
        return Ok(with_query(uri, &[]));
    };
    Ok(with_query(uri, &[("state", state)]))
}

fn not_registered() -> OAuthError {
    OAuthError::invalid_request(NOT_REGISTERED)
}

/// The relying party, from `id_token_hint` or `client_id`.
fn client<'a>(
    issuer: &'a Issuer,
    parameters: &Parameters,
) -> Result<Option<&'a Client>, OAuthError> {
    let client_id = parameters.get("client_id");
    let Some(hint) = parameters.get("id_token_hint") else {
        return client_id
            .map(|client_id| {
                issuer
                    .client(client_id)
                    .ok_or_else(|| OAuthError::new("invalid_client", "client is invalid"))
            })
            .transpose();
    };
    let claims = decode(hint)
        .ok_or_else(|| OAuthError::invalid_request("could not decode id_token_hint"))?;
    let audience = claims
        .get("aud")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if client_id.is_some_and(|client_id| client_id != audience) {
        return Err(OAuthError::invalid_request(
            "client_id does not match the provided id_token_hint",
        ));
    }
    let client = issuer
        .client(audience)
        .ok_or_else(|| OAuthError::new("invalid_client", "unrecognized id_token_hint audience"))?;
    issuer
        .keys
        .verify_id_token_hint(&issuer.url, client, hint)
        .map_err(|_| OAuthError::invalid_request("could not validate id_token_hint"))?;
    Ok(Some(client))
}

/// The claims of a JWS, not verified.
fn decode(jws: &str) -> Option<Map<String, Value>> {
    let [header, payload, _] = jws.split('.').collect::<Vec<_>>()[..] else {
        return None;
    };
    let object = |part| {
        let json = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&json).ok()
    };
    object(header)?;
    object(payload)
}
