//! The authorization response: Core, section 3.1.2.5.

use axum::extract::{RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{PreEscaped, html};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use url::form_urlencoded;

use super::pages::redirect;
use super::{Agent, Attempt, Careless, Session, Subject};

/// `GET /callback`
pub async fn get(
    State(subject): State<Arc<Subject>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let (id, mut session) = subject.session(&headers);
    if subject.is(Careless::ErrorReflected)
        && let Ok(Some(description)) = once(&query, "error_description")
    {
        return subject.page(StatusCode::FORBIDDEN, &html! { (PreEscaped(description)) });
    }
    if let Ok(Some(error)) = once(&query, "error") {
        if subject.is(Careless::ErrorInHeader) {
            return redirect(&format!("/?error={error}"), None);
        }
        if subject.is(Careless::ErrorInCookie) && error.contains("suite=injected") {
            return redirect("/", Some("suite=injected".into()));
        }
    }
    match subject.complete(&query, &mut session).await {
        Ok((agent, return_to)) => {
            let page = subject
                .is(Careless::CodeInAddress)
                .then(|| html! { (agent.name) });
            session.agent = Some(agent);
            let mut response = subject.sign_in(id, session, &return_to);
            if let Some(page) = page {
                let cookie = response.headers_mut().remove(SET_COOKIE).unwrap();
                response = subject.page(StatusCode::OK, &page);
                response.headers_mut().insert(SET_COOKIE, cookie);
            }
            response
        }
        Err(reason) if subject.is(Careless::FailureEndsSession) => {
            id.map(|id| subject.sessions().remove(&id));
            subject.refuse(reason)
        }
        // The button "back", or a second tab: the agent is signed in already.
        Err(_) if session.agent.is_some() => redirect("/", None),
        Err(reason) => {
            if let Some(id) = id {
                subject.sessions().insert(id, session);
            }
            if subject.is(Careless::LockedOutForAWhile) {
                let until = Instant::now() + Duration::from_secs(4);
                subject.locked_until.lock().unwrap().get_or_insert(until);
            }
            let is_stuck = subject.is(Careless::StuckAfterFailure);
            subject.is_stuck.store(is_stuck, Ordering::Relaxed);
            subject.refuse(reason)
        }
    }
}

impl Subject {
    /// The agent and the return path, or the reason of the refusal.
    async fn complete(
        &self,
        query: &str,
        session: &mut Session,
    ) -> Result<(Agent, String), &'static str> {
        if self.is(Careless::AgentsByCode)
            && let Some(code) = once(query, "code")?
            && let Some(agent) = self.by_code.lock().unwrap().get(&code)
        {
            return Ok((agent.clone(), "/".into()));
        }
        let locked_until = *self.locked_until.lock().unwrap();
        if locked_until.is_some_and(|until| Instant::now() < until) {
            return Err("too many refused logins");
        }
        let attempt = self.attempt_of(query, session)?;
        if once(query, "iss")?.is_none_or(|issuer| issuer != self.issuer)
            && !self.is(Careless::IssuerIgnored)
        {
            return Err("iss");
        }
        if once(query, "error")?.is_some() {
            return Err("error");
        }
        let code = once(query, "code")?.filter(|code| !code.is_empty());
        let code = code.ok_or("code")?;
        let agent = self.exchange(&code, &attempt).await?;
        if self.is(Careless::AgentsByCode) {
            self.by_code.lock().unwrap().insert(code, agent.clone());
        }
        Ok((agent, attempt.return_to))
    }

    /// The attempt of the `state`, which is used up.
    fn attempt_of(&self, query: &str, session: &mut Session) -> Result<Attempt, &'static str> {
        let state = once(query, "state")?;
        let mut attempts = session.attempts.iter();
        let place = attempts.position(|attempt| Some(&attempt.state) == state.as_ref());
        match place {
            Some(place) => Ok(session.attempts.remove(place)),
            None if self.is(Careless::StateGlobal) => {
                let sessions = self.sessions();
                let mut attempts = sessions.values().flat_map(|session| &session.attempts);
                let attempt = attempts.find(|attempt| Some(&attempt.state) == state.as_ref());
                attempt.cloned().ok_or("state")
            }
            None if self.is(Careless::StateIgnored) => {
                let attempt = session.attempts.pop();
                Ok(attempt.unwrap_or(Attempt {
                    state: String::new(),
                    nonce: String::new(),
                    code_verifier: String::new(),
                    return_to: "/".into(),
                }))
            }
            None => Err("state"),
        }
    }

    /// A session with a new id.
    fn sign_in(&self, id: Option<String>, session: Session, return_to: &str) -> Response {
        if self.is(Careless::SessionBeforeLogin)
            && let Some(id) = id
        {
            self.sessions().insert(id, session);
            return redirect(return_to, None);
        }
        let kept = id.filter(|_| self.is(Careless::SessionKept));
        let cookie = self.store(kept, session);
        redirect(return_to, Some(cookie))
    }
}

/// The parameter `name`, which may not be repeated.
pub fn once(query: &str, name: &'static str) -> Result<Option<String>, &'static str> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let mut values = pairs.filter(|(key, _)| key == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    match values.next() {
        Some(_) => Err("a parameter twice"),
        None => Ok(value),
    }
}
