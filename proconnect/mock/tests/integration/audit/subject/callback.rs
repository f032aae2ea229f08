//! The authorization response: Core, section 3.1.2.5.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{PreEscaped, html};
use std::sync::Arc;
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
    match subject.complete(&query, &mut session).await {
        Ok((agent, return_to)) => {
            session.agent = Some(agent);
            subject.sign_in(id, session, &return_to)
        }
        // The button "back", or a second tab: the agent is signed in already.
        Err(_) if session.agent.is_some() => redirect("/", None),
        Err(reason) => {
            if let Some(id) = id {
                subject.sessions().insert(id, session);
            }
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
        let agent = self.exchange(&code.ok_or("code")?, &attempt).await?;
        Ok((agent, attempt.return_to))
    }

    /// The attempt of the `state`, which is used up.
    fn attempt_of(&self, query: &str, session: &mut Session) -> Result<Attempt, &'static str> {
        let state = once(query, "state")?;
        let mut attempts = session.attempts.iter();
        let place = attempts.position(|attempt| Some(&attempt.state) == state.as_ref());
        match place {
            Some(place) => Ok(session.attempts.remove(place)),
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
