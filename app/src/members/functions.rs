use super::{acting::Acting, outcome::Outcome};
use crate::form::respond;
use axum::response::Redirect;
use leptos::prelude::*;
use proconnect::web::Refused;

/// Changes the membership of a member of the administrator's own organisation, and redirects the browser to the list.
/// An agent of another organisation, and an unknown one, have the same answer.
///
/// # Errors
/// Only outside a request. A field of another shape and a database that does not answer are refusals.
#[server(prefix = "/api", endpoint = "change_member")]
pub async fn change_member(member: String, change: String) -> Result<(), ServerFnError> {
    let acting = Acting::extract().await?;
    lead_on(acting.change(&member, &change).await);
    Ok(())
}

/// Invites a person into the administrator's own organisation, and redirects the browser to the list.
///
/// # Errors
/// As [`change_member()`].
#[server(prefix = "/api", endpoint = "invite_member")]
pub async fn invite_member(
    #[server(default)] email: String,
    role: String,
) -> Result<(), ServerFnError> {
    let acting = Acting::extract().await?;
    lead_on(acting.invite(&email, &role).await);
    Ok(())
}

/// Withdraws an invitation of the administrator's own organisation, and redirects the browser to the list.
///
/// # Errors
/// As [`change_member()`].
#[server(prefix = "/api", endpoint = "withdraw_invitation")]
pub async fn withdraw_invitation(email: String) -> Result<(), ServerFnError> {
    let acting = Acting::extract().await?;
    lead_on(acting.withdraw(&email).await);
    Ok(())
}

fn lead_on(outcome: Result<Outcome, Refused>) {
    respond(outcome.map(|outcome| Redirect::to(&outcome.address())));
}
