//! The journey itself: the steps of the other modules, in their order.
//!
//! Each step has a span of `tracing` at the level `debug`. A span has no field: a token, a code, a
//! nonce or a state must not reach a log.

mod logout;

use crate::{
    acr_policy::{AcrPolicy, AcrRequirement},
    authorization_request::{self, LoginOptions},
    authorization_response::AuthorizationResponse,
    clock::Clock,
    config::Config,
    end_session::{self, IdTokenHint},
    error::{
        AuthorizationResponseError, EndSessionError, HttpError, IdTokenError, JwsError,
        LoginAttemptError, ProviderError, Refusal, TokenResponseError, UserInfoError,
    },
    http::{CallObserver, Deadlines, HttpClient},
    id_token::{self, IdTokenChecks, KnownAgent, VerifiedIdToken},
    identity::{Acr, Identity},
    login_attempt::{AttemptInUse, InMemory, LoginAttempt, State, UsedAttempts},
    provider::{Provider, ProviderSnapshot, TokenFrom},
    token_response::{self, TokenResponse},
    user_info::{self, UnverifiedUserInfo, UserInfoChecks},
};
use openidconnect::{AuthorizationCode, Nonce};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};
use url::Url;

/// A login that has passed every check.
#[derive(Debug)]
pub struct AuthenticatedLogin {
    /// The agent, as the two verified tokens describe them.
    pub identity: Identity,
    /// The ID token, which the session keeps for the logout.
    pub id_token_hint: IdTokenHint,
    /// `sid`, the issuer's name of its session (OpenID Connect Back-Channel Logout 1.0, 2.1); `None`
    /// where the issuer sent none.
    pub sid: Option<String>,
    /// The attempt that the login used up. The application calls [`AttemptInUse::succeed`] once the
    /// agent has a session.
    pub attempt: AttemptInUse,
}

/// This application, as a client of its issuer (Core 1.2).
///
/// One value serves all logins of the process: it caches the issuer's metadata and keys.
#[derive(Debug)]
pub struct RelyingParty {
    config: Config,
    provider: Arc<Provider>,
    http: HttpClient,
    clock: Clock,
    deadlines: Deadlines,
    used_attempts: Arc<dyn UsedAttempts>,
}

impl RelyingParty {
    /// Makes the client, without any call to the issuer. The deadlines are those of production:
    /// [`Deadlines::default`].
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(config: Config, clock: Clock) -> Result<Self, reqwest::Error> {
        Self::with_deadlines(config, clock, Deadlines::default())
    }

