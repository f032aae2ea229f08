use super::model::{DecisionMistake, Mistakes, Verdict};
use crate::fields::sent::FormError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        model::{PATH, Typed, parse, parse_reason},
        queries,
    },
    crate::{
        accounts::scope::Scope,
        form::{not_found, reject},
        request,
    },
    leptos_axum::{extract, redirect},
};

/// Files a request for the organisation, and leads to its page. The field `agent` is checked before the call.
///
/// # Errors
/// The mistakes of the form, and when the database does not answer.
#[server(prefix = "/api", endpoint = "file_service_request")]
pub async fn file_service_request(
    #[server(default)] subject: String,
    #[server(default)] siret: String,
    #[server(default)] description: String,
    agent: String,
) -> Result<(), FormError<Mistakes>> {
    drop(agent);
    let scope: Scope = extract().await?;
    let typed = Typed {
        subject,
        siret,
        description,
    };
    let new = parse(&typed).map_err(reject)?;
    let id = queries::file(&scope, &new, request::time().unwrap_or_default()).await?;
    redirect(&format!("{PATH}/{id}"));
    Ok(())
}

/// Accepts or refuses a request of the organisation, and leads to its page.
///
/// # Errors
/// A reason that is missing, a request that was decided on in the meantime, and when the database does not answer.
#[server(prefix = "/api", endpoint = "decide_service_request")]
pub async fn decide_service_request(
    id: String,
    version: i64,
    verdict: Verdict,
    #[server(default)] reason: String,
) -> Result<(), FormError<DecisionMistake>> {
    let scope: Scope = extract().await?;
    let reason = parse_reason(verdict, &reason).map_err(reject)?;
    let id = id.parse().map_err(|_| not_found())?;
    if queries::find(&scope, id).await?.is_none() {
        return Err(not_found());
    }
    let decision = (verdict.state(), reason.as_deref());
    let now = request::time().unwrap_or_default();
    if !queries::decide(&scope, (id, version), decision, now).await? {
        return Err(reject(DecisionMistake::Changed));
    }
    redirect(&format!("{PATH}/{id}"));
    Ok(())
}
