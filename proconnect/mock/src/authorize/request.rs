use serde_json::Value;

use crate::authorize::{
    AuthorizationResponse, RequestedClaims, ResponseMode, ResponseTarget, checks,
};
use crate::client::Client;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;

/// The parameters that ProConnect reads, in the order in which it reports repeated ones. Others are
/// ignored.
pub const KNOWN: [&str; 23] = [
    "acr_values",
    "claims_locales",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "display",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
    "claims",
    "idp_hint",
    "siret_hint",
];

/// A request that passed both layers.
#[derive(Clone)]
pub struct AuthorizationRequest {
    pub client_id: String,
    pub target: ResponseTarget,
    /// The known scopes among the requested ones, in their order, separated by a space.
    pub scope: String,
    pub nonce: Option<String>,
    /// Always of the method S256.
    pub code_challenge: Option<String>,
    pub claims: RequestedClaims,
    pub prompt_none: bool,
    pub has_prompt: bool,
    pub login_hint: Option<String>,
    pub idp_hint: Option<String>,
    pub siret_hint: Option<String>,
}

/// The ways in which the second layer refuses a request.
pub enum Mistake {
    /// Shown on a page of ProConnect: the client or its redirect URI is not registered.
    Page(OAuthError),
    /// Returned to the relying party.
    Response(AuthorizationResponse),
}

/// The second layer: the client and its request.
///
/// # Errors
/// The first mistake found.
pub fn check(parameters: &Parameters, issuer: &Issuer) -> Result<AuthorizationRequest, Mistake> {
    let client = parameters
        .get("client_id")
        .and_then(|client_id| issuer.client(client_id))
        .ok_or_else(|| Mistake::Page(OAuthError::new("invalid_client", "client is invalid")))?;
    let redirect_uri = registered_redirect_uri(parameters, client).map_err(Mistake::Page)?;
    let target = ResponseTarget {
        redirect_uri,
        mode: ResponseMode::of_errors(parameters),
        state: parameters.get("state").map(String::from),
        issuer: issuer.url.clone(),
    };
    read(parameters, issuer, client, &target)
        .map_err(|error| Mistake::Response(target.refusal(error)))
}

fn registered_redirect_uri(parameters: &Parameters, client: &Client) -> Result<String, OAuthError> {
    parameters
        .get("redirect_uri")
        .filter(|uri| {
            client
                .redirect_uris
                .iter()
                .any(|registered| registered == uri)
        })
        .map(String::from)
        .ok_or_else(|| {
            OAuthError::new(
                "invalid_redirect_uri",
                "redirect_uri did not match any of the client's registered redirect_uris",
            )
        })
}

/// In ProConnect's order, since only the first mistake is reported.
fn read(
    parameters: &Parameters,
    issuer: &Issuer,
    client: &Client,
    target: &ResponseTarget,
) -> Result<AuthorizationRequest, OAuthError> {
    parameters.check_repetitions(&KNOWN)?;
    checks::request_object(parameters)?;
    checks::response_type(parameters)?;
    let prompt_none = checks::prompt(parameters)?;
    let scope = checks::scope(parameters, client)?;
    checks::pkce(parameters)?;
    let claims = requested_claims(parameters)?;
    checks::id_token_hint(parameters, issuer, client)?;
    claims.check_acr()?;
    let owned = |name| parameters.get(name).map(String::from);
    Ok(AuthorizationRequest {
        client_id: client.client_id.clone(),
        target: target.clone(),
        scope,
        nonce: owned("nonce"),
        code_challenge: owned("code_challenge"),
        claims,
        prompt_none,
        has_prompt: parameters.get("prompt").is_some(),
        login_hint: owned("login_hint"),
        idp_hint: owned("idp_hint"),
        siret_hint: owned("siret_hint"),
    })
}

/// The `claims` parameter, with the claims that `prompt`, `max_age` and `acr_values` imply.
/// ProConnect turns each `prompt` except `consent` alone into `login`, for which its library adds
/// `auth_time`.
fn requested_claims(parameters: &Parameters) -> Result<RequestedClaims, OAuthError> {
    let mut claims = match parameters.get("claims") {
        Some(json) => RequestedClaims::parse(json)?,
        None => RequestedClaims::default(),
    };
    let is_consent_alone = parameters.get("prompt") == Some("consent");
    if checks::max_age(parameters)? || !is_consent_alone {
        claims.id_token.insert("auth_time".into(), Value::Null);
    }
    if let Some(acr_values) = parameters.get("acr_values") {
        claims.merge_acr_values(acr_values);
    }
    Ok(claims)
}
