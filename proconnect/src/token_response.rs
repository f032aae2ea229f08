//! The code exchanged for tokens (Core 3.1.3), once.

use crate::{
    config::Config,
    error::TokenResponseError as Error,
    http::{Call, HttpClient, TOKEN_CAP},
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

/// Tokens, or an error that says why not (RFC 6749 5.1 and 5.2).
const ANSWERS: &[StatusCode] = &[
    StatusCode::OK,
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
];

/// The name of the response in the log.
const NAME: &str = "token response";

/// The members that are used (RFC 6749 5.1, Core 3.1.3.3). `expires_in`, `refresh_token`, `scope`
/// and any other have no say, whatever they hold. The ID token stays a text, so that an ill-formed
/// token is told apart from an ill-formed response.
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
        // Compared with what came, in `exchange_code_by`.
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

/// The member that is used of an error (RFC 6749 5.2).
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
    // RFC 6749 5.1: without regard to case.
    if !response.token_type.eq_ignore_ascii_case("Bearer") {
        return Err(Error::UnexpectedTokenType);
    }
    Ok(TokenResponse {
        id_token: UnverifiedJws::new(response.id_token.ok_or(Error::IdTokenMissing)?),
        access_token: response.access_token,
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
            match json::read::<IgnoredAny>(NAME, response.body()) {
                Some(_) => Ok(response),
                None => Err(Error::Malformed),
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

fn reason(error: RequestTokenError<Error, TokenError>) -> Error {
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
