//! The code exchanged for tokens (Core 3.1.3), once.

use crate::{
    config::Config,
    error::TokenResponseError as Error,
    http::{Call, Endpoint, HttpClient, TOKEN_CAP},
    json,
    jws::UnverifiedJws,
    login_attempt::CodeVerifier,
    provider::Metadata,
};
use ::http::{Request, Response, StatusCode};
use oauth2::{
    AccessToken, AuthorizationCode, Client, EndpointNotSet, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken,
    basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType},
};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use std::{fmt, pin::Pin, time::Duration};

/// Statuses of a token response (RFC 6749 5.1) and of its errors (5.2).
const ACCEPTED_STATUSES: &[StatusCode] = &[
    StatusCode::OK,
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
];

/// The name of the response in the log.
const NAME: &str = "token response";

/// The members that are used (RFC 6749 5.1, Core 3.1.3.3). `expires_in`, `refresh_token`, `scope`
/// and any other member are ignored, whatever they hold. The ID token stays a text, so that a
/// malformed token and a malformed response have different codes.
#[derive(Deserialize, Serialize)]
struct Tokens {
    access_token: AccessToken,
    token_type: String,
    id_token: Option<String>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens([redacted])")
    }
}

impl oauth2::TokenResponse for Tokens {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        // The received `token_type` is checked in `exchange_code_by`.
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// An error of the token endpoint (RFC 6749 5.2). Its description is ignored.
#[derive(Debug, Deserialize, Serialize)]
struct TokenError {
    error: String,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the issuer refused the code")
    }
}

impl oauth2::ErrorResponse for TokenError {}

type TokenClient = Client<
    TokenError,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
>;

/// The tokens that the issuer returned for the code (Core 3.1.3.3).
#[derive(Debug)]
pub struct TokenResponse {
    /// Authorizes the request to the userinfo endpoint (RFC 6750).
    pub access_token: AccessToken,
    /// Identifies the agent, once it is verified.
    pub id_token: UnverifiedJws,
}

/// Exchanges the code for tokens (Core 3.1.3.1), with the PKCE verifier (RFC 7636 4.5). The call is
/// never repeated: a code that is used twice revokes its tokens (RFC 6749 4.1.2).
///
/// # Errors
/// When the issuer refuses the code or the client, or its answer is not a token response.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn exchange_code(
    config: &Config,
    metadata: &Metadata,
    http: &HttpClient,
    code: AuthorizationCode,
    code_verifier: CodeVerifier,
) -> Result<TokenResponse, Error> {
    let call = http.caller(Endpoint::Token, TOKEN_CAP, ACCEPTED_STATUSES);
    exchange_code_by(call, config, metadata, code, code_verifier).await
}

/// Like [`exchange_code`], with the HTTP call injected: a test supplies the responses. `call` must
/// return only status 200, 400 or 401, with a capped body.
///
/// # Errors
/// Those of [`exchange_code`].
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
        .map_err(map_error)?;
    // RFC 6749 5.1: the token type is case insensitive.
    if !response.token_type.eq_ignore_ascii_case("Bearer") {
        return Err(Error::UnexpectedTokenType);
    }
    Ok(TokenResponse {
        id_token: UnverifiedJws::new(response.id_token.ok_or(Error::IdTokenMissing)?),
        access_token: response.access_token,
    })
}

type JsonCall = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Error>> + Send>>;

/// Rejects a body that is not JSON to its end: `oauth2` ignores the bytes after the JSON value.
fn whole_json(
    call: impl Fn(Request<Vec<u8>>) -> Call + Send + Sync,
) -> impl Fn(Request<Vec<u8>>) -> JsonCall + Send + Sync {
    move |request| {
        let answer = call(request);
        Box::pin(async {
            let response = answer.await?;
            match json::read::<IgnoredAny>(NAME, response.body()) {
                Some(_) => Ok(response),
                None => Err(Error::Malformed),
            }
        })
    }
}

/// Every error of RFC 6749 5.2, with the variant it becomes. Any other error becomes
/// [`Error::Refused`].
pub const TOKEN_ERRORS: [(&str, Error); 6] = [
    ("invalid_request", Error::Refused),
    ("invalid_client", Error::InvalidClient),
    ("invalid_grant", Error::InvalidGrant),
    ("unauthorized_client", Error::Refused),
    ("unsupported_grant_type", Error::Refused),
    ("invalid_scope", Error::Refused),
];

fn map_error(error: RequestTokenError<Error, TokenError>) -> Error {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(response) => {
            let known = TOKEN_ERRORS
                .iter()
                .find(|(known, _)| *known == response.error);
            known.map_or(Error::Refused, |(_, reason)| *reason)
        }
        RequestTokenError::Parse(error, _) => {
            json::log_parse_error(NAME, &error.path().to_string(), error.inner());
            Error::Malformed
        }
        RequestTokenError::Other(_) => {
            json::log_fault(
                NAME,
                "the whole",
                "not served as application/json, or empty",
            );
            Error::Malformed
        }
    }
}

#[cfg(test)]
mod tests;
