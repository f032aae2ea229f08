use crate::client::Client;
use crate::grant;
use crate::issuer::Issuer;
use crate::oauth_error::OAuthError;
use crate::parameters::{Parameters, plural};
use crate::store::Expiring;
use crate::token::{Authorization, TokenResponse, respond};

/// Beyond this share of its lifetime, in percent, a refresh token is replaced when it is used.
const ROTATED_AFTER: u64 = 70;

pub struct RefreshToken {
    pub authorization: Authorization,
    pub scope: String,
    /// Seconds since the Unix epoch.
    issued_at: u64,
    /// In seconds.
    lifetime: u64,
    /// A replaced token is kept, so that a second use is detected.
    is_consumed: bool,
}

impl RefreshToken {
    pub fn issue(
        refresh_tokens: &mut Expiring<Self>,
        authorization: Authorization,
        scope: &str,
        issuer: &Issuer,
    ) -> String {
        let now = issuer.clock.now();
        let lifetime = issuer.settings().lifetimes.refresh_token.into();
        let token = Self {
            authorization,
            scope: scope.to_owned(),
            issued_at: now,
            lifetime,
            is_consumed: false,
        };
        refresh_tokens.insert(token, now, lifetime)
    }

    /// When it was issued and when it expires, in seconds since the Unix epoch.
    pub fn times(&self) -> (u64, u64) {
        (self.issued_at, self.issued_at + self.lifetime)
    }

    /// Whether another token has replaced it.
    pub fn is_consumed(&self) -> bool {
        self.is_consumed
    }

    fn is_to_be_replaced(&self, now: u64) -> bool {
        (now - self.issued_at) * 100 >= self.lifetime * ROTATED_AFTER
    }
}

/// `grant_type=refresh_token`: RFC 6749, section 6. The scope may only be narrowed. A new token
/// lives no longer than the session of the login.
pub fn exchange(
    issuer: &Issuer,
    client: &Client,
    form: &Parameters,
) -> Result<TokenResponse, OAuthError> {
    let now = issuer.clock.now();
    let mut store = issuer.store();
    let store = &mut *store;
    let [refresh_token] = form.require(["refresh_token"])?;
    let token = store
        .refresh_tokens
        .get(refresh_token, now)
        .filter(|token| {
            token.authorization.client_id == client.client_id
                && token.authorization.is_alive(store, now)
        })
        .ok_or_else(OAuthError::invalid_grant)?;
    let scope = narrowed(&token.scope, form.get("scope"))?;
    let authorization = token.authorization.clone();
    let identity = authorization.identity(issuer, store)?;
    if token.is_consumed {
        grant::revoke(store, &authorization.grant_id, now);
        return Err(OAuthError::invalid_grant());
    }
    let next = if token.is_to_be_replaced(now) {
        replace(&mut store.refresh_tokens, refresh_token, issuer)?
    } else {
        refresh_token.to_owned()
    };
    respond(issuer, store, client, &authorization, identity, scope, next)
}

/// Consumes `token`, and returns another one for the same rights.
fn replace(
    refresh_tokens: &mut Expiring<RefreshToken>,
    token: &str,
    issuer: &Issuer,
) -> Result<String, OAuthError> {
    let token = refresh_tokens
        .get_mut(token, issuer.clock.now())
        .ok_or_else(OAuthError::invalid_grant)?;
    token.is_consumed = true;
    let (authorization, scope) = (token.authorization.clone(), token.scope.clone());
    Ok(RefreshToken::issue(
        refresh_tokens,
        authorization,
        &scope,
        issuer,
    ))
}

fn narrowed(granted: &str, requested: Option<&str>) -> Result<String, OAuthError> {
    let Some(requested) = requested else {
        return Ok(granted.to_owned());
    };
    let missing: Vec<&str> = requested
        .split(' ')
        .filter(|scope| !granted.split(' ').any(|granted| granted == *scope))
        .collect();
    if missing.is_empty() {
        return Ok(requested.to_owned());
    }
    let noun = plural("scope", missing.len());
    let description = format!("refresh token missing requested {noun}");
    let error = OAuthError::new("invalid_scope", description);
    Err(error.with_scope(missing.join(" ")))
}
