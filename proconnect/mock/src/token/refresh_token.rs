use crate::client::Client;
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

    fn is_to_be_replaced(&self, now: u64) -> bool {
        (now - self.issued_at) * 100 >= self.lifetime * ROTATED_AFTER
    }
}

/// `grant_type=refresh_token`: RFC 6749, section 6. The scope may only be narrowed.
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
        .get_mut(refresh_token, now)
        .filter(|token| {
            token.authorization.client_id == client.client_id
                && store
                    .grants
                    .get(&token.authorization.grant_id, now)
                    .is_some()
        })
        .ok_or_else(OAuthError::invalid_grant)?;
    let scope = narrowed(&token.scope, form.get("scope"))?;
    if token.is_consumed {
        store.grants.remove(&token.authorization.grant_id, now);
        return Err(OAuthError::invalid_grant());
    }
    let authorization = token.authorization.clone();
    let next = if token.is_to_be_replaced(now) {
        token.is_consumed = true;
        let scope = token.scope.clone();
        RefreshToken::issue(
            &mut store.refresh_tokens,
            authorization.clone(),
            &scope,
            issuer,
        )
    } else {
        refresh_token.to_owned()
    };
    respond(issuer, store, client, &authorization, scope, next)
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
