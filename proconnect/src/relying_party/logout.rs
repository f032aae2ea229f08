//! The logout tokens that the issuer's server sends (OpenID Connect Back-Channel Logout 1.0).

use super::RelyingParty;
use crate::{
    error::{BackChannelLogoutError, JwsError, LogoutTokenError, SessionError},
    id_token,
    jws::UnverifiedJws,
    login_attempt::Outcome,
    logout_token::{self, LogoutToken, LogoutTokenChecks},
    provider::{ProviderSnapshot, TokenFrom},
};

impl RelyingParty {
    /// Verifies the logout token of a request, `None` where it has not exactly one (Back-Channel Logout 1.0,
    /// 2.6), and records its use where all replicas see it. The caller then ends the sessions, and records the success:
    /// [`UsedAttempts::end`](crate::login_attempt::UsedAttempts::end) with [`LogoutToken::use_id`].
    ///
    /// # Errors
    /// - [`BackChannelLogoutError::NotSupported`] when the issuer does not announce that it sends logout
    ///   tokens: none is read then;
    /// - [`BackChannelLogoutError::Token`] for the first check that fails;
    /// - [`BackChannelLogoutError::Unavailable`] when the keys or the record cannot be read.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn verify_logout_token(
        &self,
        token: Option<String>,
    ) -> Result<LogoutToken, BackChannelLogoutError> {
        let known = self.provider.discover().await?;
        if !known.metadata.backchannel_logout_supported {
            return Err(BackChannelLogoutError::NotSupported);
        }
        let token = UnverifiedJws::new(token.ok_or(LogoutTokenError::Missing)?);
        let now = self.clock.now();
        let verify = |known: &ProviderSnapshot| {
            let checks = LogoutTokenChecks {
                issuer: &self.config.issuer,
                client_id: &self.config.client_id,
                client_secret: &self.config.client_secret,
                alg: self.config.id_token_signed_response_alg,
                keys: &known.keys,
                now,
            };
            logout_token::verify(&token, &checks)
        };
        let token = match verify(&known) {
            Err(LogoutTokenError::Jws(JwsError::UnknownKey)) => {
                let renewed = self.provider.renew_keys(&known, TokenFrom::Anybody).await?;
                verify(&renewed)?
            }
            other => other?,
        };
        self.refuse_replay(&token).await?;
        Ok(token)
    }

    /// Step 8: refuses a token that has ended sessions already. One whose first use did not succeed is
    /// accepted again: the issuer sends it once more after an outage (2.5).
    async fn refuse_replay(&self, token: &LogoutToken) -> Result<(), BackChannelLogoutError> {
        let forget_at = token.expires_at + id_token::LEEWAY;
        let (used, now) = (self.used_attempts(), self.clock.now());
        if used.begin(&token.use_id, now, forget_at).await? {
            return Ok(());
        }
        match used.outcome(&token.use_id).await {
            Some(Outcome::Succeeded) => Err(LogoutTokenError::Replayed.into()),
            Some(Outcome::Pending | Outcome::Failed) => Ok(()),
            None => Err(SessionError::Unavailable.into()),
        }
    }
}
