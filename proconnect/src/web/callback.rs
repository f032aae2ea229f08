//! The return from the issuer. A session begins here and nowhere else.

use super::{
    AuditAction, AuditedAgent, CurrentSession, EndedBy, ProConnect, ReceivedIdentity, Refused,
    Requirement, RuleKind, SessionReference, SignedIn,
    audit::ForeignResponse,
    browser::{Beginning, Begun},
    cookies::SealedCookies,
    kept_refusal,
    login_attempts::LoginAttempts,
};
use crate::{
    authorization_response::AuthorizationResponse,
    error::{AccessError, LoginAttemptError, Refusal, SessionError},
    id_token::KnownAgent,
    identity::Identity,
    login_attempt::{self, LoginAttempt},
    relying_party::AuthenticatedLogin,
    return_to::ReturnTo,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header::USER_AGENT},
    response::{IntoResponse, Redirect, Response},
};
use std::{sync::Arc, time::Duration};

/// The header that browsers add to a prefetch or a preview.
const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");

/// The outcome of a return from the issuer.
enum Outcome {
    /// The agent is signed in: by this response, or by an earlier use of it.
    SignedIn(ReturnTo),
    /// This browser had not asked for the response. Its agent stays signed in.
    Foreign,
    /// No session has begun. The agent is known when the ID token was verified.
    Refused(Refused, Option<AuditedAgent>),
}

impl Outcome {
    /// The answer, with the marks that the audit trail reads.
    fn answer(self, cookies: SealedCookies) -> Response {
        let is_foreign = match &self {
            Self::SignedIn(_) => false,
            Self::Foreign => true,
            Self::Refused(refused, _) => refused.refusal == LoginAttemptError::Unknown.into(),
        };
        let redirect = |to: &ReturnTo| {
            let cookies = cookies.clone().remove(kept_refusal::COOKIE);
            (cookies, Redirect::to(to.as_str())).into_response()
        };
        let mut answer = match self {
            Self::SignedIn(to) => redirect(&to),
            Self::Foreign => redirect(&ReturnTo::default()),
            Self::Refused(refused, agent) => {
                let mut answer = (cookies, refused).into_response();
                if let Some(agent) = agent {
                    answer.extensions_mut().insert(agent);
                }
                answer
            }
        };
        if is_foreign {
            answer.extensions_mut().insert(ForeignResponse);
        }
        answer
    }
}

/// Why no session has begun, and the agent if the ID token was verified.
struct NotSignedIn {
    refusal: Refusal,
    agent: Option<AuditedAgent>,
    /// The rule for the whole service that does not admit the agent.
    rule: Option<RuleKind>,
    /// The agent, where they are authenticated and may not enter.
    received: Option<Box<ReceivedIdentity>>,
}

impl NotSignedIn {
    fn new(refusal: impl Into<Refusal>, agent: Option<AuditedAgent>) -> Self {
        Self {
            refusal: refusal.into(),
            agent,
            rule: None,
            received: None,
        }
    }
}

