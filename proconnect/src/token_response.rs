//! The code exchanged for tokens (Core 3.1.3), once.

use crate::{
    config::Config,
    error::TokenResponseError as Error,
    http::{Call, HttpClient, TOKEN_CAP},
    jws::UnverifiedJws,
    login_attempt::CodeVerifier,
    provider::Metadata,
};
use ::http::{Request, Response, StatusCode};
use oauth2::{
    AccessToken, AuthorizationCode, Client, EndpointNotSet, ExtraTokenFields, RequestTokenError,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _,
    basic::{
        BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse,
        BasicTokenType,
    },
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use std::{fmt, pin::Pin};

/// Tokens, or an error that says why not (RFC 6749 5.1 and 5.2).
const ANSWERS: &[StatusCode] = &[
    StatusCode::OK,
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
];

/// Core 3.1.3.3: the member that OpenID Connect adds to OAuth's response. It stays a text, so
/// that an ill-formed token is told apart from an ill-formed response.
#[derive(Deserialize, Serialize)]
struct IdTokenField {
    id_token: Option<String>,
}

impl ExtraTokenFields for IdTokenField {}

impl fmt::Debug for IdTokenField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdTokenField([redacted])")
    }
}

type TokenClient = Client<
    BasicErrorResponse,
    StandardTokenResponse<IdTokenField, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
>;

/// What the issuer gave for the code.
#[derive(Debug)]
pub struct TokenResponse {
    /// Opens the userinfo endpoint.
    pub access_token: AccessToken,
    /// Says who logged in, once verified.
    pub id_token: UnverifiedJws,
}

/// Exchanges the code. It is never tried again: a code used twice revokes what it gave.
///
/// # Errors
/// When the issuer refuses the code or the client, or does not answer as it should.
pub async fn exchange_code(
    config: &Config,
    metadata: &Metadata,
    http: &HttpClient,
    code: AuthorizationCode,
    code_verifier: CodeVerifier,
) -> Result<TokenResponse, Error> {
    let call = http.caller(TOKEN_CAP, ANSWERS);
    exchange_code_by(call, config, metadata, code, code_verifier).await
}

/// The same by `call`, whose answers are of status 200, 400 or 401 and of bounded length.
///
/// # Errors
/// When the issuer refuses the code or the client, or does not answer as it should.
pub async fn exchange_code_by(
    call: impl Fn(Request<Vec<u8>>) -> Call + Send + Sync,
    config: &Config,
    metadata: &Metadata,
    code: AuthorizationCode,
    code_verifier: CodeVerifier,
) -> Result<TokenResponse, Error> {
    let client = TokenClient::new(config.client_id.clone())
        .set_client_secret(config.client_secret.clone())
        .set_auth_type(metadata.client_authentication.clone())
        .set_redirect_uri(config.redirect_uri.clone())
        .set_token_uri(metadata.token_endpoint.clone());
    let call = whole_json(call);
    let response = client
        .exchange_code(code)
        .set_pkce_verifier(code_verifier)
        .request_async(&call)
        .await
        .map_err(reason)?;
    if *response.token_type() != BasicTokenType::Bearer {
        return Err(Error::UnexpectedTokenType);
    }
    let id_token = response
        .extra_fields()
        .id_token
        .clone()
        .ok_or(Error::IdTokenMissing)?;
    Ok(TokenResponse {
        access_token: response.access_token().clone(),
        id_token: UnverifiedJws::new(id_token),
    })
}

type JsonCall = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Error>> + Send>>;

/// Lets only a body pass that is JSON to its end: `oauth2` reads the beginning, whatever follows.
fn whole_json(
    call: impl Fn(Request<Vec<u8>>) -> Call + Send + Sync,
) -> impl Fn(Request<Vec<u8>>) -> JsonCall + Send + Sync {
    move |request| {
        let answer = call(request);
        Box::pin(async {
            let response = answer.await?;
            match serde_json::from_slice::<IgnoredAny>(response.body()) {
                Ok(_) => Ok(response),
                Err(_) => Err(Error::Malformed),
            }
        })
    }
}

/// Every error of RFC 6749 5.2, and what it becomes. Any other counts as refused.
pub const TOKEN_ERRORS: [(&str, Error); 6] = [
    ("invalid_request", Error::Refused),
    ("invalid_client", Error::InvalidClient),
    ("invalid_grant", Error::InvalidGrant),
    ("unauthorized_client", Error::Refused),
    ("unsupported_grant_type", Error::Refused),
    ("invalid_scope", Error::Refused),
];

fn reason(error: RequestTokenError<Error, BasicErrorResponse>) -> Error {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(response) => {
            let error = response.error().as_ref();
            let known = TOKEN_ERRORS.iter().find(|(known, _)| *known == error);
            known.map_or(Error::Refused, |(_, reason)| *reason)
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Error::Malformed,
    }
}

#[cfg(test)]
mod tests;
