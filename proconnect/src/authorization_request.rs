//! The authorization request (Core 3.1.2.1): the URL the browser is sent to, and the attempt it
//! leaves behind.

use crate::{
    config::Config,
    identity::Acr,
    login_attempt::{LoginAttempt, State},
    provider::Metadata,
    return_to::ReturnTo,
};
use chrono::{DateTime, Utc};
use openidconnect::{
    AuthenticationFlow, JsonWebKeySet, LoginHint, Nonce, PkceCodeChallenge,
    core::{CoreClient, CoreResponseType},
};
use serde_json::{Value, json};
use url::Url;

/// Entropy of `state`, `nonce` and the code verifier, in bytes: 43 characters each, where
/// `ProConnect` wants 32 at least.
const RANDOM_BYTES: u32 = 32;

/// What the one who begins a login may choose.
#[derive(Debug, Clone, Default)]
pub struct LoginOptions {
    /// Where to go once logged in.
    pub return_to: ReturnTo,
    /// The agent's e-mail address, which spares them from typing it at `ProConnect`.
    pub login_hint: Option<String>,
}

/// Makes the URL, with fresh `state`, `nonce` and PKCE challenge (RFC 7636, S256), and the
/// attempt that remembers them.
#[must_use]
pub fn authorize(
    config: &Config,
    metadata: &Metadata,
    options: LoginOptions,
    now: DateTime<Utc>,
) -> (Url, LoginAttempt) {
    let keys = JsonWebKeySet::new(Vec::new());
    let client = CoreClient::new(config.client_id.clone(), config.issuer.clone(), keys)
        .disable_openid_scope()
        .set_auth_uri(metadata.authorization_endpoint.clone())
        .set_redirect_uri(config.redirect_uri.clone());
    let (challenge, code_verifier) = PkceCodeChallenge::new_random_sha256_len(RANDOM_BYTES);
    let mut request = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            || State::new_random_len(RANDOM_BYTES),
            || Nonce::new_random_len(RANDOM_BYTES),
        )
        .add_scopes(config.scopes.iter().cloned())
        .add_extra_param("claims", claims(&config.acr_values).to_string())
        .set_pkce_challenge(challenge);
    if let Some(hint) = options.login_hint {
        request = request.set_login_hint(LoginHint::new(hint));
    }
    let (url, state, nonce) = request.url();
    let return_to = options.return_to;
    (
        url,
        LoginAttempt {
            state,
            nonce,
            code_verifier,
            return_to,
            started_at: now,
        },
    )
}

/// Asks for the two claims that `ProConnect` leaves out of the ID token unless asked (Core 5.5);
/// `acr` as essential where only some values are accepted (Core 5.5.1.1).
fn claims(acr_values: &[Acr]) -> Value {
    let acr = match acr_values {
        [] => Value::Null,
        accepted => json!({"essential": true, "values": accepted}),
    };
    json!({"id_token": {"acr": acr, "amr": null}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_values_are_asked_for_as_essential() {
        assert_eq!(
            claims(&[]).to_string(),
            r#"{"id_token":{"acr":null,"amr":null}}"#
        );
        let two = ["eidas2", "eidas3"].map(|value| Acr(value.to_owned()));
        assert_eq!(
            claims(&two).to_string(),
            r#"{"id_token":{"acr":{"essential":true,"values":["eidas2","eidas3"]},"amr":null}}"#
        );
    }
}
