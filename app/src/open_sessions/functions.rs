use super::outcome::Outcome;
use crate::form::respond;
use axum::response::Redirect;
use leptos::prelude::*;
use proconnect::{
    error::{RequestError, SessionError},
    web::{
        AgentHash, AuditAction, AuditedAgent, CurrentSession, EndedBy, ProConnect, Refused,
        Selection, SessionReference,
    },
};
use std::sync::Arc;

/// The name of the field that names the session to end.
pub const SESSION: &str = "session";

/// Ends another session of the agent, and redirects the browser to the list. A session that is over already, and
/// a session of another agent, have the same answer.
///
/// # Errors
/// Only outside a request. A reference that is none and a store that does not answer are refusals.
#[server(prefix = "/api", endpoint = "end_session")]
pub async fn end_session(session: String) -> Result<(), ServerFnError> {
    let current = leptos_axum::extract().await?;
    let outcome = end_one(&current, &session).await;
    respond(outcome.map(|outcome| Redirect::to(&outcome.address())));
    Ok(())
}

/// Ends all sessions of the agent but the one of this request, and redirects the browser to the list.
///
/// # Errors
/// As [`end_session()`].
#[server(prefix = "/api", endpoint = "end_other_sessions")]
pub async fn end_other_sessions() -> Result<(), ServerFnError> {
    let current = leptos_axum::extract().await?;
    let outcome = end_others(&current).await;
    respond(outcome.map(|outcome| Redirect::to(&outcome.address())));
    Ok(())
}

async fn end_one(current: &CurrentSession, session: &str) -> Result<Outcome, Refused> {
    let session: SessionReference = session.parse().map_err(|_| RequestError::MalformedForm)?;
    let (agent, own) = holder(current)?;
    if session == own {
        return Ok(Outcome::IsThisOne);
    }
    let is_ended = end(current, &Selection::OneOf(agent, session.clone())).await?;
    Ok(if is_ended {
        Outcome::Ended(session)
    } else {
        Outcome::WasOver(session)
    })
}

async fn end_others(current: &CurrentSession) -> Result<Outcome, Refused> {
    let (agent, own) = holder(current)?;
    let is_any_ended = end(current, &Selection::AllButOne(agent, own)).await?;
    Ok(if is_any_ended {
        Outcome::OthersEnded
    } else {
        Outcome::OthersWereOver
    })
}

/// The agent and the session of the request. The guard lets no visitor pass.
fn holder(current: &CurrentSession) -> Result<(AgentHash, SessionReference), SessionError> {
    let agent = current.signed_in();
    let agent = agent.map(|signed_in| AgentHash::of(&signed_in.identity.sub));
    let both = agent.zip(current.reference());
    both.ok_or(SessionError::Unavailable)
}

/// Ends the sessions, and records it in the audit trail. Returns true if there was one.
async fn end(current: &CurrentSession, which: &Selection) -> Result<bool, SessionError> {
    let proconnect = expect_context::<ProConnect>();
    let registry = proconnect.registry.as_ref();
    let registry = registry.ok_or(SessionError::Unavailable)?;
    let ended = registry.end(which).await?;
    for session in &ended {
        let action = AuditAction::SessionEnded(EndedBy::AgentElsewhere);
        let from = Some(Arc::clone(current.request()));
        proconnect.record(action, Some(AuditedAgent::from(session)), from);
    }
    Ok(!ended.is_empty())
}