/// Reads the response, finds its attempt, authenticates the agent and begins the session. Redirects
/// (303), so that the address with the code does not stay in the browser.
pub(super) async fn callback(
    State(proconnect): State<ProConnect>,
    current: CurrentSession,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Refused> {
    // A preview or a prefetch must not use up the attempt.
    if method != Method::GET || headers.contains_key(SEC_PURPOSE) {
        return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
    }
    let response = AuthorizationResponse::parse(query.as_deref().unwrap_or_default())?;
    let id = login_attempt::id_of(&response.state);
    let attempts = LoginAttempts::of(&headers, &proconnect);
    let missing = if attempts.gave_way(&id) {
        LoginAttemptError::GaveWay
    } else {
        LoginAttemptError::Unknown
    };
    let (attempt, cookies) = attempts.take(&response.state);
    let attempt = attempt.filter(|attempt| attempt.is_of(proconnect.relying_party.config()));
    let user_agent = headers.get(USER_AGENT).and_then(|text| text.to_str().ok());
    let outcome = match attempt {
        Some(attempt) => finish(&proconnect, &current, user_agent, response, attempt).await,
        None if missing == LoginAttemptError::Unknown && current.signed_in().is_some() => {
            // A reload of the address that signed the agent in is ordinary.
            let used = proconnect.relying_party.used_attempts();
            if used.has_succeeded(&id, Duration::ZERO).await {
                Outcome::SignedIn(ReturnTo::default())
            } else {
                Outcome::Foreign
            }
        }
        None => Outcome::Refused(missing.into(), None),
    };
    Ok(outcome.answer(cookies))
}

/// Computes the outcome of a response to this attempt.
async fn finish(
    proconnect: &ProConnect,
    current: &CurrentSession,
    user_agent: Option<&str>,
    response: AuthorizationResponse,
    attempt: LoginAttempt,
) -> Outcome {
    let (id, return_to, level) = (attempt.id(), attempt.return_to.clone(), attempt.level);
    let signed_in = sign_in(proconnect, current, user_agent, response, attempt).await;
    let Err(NotSignedIn {
        refusal,
        agent,
        rule,
        received,
    }) = signed_in
    else {
        return Outcome::SignedIn(return_to);
    };
    if was_already_processed(refusal, proconnect, current, &id).await {
        Outcome::SignedIn(return_to)
    } else {
        let refused = Refused {
            requirement: rule.map(Requirement::Entry),
            received,
            ..Refused::login(refusal, return_to, level)
        };
        Outcome::Refused(refused, agent)
    }
}

/// Authenticates the agent and begins the session.
async fn sign_in(
    proconnect: &ProConnect,
    current: &CurrentSession,
    user_agent: Option<&str>,
    response: AuthorizationResponse,
    attempt: LoginAttempt,
) -> Result<(), NotSignedIn> {
    // Before the code is used: nobody is signed in without a trace.
    if !proconnect.audit.has_room() {
        return Err(NotSignedIn::new(SessionError::NotAuditable, None));
    }
    let relying_party = &proconnect.relying_party;
    let policy = &relying_party.config().acr_policy;
    let (browser, attempt_started_at) = (attempt.browser.clone(), attempt.started_at);
    let mut known = None;
    let login = relying_party.authenticate_noting(response, attempt, &mut known);
    let login = login.await.map_err(|refusal| {
        let agent = known.map(|KnownAgent { sub, acr, amr }| {
            AuditedAgent::authenticated(&sub, acr.as_ref(), &amr, policy)
        });
        NotSignedIn::new(refusal, agent)
    })?;
    let agent = AuditedAgent::of(&login.identity, None, policy);
    admit(proconnect, current, &login.identity, &agent).await?;
    let beginning = Beginning {
        browser: &browser,
        user_agent,
        attempt_started_at,
        now: relying_party.clock().now(),
    };
    match begin_session(proconnect, current, login, beginning).await {
        Ok(Begun::Now) => {
            let session = current.session.id().map(SessionReference::of);
            let who = AuditedAgent { session, ..agent };
            let from = Some(Arc::clone(current.request()));
            proconnect.record(AuditAction::Login, Some(who), from);
            Ok(())
        }
        Ok(Begun::Before) => Ok(()),
        Err(error) => Err(NotSignedIn::new(error, Some(agent))),
    }
}

/// Lets an authenticated agent pass whom the rules of the service and the application admit. The application
/// decides last: it records whom it admits.
async fn admit(
    proconnect: &ProConnect,
    current: &CurrentSession,
    identity: &Identity,
    agent: &AuditedAgent,
) -> Result<(), NotSignedIn> {
    let refuse = |error: AccessError, rule| NotSignedIn {
        rule,
        received: Some(Box::new(identity.into())),
        ..NotSignedIn::new(error, Some(agent.clone()))
    };
    if let Some(rule) = proconnect.unmet_entry_rule(identity) {
        return Err(refuse(AccessError::RuleUnmet, Some(rule)));
    }
    let Some(admission) = &proconnect.admission else {
        return Ok(());
    };
    let verdict = admission.admit(identity).await;
    let verdict = verdict.map_err(|error| NotSignedIn::new(error, Some(agent.clone())))?;
    let from = Some(Arc::clone(current.request()));
    proconnect.record(AuditAction::Admission(verdict), Some(agent.clone()), from);
    match verdict.refusal {
        None => Ok(()),
        Some(error) => Err(refuse(error, None)),
    }
}

/// Ends the session that the browser has, and begins the one of this login.
async fn begin_session(
    proconnect: &ProConnect,
    current: &CurrentSession,
    login: AuthenticatedLogin,
    beginning: Beginning<'_>,
) -> Result<Begun, SessionError> {
    let previous = current.signed_in().zip(current.reference());
    SignedIn::end(&current.session).await?;
    if let Some((agent, reference)) = previous {
        let who = proconnect.audited(agent, Some(reference));
        let from = Some(Arc::clone(current.request()));
        proconnect.record(
            AuditAction::SessionEnded(EndedBy::NewLogin),
            Some(who),
            from,
        );
    }
    SignedIn::begin(&current.session, login, beginning).await
}

/// Whether this response was already processed and signed the agent in: a reload after the login,
/// or a second tab whose request left before the first session cookie arrived. A concurrent request
/// waits for the first to finish, and is then redirected without a session of its own.
async fn was_already_processed(
    refusal: Refusal,
    proconnect: &ProConnect,
    current: &CurrentSession,
    id: &str,
) -> bool {
    if refusal != Refusal::LoginAttempt(LoginAttemptError::AlreadyUsed) {
        return false;
    }
    let relying_party = &proconnect.relying_party;
    let used = relying_party.used_attempts();
    used.has_succeeded(id, relying_party.patience()).await || current.signed_in().is_some()
}
