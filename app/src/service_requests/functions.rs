use super::model::{DecisionMistake, Mistakes};
use crate::fields::sent::FormError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{
        model::{Fields, PATH, REASON, State, parse},
        queries,
    },
    crate::{
        accounts::scope::Scope,
        fields::text::TextMistake,
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
    let typed = Fields {
        subject,
        siret,
        description,
    };
    let new = parse(&typed).map_err(reject)?;
    let id = queries::file(&scope, &new, request::now()?).await?;
    redirect(&format!("{PATH}/{id}"));
    Ok(())
}

/// Accepts or refuses a request of the organisation, and leads to its page. A refusal has a reason.
///
/// # Errors
/// The mistake of the form, and when the database does not answer.
#[server(prefix = "/api", endpoint = "decide_service_request")]
pub async fn decide_service_request(
    id: String,
    version: i64,
    verdict: String,
    #[server(default)] reason: String,
) -> Result<(), FormError<DecisionMistake>> {
    let scope: Scope = extract().await?;
    let state = match &*verdict {
        "accept" => State::Accepted,
        "refuse" => State::Refused,
        _ => return Err(FormError::Malformed),
    };
    let id = id.parse().map_err(|_| not_found())?;
    if queries::find(&scope, id).await?.is_none() {
        return Err(not_found());
    }
    let reason = match REASON.parse(&reason) {
        Err(TextMistake::Empty) if state == State::Accepted => None,
        Err(mistake) => return Err(reject(DecisionMistake::Reason(mistake))),
        Ok(reason) => Some(reason),
    };
    let decision = (state, reason.as_deref());
    if !queries::decide(&scope, (id, version), decision, request::now()?).await? {
        return Err(reject(DecisionMistake::Changed));
    }
    redirect(&format!("{PATH}/{id}"));
    Ok(())
}
