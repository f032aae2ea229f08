//! Members of the metadata that no login uses, and that an operator compares with the settings.

use serde_json::Value;

/// The members (Discovery 3), as the issuer wrote them. A list is `None` when it is absent or
/// malformed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Announced {
    /// `issuer`.
    pub issuer: Option<String>,
    /// `scopes_supported`.
    pub scopes: Option<Vec<String>>,
    /// `id_token_signing_alg_values_supported`.
    pub id_token_algs: Option<Vec<String>>,
    /// `userinfo_signing_alg_values_supported`.
    pub userinfo_algs: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`.
    pub client_authentication: Option<Vec<String>>,
    /// `code_challenge_methods_supported` (RFC 8414 2).
    pub code_challenge_methods: Option<Vec<String>>,
    /// `backchannel_logout_supported` (Back-Channel Logout 1.0, 2.1).
    pub backchannel_logout: bool,
}

impl Announced {
    /// Reads what can be read of the document.
    pub(super) fn read(json: &[u8]) -> Self {
        let document: Value = serde_json::from_slice(json).unwrap_or_default();
        let list = |name: &str| {
            let values = document.get(name)?.as_array()?.iter();
            values
                .map(|value| Some(value.as_str()?.to_owned()))
                .collect()
        };
        let text = |name: &str| Some(document.get(name)?.as_str()?.to_owned());
        Self {
            issuer: text("issuer"),
            scopes: list("scopes_supported"),
            id_token_algs: list("id_token_signing_alg_values_supported"),
            userinfo_algs: list("userinfo_signing_alg_values_supported"),
            client_authentication: list("token_endpoint_auth_methods_supported"),
            code_challenge_methods: list("code_challenge_methods_supported"),
            backchannel_logout: document.get("backchannel_logout_supported")
                == Some(&Value::Bool(true)),
        }
    }
}
