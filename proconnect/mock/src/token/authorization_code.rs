use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::authorize::{AuthorizationRequest, pkce_format};
use crate::client::Client;
use crate::grant;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::Parameters;
use crate::store::Store;
use crate::token::{Authorization, RefreshToken, TokenResponse, respond};

pub struct AuthorizationCode {
    authorization: Authorization,
    redirect_uri: String,
    scope: String,
    code_challenge: Option<String>,
    /// A used code is kept, so that a second use is detected.
    is_consumed: bool,
}

impl AuthorizationCode {
    pub fn issue(
        store: &mut Store,
        authorization: Authorization,
        request: &AuthorizationRequest,
        issuer: &Issuer,
    ) -> String {
        let code = Self {
            authorization,
            redirect_uri: request.target.redirect_uri.clone(),
            scope: request.scope.clone(),
            code_challenge: request.code_challenge.clone(),
            is_consumed: false,
        };
        let lifetime = issuer.settings().lifetimes.code.into();
        store.codes.insert(code, issuer.clock.now(), lifetime)
    }

    fn matches_verifier(&self, verifier: Option<&str>) -> bool {
        let hashed = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        hashed == self.code_challenge
    }
}

/// `grant_type=authorization_code`: RFC 6749, section 4.1.3. A second use of a code revokes all
/// tokens of the first.
pub fn exchange(
    issuer: &Issuer,
    client: &Client,
    form: &Parameters,
) -> Result<TokenResponse, OAuthError> {
    let now = issuer.clock.now();
    let [code, redirect_uri] = form.require(["code", "redirect_uri"])?;
    let verifier = form.get("code_verifier");
    let mut store = issuer.store();
    let store = &mut *store;
    let is_known = |code: &AuthorizationCode| {
        let authorization = &code.authorization;
        authorization.client_id == client.client_id && authorization.is_alive(store, now)
    };
    // The form of the verifier is checked only for a code that is known.
    if let Some(verifier) = verifier
        && store.codes.get(code, now).is_some_and(is_known)
    {
        pkce_format("code_verifier", verifier)?;
    }
    let found = store
        .codes
        .get(code, now)
        .filter(|code| {
            is_known(code) && code.matches_verifier(verifier) && redirect_uri == code.redirect_uri
        })
        .ok_or_else(OAuthError::invalid_grant)?;
    let authorization = found.authorization.clone();
    let scope = found.scope.clone();
    if found.is_consumed {
        grant::revoke(store, &authorization.grant_id, now);
        return Err(OAuthError::invalid_grant());
    }
    // Before the identity is looked for: a failure uses the code up.
    if let Some(code) = store.codes.get_mut(code, now) {
        code.is_consumed = true;
    }
    let identity = authorization.identity(issuer, store)?;
    let refresh_token = RefreshToken::issue(
        &mut store.refresh_tokens,
        authorization.clone(),
        &scope,
        issuer,
    );
    respond(
        issuer,
        store,
        client,
        &authorization,
        identity,
        scope,
        refresh_token,
    )
}
