//! The journey itself: the steps of the other modules, in their order.

use crate::{
    acr_policy::{AcrPolicy, AcrRequirement},
    authorization_request::{self, LoginOptions},
    authorization_response::AuthorizationResponse,
    clock::Clock,
    config::Config,
    end_session::{self, IdTokenHint},
    error::{
        AuthorizationResponseError, EndSessionError, HttpError, IdTokenError, JwsError,
        ProviderError, Refusal, TokenResponseError, UserInfoError,
    },
    http::{Deadlines, HttpClient},
    id_token::{self, IdTokenChecks, VerifiedIdToken},
    identity::{Acr, Identity},
    login_attempt::{AttemptInUse, LoginAttempt, State, UsedAttempts},
    provider::{Discovered, Provider},
    token_response::{self, TokenResponse},
    user_info::{self, UserInfoChecks},
};
use openidconnect::{AuthorizationCode, Nonce};
use std::sync::Arc;
use url::Url;

/// A login that has passed every check.
#[derive(Debug)]
pub struct AuthenticatedLogin {
    /// Who logged in.
    pub identity: Identity,
    /// What the logout will need.
    pub id_token_hint: IdTokenHint,
    /// The attempt it used up.
    pub(crate) attempt: AttemptInUse,
}

/// This application, as a client of its issuer.
#[derive(Debug)]
pub struct RelyingParty {
    config: Config,
    provider: Arc<Provider>,
    http: HttpClient,
    clock: Clock,
    deadlines: Deadlines,
    used_attempts: UsedAttempts,
}

impl RelyingParty {
    /// A client that has not talked to its issuer yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(config: Config, clock: Clock) -> Result<Self, reqwest::Error> {
        Self::with_deadlines(config, clock, Deadlines::default())
    }

    /// The same, with less or more patience.
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
            used_attempts: UsedAttempts::default(),
        })
    }

    /// How this client is registered.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What is known of the issuer.
    #[must_use]
    pub fn provider(&self) -> &Arc<Provider> {
        &self.provider
    }

    /// The clock everything here goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The values of `acr` among the settings that the issuer, if it is known, does not announce:
    /// misspelt, or renamed since.
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

    /// Begins a login: the URL to send the browser to, and the attempt it must bring back.
    ///
    /// # Errors
    /// When nothing is known of the issuer and it does not answer.
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
    pub fn used_attempts(&self) -> &UsedAttempts {
        &self.used_attempts
    }

    /// Finishes the login that `attempt` began, within the deadline of a callback.
    ///
    /// # Errors
    /// The first step that refuses. Nothing has been kept then.
    pub async fn authenticate(
        &self,
        response: AuthorizationResponse,
        attempt: LoginAttempt,
    ) -> Result<AuthenticatedLogin, Refusal> {
        tokio::time::timeout(
            self.deadlines.callback,
            self.authenticate_in_steps(response, attempt),
        )
        .await
        .map_err(|_| {
            tracing::warn!("the issuer's answers took longer than a callback may");
            TokenResponseError::from(HttpError::TimedOut)
        })?
    }

    async fn authenticate_in_steps(
        &self,
        response: AuthorizationResponse,
        attempt: LoginAttempt,
    ) -> Result<AuthenticatedLogin, Refusal> {
        let known = self.provider.discover().await?;
        response.check_issuer(&self.config.issuer, &known.metadata)?;
        self.log_refused_scopes(&response);
        let acr_requirement = self.config.acr_policy.requirement(attempt.level);
        let code = response
            .into_code()
            .map_err(|error| unmet(error, &acr_requirement))?;
        let in_use =
            self.used_attempts
                .consume(&attempt, self.config.login_lifetime, self.clock.now())?;

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
            .verify_id_token(&tokens, &nonce, &code, &acr_requirement, known)
            .await?;
        let identity = self.fetch_identity(&tokens, &id_token, &known).await?;
        let id_token_hint = IdTokenHint(id_token.hint().to_owned());
        Ok(AuthenticatedLogin {
            identity,
            id_token_hint,
            attempt: in_use,
        })
    }

    /// A client that is not granted a scope is refused at every login: the log says which it is.
    fn log_refused_scopes(&self, response: &AuthorizationResponse) {
        let scopes = response.refused_scopes(&self.config.scopes).join(" ");
        if !scopes.is_empty() {
            tracing::warn!(scopes, "the issuer does not grant this client these scopes");
        }
    }

    /// Verifies with the known keys; with the current ones if the token names another.
    async fn verify_id_token(
        &self,
        tokens: &TokenResponse,
        nonce: &Nonce,
        code: &AuthorizationCode,
        acr_requirement: &AcrRequirement,
        known: Arc<Discovered>,
    ) -> Result<(VerifiedIdToken, Arc<Discovered>), Refusal> {
        let verify = |known: &Discovered| {
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
            id_token::verify(&tokens.id_token, &checks)
        };
        match verify(&known) {
            Err(IdTokenError::Jws(JwsError::UnknownKey)) => {
                let renewed = self.provider.renew_keys(&known).await?;
                Ok((verify(&renewed)?, renewed))
            }
            other => Ok((other?, known)),
        }
    }

    /// The same for the userinfo response, which may be signed with another key.
    async fn fetch_identity(
        &self,
        tokens: &TokenResponse,
        id_token: &VerifiedIdToken,
        known: &Discovered,
    ) -> Result<Identity, Refusal> {
        let response = user_info::fetch(&known.metadata, &self.http, &tokens.access_token).await?;
        let verify = |known: &Discovered| {
            let checks = UserInfoChecks {
                issuer: &self.config.issuer,
                client_id: &self.config.client_id,
                client_secret: &self.config.client_secret,
                alg: self.config.userinfo_signed_response_alg,
                keys: &known.keys,
                sub: &id_token.sub,
                now: self.clock.now(),
            };
            user_info::verify(&response, &checks)
        };
        let user_info = match verify(known) {
            Err(UserInfoError::Jws(JwsError::UnknownKey)) => {
                verify(self.provider.renew_keys(known).await?.as_ref())?
            }
            other => other?,
        };
        Ok(user_info.into_identity(id_token))
    }

    /// Begins the logout at the issuer: the URL to send the browser to, and the state that must
    /// come back. No call is made: an issuer that is known can be left even when it is down.
    /// Returns `None` where the issuer has no logout endpoint.
    ///
    /// # Errors
    /// When the issuer is not known and does not answer.
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

/// What a login that required a director's certificate could not have, by its own name.
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
