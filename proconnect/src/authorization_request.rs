//! The authorization request (Core 3.1.2.1): the URL that the browser is redirected to, and the login
//! attempt that it keeps.

use crate::{
    acr_policy::AcrLevel,
    config::Config,
    hints::{EmailHint, IdpHint},
    identity::{Acr, Siret},
    login_attempt::{LoginAttempt, State, client_of},
    provider::Metadata,
    return_to::ReturnTo,
};
use chrono::{DateTime, Utc};
use openidconnect::{
    AuthenticationContextClass, AuthenticationFlow, JsonWebKeySet, LoginHint, Nonce,
    PkceCodeChallenge,
    core::{CoreClient, CoreResponseType},
};
use url::Url;

/// Entropy of `state`, `nonce` and the code verifier, in bytes: 43 characters each. `ProConnect`
/// requires 32 at least.
const RANDOM_BYTES: u32 = 32;

/// Entropy of a browser's name, in bytes.
const BROWSER_BYTES: u32 = 16;

/// The options of a login.
#[derive(Debug, Clone, Default)]
pub struct LoginOptions {
    /// The path to return to after the login.
    pub return_to: ReturnTo,
    /// The level that the login must bring.
    pub level: AcrLevel,
    /// `login_hint`: the agent's e-mail address, which they need not type at `ProConnect` then.
    pub login_hint: Option<EmailHint>,
    /// `siret_hint`: the establishment that is preselected, where the agent acts for several.
    pub siret_hint: Option<Siret>,
    /// `idp_hint`: the identity provider, where the application knows it.
    pub idp_hint: Option<IdpHint>,
}

/// Makes the URL, with a new `state`, a new `nonce` and a new PKCE challenge (RFC 7636, S256), and the
/// attempt that holds them.
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
    let LoginOptions {
        return_to,
        level,
        login_hint,
        siret_hint,
        idp_hint,
    } = options;
    let acr_requirement = config.acr_policy.requirement(level);
    let (challenge, code_verifier) = PkceCodeChallenge::new_random_sha256_len(RANDOM_BYTES);
    let mut request = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            || State::new_random_len(RANDOM_BYTES),
            || Nonce::new_random_len(RANDOM_BYTES),
        )
        .add_scopes(config.scopes.iter().cloned())
        .set_pkce_challenge(challenge);
    if let Some(claims) = acr_requirement.claims(config.ask_amr) {
        request = request.add_extra_param("claims", claims.to_string());
    }
    for Acr(value) in acr_requirement.acr_values() {
        request = request.add_auth_context_value(AuthenticationContextClass::new(value.clone()));
    }
    if let Some(hint) = login_hint {
        request = request.set_login_hint(LoginHint::new(hint.as_str().to_owned()));
    }
    if let Some(hint) = siret_hint {
        request = request.add_extra_param("siret_hint", hint.as_str().to_owned());
    }
    if let Some(hint) = idp_hint {
        request = request.add_extra_param("idp_hint", hint.as_str().to_owned());
    }
    let (url, state, nonce) = request.url();
    (
        url,
        LoginAttempt {
            state,
            nonce,
            code_verifier,
            level,
            return_to,
            browser: State::new_random_len(BROWSER_BYTES).into_secret(),
            client: client_of(config),
            started_at: now,
        },
    )
}