    /// Makes the client with other deadlines for the calls to the issuer.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn with_deadlines(
        config: Config,
        clock: Clock,
        deadlines: Deadlines,
    ) -> Result<Self, reqwest::Error> {
        let http = HttpClient::new(deadlines)?;
        let issuer = config.issuer.clone();
        let provider = Arc::new(Provider::new(issuer, http.clone(), clock.clone()));
        Ok(Self {
            config,
            provider,
            http,
            clock,
            deadlines,
            used_attempts: Arc::new(InMemory::default()),
        })
    }

    /// The same client, with used attempts recorded in a place that all replicas share. By default they
    /// are recorded in this process.
    #[must_use]
    pub fn with_used_attempts(self, used_attempts: Arc<dyn UsedAttempts>) -> Self {
        Self {
            used_attempts,
            ..self
        }
    }

    /// The same client, before its first call, with an observer of every call to the issuer.
    #[must_use]
    pub fn with_call_observer(self, observer: Arc<dyn CallObserver>) -> Self {
        let http = self.http.with_observer(observer);
        let issuer = self.config.issuer.clone();
        let provider = Provider::new(issuer, http.clone(), self.clock.clone());
        Self {
            provider: Arc::new(provider),
            http,
            ..self
        }
    }

    /// The settings of this client, as it is registered at the issuer.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The issuer, with its cached metadata and keys.
    #[must_use]
    pub fn provider(&self) -> &Arc<Provider> {
        &self.provider
    }

    /// The clock that every lifetime is measured with.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The values of `acr` in the settings that the issuer does not announce: misspelt, or renamed
    /// since. Empty while the metadata has not been fetched, or where it announces no values.
    #[must_use]
    pub fn unannounced_acr_values(&self) -> Vec<Acr> {
        let known = self.provider.known();
        let announced = known.and_then(|known| known.metadata.acr_values_supported.clone());
        let AcrPolicy {
            values, mfa_values, ..
        } = &self.config.acr_policy;
        announced.map_or_else(Vec::new, |announced| {
            let set = values.iter().chain(mfa_values);
            set.filter(|acr| !announced.contains(acr))
                .cloned()
                .collect()
        })
    }

    /// Begins a login (Core 3.1.2.1). Returns the URL to redirect the browser to, and the attempt
    /// that the browser must keep, sealed, until the callback.
    ///
    /// # Errors
    /// - [`ProviderError`] when no metadata is cached and the issuer gives none;
    /// - [`ProviderError::AcrValuesUnsupported`] when the issuer announces none of the required
    ///   values of `acr`.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn authorize(&self, options: LoginOptions) -> Result<(Url, LoginAttempt), Refusal> {
        let known = self.provider.discover().await?;
        let announced = known.metadata.acr_values_supported.as_deref();
        let requirement = self.config.acr_policy.requirement(options.level);
        if !requirement.is_supported_by(announced) {
            return Err(ProviderError::AcrValuesUnsupported.into());
        }
        let now = self.clock.now();
        Ok(authorization_request::authorize(
            &self.config,
            &known.metadata,
            options,
            now,
        ))
    }

    /// The attempts whose code was used.
    #[must_use]
    pub fn used_attempts(&self) -> &dyn UsedAttempts {
        &*self.used_attempts
    }

    /// Finishes the login that `attempt` began: checks the response, exchanges the code, verifies
    /// the ID token and the userinfo response. All calls together end by [`Deadlines::callback`].
    ///
    /// The caller must have found `attempt` by the response's `state`, in the same browser (RFC
    /// 9700 4.7).
    ///
    /// # Errors
    /// The first check that fails. Nothing of the login is kept then, except that its attempt was used.
    pub async fn authenticate(
        &self,
        response: AuthorizationResponse,
        attempt: LoginAttempt,
    ) -> Result<AuthenticatedLogin, Refusal> {
        self.authenticate_noting(response, attempt, &mut None).await
    }

    /// Like [`Self::authenticate`]. Notes the agent of the ID token, so that an audit trail names the agent of
    /// a login that is refused for its `acr`, or later.
    ///
    /// # Errors
    /// Those of [`Self::authenticate`].
    #[tracing::instrument(level = "debug", name = "authenticate", skip_all)]
    pub async fn authenticate_noting(
        &self,
        response: AuthorizationResponse,
        attempt: LoginAttempt,
        agent: &mut Option<KnownAgent>,
    ) -> Result<AuthenticatedLogin, Refusal> {
        let deadline = Instant::now() + self.deadlines.callback;
        let in_time = |_| {
            tracing::warn!("the issuer's answers took longer than a callback may");
            TokenResponseError::from(HttpError::TimedOut)
        };
        let accepted = timeout_at(deadline, self.accept(response, &attempt));
        let (known, code) = accepted.await.map_err(in_time)??;
        let in_use = self.use_up(&attempt).await?;
        let redeemed = timeout_at(deadline, self.redeem(known, code, attempt, agent));
        let (identity, id_token) = redeemed.await.map_err(in_time)??;
        Ok(AuthenticatedLogin {
            identity,
            id_token_hint: IdTokenHint(id_token.hint().to_owned()),
            sid: id_token.sid,
            attempt: in_use,
        })
    }

    /// How long another response to an attempt waits for the one that uses it.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.deadlines.callback
    }

    /// Checks the response, and takes the code out of it.
    async fn accept(
        &self,
        response: AuthorizationResponse,
        attempt: &LoginAttempt,
    ) -> Result<(Arc<ProviderSnapshot>, AuthorizationCode), Refusal> {
        let known = self.provider.discover().await?;
        response.check_issuer(&self.config.issuer, &known.metadata)?;
        self.log_refused_scopes(&response);
        let acr_requirement = self.config.acr_policy.requirement(attempt.level);
        let code = response
            .into_code()
            .map_err(|error| unmet(error, &acr_requirement))?;
        Ok((known, code))
    }

    /// Records that the attempt's code is about to be used.
    async fn use_up(&self, attempt: &LoginAttempt) -> Result<AttemptInUse, Refusal> {
        let (lifetime, now) = (self.config.login_lifetime, self.clock.now());
        if attempt.is_expired(lifetime, now) {
            return Err(LoginAttemptError::Expired.into());
        }
        let forget_at = attempt.started_at + lifetime;
        let id = attempt.id();
        if self.used_attempts.begin(&id, now, forget_at).await? {
            Ok(AttemptInUse::new(id, Arc::clone(&self.used_attempts)))
        } else {
            Err(LoginAttemptError::AlreadyUsed.into())
        }
    }

    /// Exchanges the code for the tokens, and verifies them.
    async fn redeem(
        &self,
        known: Arc<ProviderSnapshot>,
        code: AuthorizationCode,
        attempt: LoginAttempt,
        agent: &mut Option<KnownAgent>,
    ) -> Result<(Identity, VerifiedIdToken), Refusal> {
        let acr_requirement = self.config.acr_policy.requirement(attempt.level);
        let LoginAttempt {
            nonce,
            code_verifier,
            ..
        } = attempt;
        let tokens = token_response::exchange_code(
            &self.config,
            &known.metadata,
            &self.http,
            code.clone(),
            code_verifier,
        )
        .await?;
        let (id_token, known) = self
            .verify_id_token(&tokens, &nonce, &code, &acr_requirement, known, agent)
            .await?;
        let response = user_info::fetch(&known.metadata, &self.http, &tokens.access_token).await?;
        let identity = self.verify_user_info(&response, &id_token, &known).await?;
        Ok((identity, id_token))
    }

    /// Logs the scopes that the issuer refuses. Every login fails as long as the client requests
    /// them, and the operator must know which ones to remove.
    fn log_refused_scopes(&self, response: &AuthorizationResponse) {
        let scopes = response.refused_scopes(&self.config.scopes).join(" ");
        if !scopes.is_empty() {
            tracing::warn!(scopes, "the issuer does not grant this client these scopes");
        }
    }

    /// Verifies with the cached keys. Where the token names an unknown key, fetches the keys again
    /// and verifies once more (Core 10.1.1).
    async fn verify_id_token(
        &self,
        tokens: &TokenResponse,
        nonce: &Nonce,
        code: &AuthorizationCode,
        acr_requirement: &AcrRequirement,
        known: Arc<ProviderSnapshot>,
        agent: &mut Option<KnownAgent>,
    ) -> Result<(VerifiedIdToken, Arc<ProviderSnapshot>), Refusal> {
        let mut verify = |known: &ProviderSnapshot| {
            let checks = IdTokenChecks {
                issuer: &self.config.issuer,
                client_id: &self.config.client_id,
                client_secret: &self.config.client_secret,
                alg: self.config.id_token_signed_response_alg,
                keys: &known.keys,
                nonce,
                code,
                access_token: &tokens.access_token,
                acr_requirement,
                acr_policy: &self.config.acr_policy,
                now: self.clock.now(),
            };
            id_token::verify_noting(&tokens.id_token, &checks, agent)
        };
        match verify(&known) {
            Err(IdTokenError::Jws(JwsError::UnknownKey)) => {
                let renewed = self.provider.renew_keys(&known, TokenFrom::Issuer).await?;
                Ok((verify(&renewed)?, renewed))
            }
            other => Ok((other?, known)),
        }
    }

    /// Verifies the userinfo response in the same way: it may be signed with another key.
    async fn verify_user_info(
        &self,
        response: &UnverifiedUserInfo,
        id_token: &VerifiedIdToken,
        known: &ProviderSnapshot,
    ) -> Result<Identity, Refusal> {
        let verify = |known: &ProviderSnapshot| {
            let checks = UserInfoChecks {
                issuer: &self.config.issuer,
                client_id: &self.config.client_id,
                client_secret: &self.config.client_secret,
                alg: self.config.userinfo_signed_response_alg,
                keys: &known.keys,
                sub: &id_token.sub,
                now: self.clock.now(),
            };
            user_info::verify(response, &checks)
        };
        let user_info = match verify(known) {
            Err(UserInfoError::Jws(JwsError::UnknownKey)) => {
                let renewed = self.provider.renew_keys(known, TokenFrom::Issuer).await?;
                verify(&renewed)?
            }
            other => other?,
        };
        Ok(user_info.into_identity(id_token))
    }

    /// Begins the logout at the issuer (RP-Initiated Logout 1.0, 2). Returns the URL to redirect the
    /// browser to, and the state that must come back; `None` where the issuer has no logout endpoint.
    ///
    /// With cached metadata no call is made, so that a logout works while the issuer is down.
    ///
    /// # Errors
    /// [`EndSessionError::ProviderUnknown`] when no metadata is cached and the issuer gives none.
    #[tracing::instrument(level = "debug", skip_all)]
    pub async fn end_session(
        &self,
        hint: Option<&IdTokenHint>,
    ) -> Result<Option<(Url, State)>, Refusal> {
        let known = self
            .provider
            .discover()
            .await
            .map_err(|_| EndSessionError::ProviderUnknown)?;
        Ok(end_session::end_session(
            &self.config,
            &known.metadata,
            hint,
        ))
    }
}

/// The error of a login whose required `acr` could not be met: a missing director's certificate has
/// a code of its own.
fn unmet(
    error: AuthorizationResponseError,
    requirement: &AcrRequirement,
) -> AuthorizationResponseError {
    match error {
        AuthorizationResponseError::AcrUnmet if requirement.is_for_directors() => {
            AuthorizationResponseError::DirectorCertificateMissing
        }
        other => other,
    }
}
