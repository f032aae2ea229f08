use crate::authorize::ResponseMode;
use crate::client::Client;
use crate::discovery::is_scope;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;

/// Parameters of OpenID Connect, ignored without the `openid` scope.
const OPENID_ONLY: [&str; 6] = [
    "acr_values",
    "claims",
    "claims_locales",
    "id_token_hint",
    "max_age",
    "nonce",
];

type Check<T = ()> = Result<T, OAuthError>;

/// Core, sections 6 and 7.2.1: request objects are rejected, even those that the metadata
/// advertise.
pub fn request_object(parameters: &Parameters) -> Check {
    if parameters.get("request").is_some() {
        return Err(OAuthError::new(
            "request_not_supported",
            "request parameter provided but not supported",
        ));
    }
    ResponseMode::requested(parameters)?;
    if let Some(uri) = parameters.get("request_uri") {
        let is_uri = ["http:", "https:", "urn:"]
            .iter()
            .any(|scheme| uri.starts_with(scheme));
        return Err(OAuthError::new(
            "invalid_request_uri",
            if is_uri {
                "provided request_uri is not allowed"
            } else {
                "invalid request_uri scheme"
            },
        ));
    }
    Ok(())
}

pub fn response_type(parameters: &Parameters) -> Check {
    let response_type = parameters
        .get("response_type")
        .ok_or_else(|| OAuthError::invalid_request("missing required parameter 'response_type'"))?;
    if parameters.get("registration").is_some() {
        return Err(OAuthError::new(
            "registration_not_supported",
            "registration parameter provided but not supported",
        ));
    }
    if response_type.split(' ').any(|part| part != "code") {
        return Err(OAuthError::new(
            "unsupported_response_type",
            "unsupported response_type requested",
        ));
    }
    Ok(())
}

/// True when no page may be shown. `login` and `consent` have no effect.
pub fn prompt(parameters: &Parameters) -> Check<bool> {
    let prompts: Vec<&str> = parameters
        .get("prompt")
        .map(|prompt| prompt.split(' ').collect())
        .unwrap_or_default();
    if prompts
        .iter()
        .any(|prompt| !["none", "login", "consent"].contains(prompt))
    {
        return Err(OAuthError::invalid_request(
            "unsupported prompt value requested",
        ));
    }
    let none = prompts.contains(&"none");
    if none && prompts.iter().any(|prompt| *prompt != "none") {
        return Err(OAuthError::invalid_request(
            "prompt none must only be used alone",
        ));
    }
    Ok(none)
}

/// The scopes to grant: unknown ones are dropped, known ones must be the client's.
pub fn scope(parameters: &Parameters, client: &Client) -> Check<String> {
    let mut known: Vec<&str> = Vec::new();
    for scope in parameters.get("scope").unwrap_or_default().split(' ') {
        if is_scope(scope) && !known.contains(&scope) {
            known.push(scope);
        }
    }
    for scope in &known {
        if !client.scopes.iter().any(|allowed| allowed == scope) {
            let error = OAuthError::new("invalid_scope", "requested scope is not allowed");
            return Err(error.with_scope(*scope));
        }
    }
    if !known.contains(&"openid")
        && let Some(name) = OPENID_ONLY
            .iter()
            .find(|name| parameters.get(name).is_some())
    {
        return Err(OAuthError::invalid_request(format!(
            "openid scope must be requested when using the {name} parameter"
        )));
    }
    Ok(known.join(" "))
}

/// RFC 7636, with S256 only.
pub fn pkce(parameters: &Parameters) -> Check {
    let challenge = parameters.get("code_challenge");
    let refuse = |description| Err(OAuthError::invalid_request(description));
    match (parameters.get("code_challenge_method"), challenge) {
        (None, Some(_)) => refuse(
            "plain code_challenge_method fallback disabled, code_challenge_method must be provided",
        ),
        (Some(method), _) if method != "S256" => {
            refuse("not supported value of code_challenge_method")
        }
        (Some(_), None) => refuse("code_challenge must be provided with code_challenge_method"),
        (Some(_), Some(challenge)) => pkce_format("code_challenge", challenge),
        (None, None) => Ok(()),
    }
}

/// The form of a code challenge or verifier: RFC 7636, sections 4.1 and 4.2.
pub fn pkce_format(name: &str, value: &str) -> Check {
    let mistake = match value.chars().count() {
        0..43 => "must be a string with a minimum length of 43 characters",
        129.. => "must be a string with a maximum length of 128 characters",
        _ if !value.chars().all(is_unreserved) => "contains invalid characters",
        _ => return Ok(()),
    };
    Err(OAuthError::invalid_request(format!("{name} {mistake}")))
}

fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~".contains(character)
}

/// True when there is a `max_age`. The age itself is ignored.
pub fn max_age(parameters: &Parameters) -> Check<bool> {
    let Some(max_age) = parameters.get("max_age") else {
        return Ok(false);
    };
    match max_age.parse::<u64>() {
        Ok(_) => Ok(true),
        Err(_) => Err(OAuthError::invalid_request(
            "invalid max_age parameter value",
        )),
    }
}

pub fn id_token_hint(parameters: &Parameters, issuer: &Issuer, client: &Client) -> Check {
    let Some(hint) = parameters.get("id_token_hint") else {
        return Ok(());
    };
    match issuer.keys.verify_id_token_hint(&issuer.url, client, hint) {
        Ok(_) => Ok(()),
        Err(_) => Err(OAuthError::invalid_request(
            "could not validate id_token_hint",
        )),
    }
}
