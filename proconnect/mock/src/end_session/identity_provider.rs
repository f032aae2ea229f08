//! The redirect through the agent's identity provider, which ends its own session before ProConnect
//! goes on.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::{LIFETIME, page};
use crate::error_page::ErrorPage;
use crate::fault::{Fault, LogoutFault};
use crate::issuer::Issuer;
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::store::Store;

/// A logout that is at the identity provider.
pub struct IdpLogout {
    /// The query of the relying party's request, unchanged.
    query: String,
    client_id: Option<String>,
}

/// # Errors
/// The page on which the logout ends, single sign-on over but nothing else, when a planned fault makes
/// the identity provider disabled or unreachable.
pub fn check(issuer: &Issuer, client_id: Option<&str>) -> Result<(), ErrorPage> {
    let faults = issuer.faults.take(client_id, &[], |fault| {
        matches!(
            fault,
            Fault::Login(Refusal::IdpDisabled | Refusal::IdpDiscoveryFailed)
        )
    });
    match faults.first() {
        Some(Fault::Login(refusal)) => Err(refusal.final_page()),
        _ => Ok(()),
    }
}

/// Sends the browser to the identity provider.
pub fn leave(store: &mut Store, query: String, client_id: Option<&str>, now: u64) -> Response {
    let waiting = IdpLogout {
        query,
        client_id: client_id.map(String::from),
    };
    let state = store.idp_logouts.insert(waiting, now, LIFETIME);
    found(&format!("/mock/identity-provider/logout?state={state}"))
}

/// `GET /mock/identity-provider/logout`: an identity provider that redirects back, or one that
/// strands agents.
pub async fn log_out(
    State(issuer): State<Arc<Issuer>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let state = query.get("state").unwrap_or_default();
    let store = issuer.store();
    let waiting = store
        .idp_logouts
        .get(state, issuer.clock.now())
        .ok_or_else(lost)?;
    let is_stranded = |fault| fault == Fault::Logout(LogoutFault::Stranded);
    let client_id = waiting.client_id.as_deref();
    if !issuer.faults.take(client_id, &[], is_stranded).is_empty() {
        return Ok(page::stranded().into_response());
    }
    let path = "/api/v2/client/logout-callback";
    Ok(found(&format!("{path}?state={state}")))
}

/// `GET /client/logout-callback`: the return from the identity provider. Redirects to the beginning
/// of the logout.
pub async fn callback(
    State(issuer): State<Arc<Issuer>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ErrorPage> {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let state = query.get("state").unwrap_or_default();
    let waiting = issuer
        .store()
        .idp_logouts
        .remove(state, issuer.clock.now())
        .ok_or_else(lost)?;
    let query = waiting.query;
    Ok(found(&format!("/api/v2/session/end?from_idp=true&{query}")))
}

fn lost() -> ErrorPage {
    ErrorPage::new(StatusCode::UNAUTHORIZED, "Y190001", "session not found")
}

/// ProConnect's status for responses that its protocol library does not write.
fn found(location: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, location)]).into_response()
}
