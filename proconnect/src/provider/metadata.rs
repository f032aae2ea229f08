//! The metadata document (Discovery 3), and the members of it that are used.

use super::Rejection;
use crate::{config::is_secure, error::ProviderError, identity::Acr, json};
use openidconnect::{
    AuthType, AuthUrl, EndSessionUrl, IssuerUrl, JsonWebKeySetUrl, TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

/// The members that are used (Discovery 3). Other members are ignored, whatever their value.
#[derive(Deserialize)]
struct Document {
    issuer: IssuerUrl,
    authorization_endpoint: AuthUrl,
    token_endpoint: Option<TokenUrl>,
    userinfo_endpoint: Option<UserInfoUrl>,
    jwks_uri: JsonWebKeySetUrl,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    acr_values_supported: Option<Vec<String>>,
    /// RP-Initiated Logout 1.0, 2.1.
    end_session_endpoint: Option<EndSessionUrl>,
    /// RFC 9207, 3.
    authorization_response_iss_parameter_supported: Option<bool>,
    /// Back-Channel Logout 1.0, 2.1. A value of another type counts as absent: it decides no login.
    #[serde(default, deserialize_with = "is_true")]
    backchannel_logout_supported: bool,
    /// RFC 8414, 2.
    code_challenge_methods_supported: Option<Vec<String>>,
}

fn is_true<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    Ok(Value::deserialize(value)? == Value::Bool(true))
}

/// The issuer's metadata (Discovery 3). The endpoints that a login needs are present. Every endpoint
/// is https, or plain http on this machine where the issuer is too.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// `authorization_endpoint`: the browser is redirected there to log in.
    pub authorization_endpoint: AuthUrl,
    /// `token_endpoint`: the code is exchanged there.
    pub token_endpoint: TokenUrl,
    /// How the client authenticates there (Core 9): `client_secret_post`, or else
    /// `client_secret_basic`.
    pub client_authentication: AuthType,
    /// `userinfo_endpoint`: returns the claims.
    pub userinfo_endpoint: UserInfoUrl,
    /// `jwks_uri`: returns the keys.
    pub jwks_uri: JsonWebKeySetUrl,
    /// `end_session_endpoint` (RP-Initiated Logout 1.0, 2.1): the browser is redirected there to log
    /// out. `None` for an issuer without a logout.
    pub end_session_endpoint: Option<EndSessionUrl>,
    /// Whether every authorization response has the parameter `iss` (RFC 9207 3).
    pub iss_parameter_supported: bool,
    /// Whether the issuer announces that it sends logout tokens (Back-Channel Logout 1.0, 2.1).
    pub backchannel_logout_supported: bool,
    /// The values of `acr` that the issuer knows; `None` where it announces none.
    pub acr_values_supported: Option<Vec<Acr>>,
}

impl Metadata {
    /// Reads the document that `issuer` publishes (Discovery 4.3).
    ///
    /// # Errors
    /// When the document is malformed, is of another issuer, lacks an endpoint that a login needs, or
    /// names one that is not https.
    pub fn read(json: &[u8], issuer: &IssuerUrl) -> Result<Self, ProviderError> {
        Self::examine(json, issuer).map_err(|rejection| rejection.logged("metadata"))
    }

    /// Like [`Self::read`], without a log line.
    pub(super) fn examine(json: &[u8], issuer: &IssuerUrl) -> Result<Self, Rejection> {
        let document: Document = json::parse(json).map_err(Rejection::malformed)?;
        if document.issuer.as_str() != issuer.as_str() {
            return Err(ProviderError::IssuerMismatch.into());
        }
        Self::try_from(document)
    }
}

impl TryFrom<Document> for Metadata {
    type Error = Rejection;

    fn try_from(document: Document) -> Result<Self, Rejection> {
        // RFC 9700 2.1.1: without S256 the code would not be bound to this browser.
        let methods = document.code_challenge_methods_supported.as_ref();
        if methods.is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(ProviderError::PkceUnsupported.into());
        }
        let acr_values = document.acr_values_supported.as_ref();
        let acr_values = acr_values.map(|values| values.iter().cloned().map(Acr).collect());
        let iss_parameter = document.authorization_response_iss_parameter_supported;
        let metadata = Self {
            client_authentication: client_authentication(&document)?,
            authorization_endpoint: document.authorization_endpoint,
            token_endpoint: required("token_endpoint", document.token_endpoint)?,
            userinfo_endpoint: required("userinfo_endpoint", document.userinfo_endpoint)?,
            jwks_uri: document.jwks_uri,
            end_session_endpoint: document.end_session_endpoint,
            iss_parameter_supported: iss_parameter.unwrap_or(false),
            backchannel_logout_supported: document.backchannel_logout_supported,
            acr_values_supported: acr_values,
        };
        let end_session = metadata.end_session_endpoint.as_ref();
        let endpoints = [
            (
                "authorization_endpoint",
                Some(metadata.authorization_endpoint.url()),
            ),
            ("token_endpoint", Some(metadata.token_endpoint.url())),
            ("userinfo_endpoint", Some(metadata.userinfo_endpoint.url())),
            ("jwks_uri", Some(metadata.jwks_uri.url())),
            ("end_session_endpoint", end_session.map(EndSessionUrl::url)),
        ];
        // Plain http to this machine is for an issuer on this machine. If a remote issuer could
        // name such an address, the code and the secret would go to any program that listens there.
        let over_https = document.issuer.url().scheme() == "https";
        let may_be_called = |url: &Url| is_secure(url) && (url.scheme() == "https" || !over_https);
        let is_open = |(_, url): &&(&str, Option<&Url>)| url.is_some_and(|url| !may_be_called(url));
        if let Some((member, _)) = endpoints.iter().find(is_open) {
            let error = ProviderError::InsecureEndpoint;
            return Err(Rejection::of_member(error, member, "not https"));
        }
        Ok(metadata)
    }
}

fn required<T>(member: &str, value: Option<T>) -> Result<T, Rejection> {
    value.ok_or_else(|| Rejection::of_member(ProviderError::Incomplete, member, "missing"))
}

/// `client_secret_post`, which ProConnect registers for every client, or else `client_secret_basic`,
/// the default of Discovery 3.
fn client_authentication(document: &Document) -> Result<AuthType, ProviderError> {
    let Some(methods) = &document.token_endpoint_auth_methods_supported else {
        return Ok(AuthType::BasicAuth);
    };
    let offers = |name: &str| methods.iter().any(|method| method == name);
    if offers("client_secret_post") {
        Ok(AuthType::RequestBody)
    } else if offers("client_secret_basic") {
        Ok(AuthType::BasicAuth)
    } else {
        Err(ProviderError::ClientAuthenticationUnsupported)
    }
}
