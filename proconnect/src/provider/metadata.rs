//! The metadata document (Discovery 3), and what of it is used.

use crate::{config::is_secure, error::ProviderError, identity::Acr};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthUrl, EndSessionUrl, IssuerUrl, JsonWebKeySetUrl,
    ProviderMetadata, TokenUrl, UserInfoUrl,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

/// Members that Discovery 3 itself does not define.
#[derive(Debug, Clone, Deserialize, Serialize)]
struct Extensions {
    /// RP-Initiated Logout 1.0, 2.1.
    end_session_endpoint: Option<EndSessionUrl>,
    /// RFC 9207, 3.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// RFC 8414, 2.
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for Extensions {}

/// The document as `openidconnect` reads it.
type Document = ProviderMetadata<
    Extensions,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The endpoints of a login and a logout. Those that a login needs are present, and all are secure.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// Where the browser is sent to log in.
    pub authorization_endpoint: AuthUrl,
    /// Where the code is exchanged.
    pub token_endpoint: TokenUrl,
    /// How the secret is shown there (Core 9).
    pub client_authentication: AuthType,
    /// Where the claims are.
    pub userinfo_endpoint: UserInfoUrl,
    /// Where the keys are.
    pub jwks_uri: JsonWebKeySetUrl,
    /// Where the browser is sent to log out. An issuer may have no logout at all.
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// Whether every authorization response bears `iss` (RFC 9207).
    pub iss_parameter_supported: bool,
    /// The values of `acr` that it knows, if it says.
    pub acr_values_supported: Option<Vec<Acr>>,
}

impl Metadata {
    /// Reads the document that `issuer` publishes (Discovery 4.3).
    ///
    /// # Errors
    /// When it is none, tells of another issuer, or lacks an endpoint that a login needs.
    pub fn read(json: &[u8], issuer: &IssuerUrl) -> Result<Self, ProviderError> {
        let document: Document =
            serde_json::from_slice(json).map_err(|_| ProviderError::Malformed)?;
        if document.issuer() != issuer {
            return Err(ProviderError::IssuerMismatch);
        }
        Self::try_from(&document)
    }
}

impl TryFrom<&Document> for Metadata {
    type Error = ProviderError;

    fn try_from(document: &Document) -> Result<Self, ProviderError> {
        let extensions = document.additional_metadata();
        let incomplete = ProviderError::Incomplete;
        // RFC 9700 2.1.1: without S256 the code would not be bound to this browser.
        let methods = extensions.code_challenge_methods_supported.as_ref();
        if methods.is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(ProviderError::PkceUnsupported);
        }
        let acr_values = document.acr_values_supported();
        let acr_values = acr_values.map(|values| values.iter().map(|acr| Acr(acr.to_string())));
        let metadata = Self {
            authorization_endpoint: document.authorization_endpoint().clone(),
            token_endpoint: document.token_endpoint().cloned().ok_or(incomplete)?,
            client_authentication: client_authentication(document)?,
            userinfo_endpoint: document.userinfo_endpoint().cloned().ok_or(incomplete)?,
            jwks_uri: document.jwks_uri().clone(),
            end_session_endpoint: extensions.end_session_endpoint.clone(),
            iss_parameter_supported: extensions.authorization_response_iss_parameter_supported,
            acr_values_supported: acr_values.map(Iterator::collect),
        };
        let end_session = metadata.end_session_endpoint.as_ref();
        let endpoints = [
            Some(metadata.authorization_endpoint.url()),
            Some(metadata.token_endpoint.url()),
            Some(metadata.userinfo_endpoint.url()),
            Some(metadata.jwks_uri.url()),
            end_session.map(|endpoint| endpoint.url()),
        ];
        // Plain http to this machine is for an issuer that is here itself. From anywhere else it
        // would lead the code and the secret to whatever listens here.
        let over_https = document.issuer().url().scheme() == "https";
        let may_be_called = |url: &Url| is_secure(url) && (url.scheme() == "https" || !over_https);
        if endpoints.into_iter().flatten().all(may_be_called) {
            Ok(metadata)
        } else {
            Err(ProviderError::InsecureEndpoint)
        }
    }
}

/// `client_secret_post`, which ProConnect registers for everyone, or else `client_secret_basic`,
/// which goes without saying (Discovery 3).
fn client_authentication(document: &Document) -> Result<AuthType, ProviderError> {
    use CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
    match document.token_endpoint_auth_methods_supported() {
        Some(methods) if methods.contains(&ClientSecretPost) => Ok(AuthType::RequestBody),
        Some(methods) if !methods.contains(&ClientSecretBasic) => {
            Err(ProviderError::ClientAuthenticationUnsupported)
        }
        _ => Ok(AuthType::BasicAuth),
    }
}
