//! A refusal as a response. It is a typed value in the response's extensions: one layer records the
//! audit event, and the application renders a page.

use super::{
    AuditAction, AuditedAgent, AuditedRequest, ProConnect, audit, requirement::Requirement,
};
use crate::{acr_policy::AcrLevel, error::Refusal, identity::Identity, return_to::ReturnTo};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// The stable code of the refusal, for clients that read no page.
pub const REFUSAL_HEADER: HeaderName = HeaderName::from_static("proconnect-refusal");

/// Seconds before the next attempt, when a dependency is unavailable for the moment (RFC 9110
/// 10.2.3).
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// A refusal, with the login that its page may offer. A handler returns it as an error; the
/// response carries it in its extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The refusal.
    pub refusal: Refusal,
    /// The page that the agent wanted, if known: a new login returns there.
    pub return_to: Option<ReturnTo>,
    /// The level that the login was for.
    pub level: AcrLevel,
    /// The requirement of the route that the signed-in agent does not meet, where the guard refused.
    pub requirement: Option<Requirement>,
    /// The agent as the issuer described them, where a login was refused: no session holds them.
    pub received: Option<Box<ReceivedIdentity>>,
}

/// The part of an identity that the page of a refusal shows. `ProConnect` requires it of a service that refuses by
/// the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedIdentity {
    /// The e-mail address.
    pub email: Option<String>,
    /// The establishment, 14 digits.
    pub siret: Option<String>,
    /// The name of the establishment.
    pub organization_label: Option<String>,
    /// The roles; `None` where `ProConnect` sent none.
    pub roles: Option<Vec<String>>,
}

/// The longest claim of a shortened identity, in characters.
const SHORT_CLAIM: usize = 100;

/// The greatest number of roles of a shortened identity. `ProConnect` documents fewer.
const FEW_ROLES: usize = 10;

impl ReceivedIdentity {
    /// The same identity with an ellipsis at the end of long claims and in place of further roles.
    pub(super) fn shortened(self) -> Self {
        let ellipsis = || "…".to_owned();
        let roles = self.roles.map(|roles| {
            let has_more = roles.len() > FEW_ROLES;
            let first = roles.into_iter().take(FEW_ROLES).map(shortened);
            first.chain(has_more.then(ellipsis)).collect()
        });
        Self {
            email: self.email.map(shortened),
            siret: self.siret,
            organization_label: self.organization_label.map(shortened),
            roles,
        }
    }
}

fn shortened(claim: String) -> String {
    match claim.char_indices().nth(SHORT_CLAIM) {
        Some((end, _)) => format!("{}…", &claim[..end]),
        None => claim,
    }
}

impl From<&Identity> for ReceivedIdentity {
    fn from(identity: &Identity) -> Self {
        Self {
            email: identity.email.clone(),
            siret: identity
                .siret
                .as_ref()
                .map(|siret| siret.as_str().to_owned()),
            organization_label: identity.organization_label.clone(),
            roles: identity.roles.clone(),
        }
    }
}

impl Refused {
    /// The refusal of a login of this level that was to lead to `return_to`.
    pub(super) fn login(refusal: Refusal, return_to: ReturnTo, level: AcrLevel) -> Self {
        Self {
            refusal,
            return_to: Some(return_to),
            level,
            requirement: None,
            received: None,
        }
    }
}

impl<E: Into<Refusal>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self {
            refusal: error.into(),
            return_to: None,
            level: AcrLevel::Site,
            requirement: None,
            received: None,
        }
    }
}

impl IntoResponse for Refused {
    /// The status, the code as text and in [`REFUSAL_HEADER`], and the value as an extension.
    fn into_response(self) -> Response {
        let status = self.refusal.status();
        let code = self.refusal.code();
        let mut response = (status, format!("{code}\n")).into_response();
        let headers = response.headers_mut();
        if let Ok(code) = HeaderValue::try_from(code) {
            headers.insert(REFUSAL_HEADER, code);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Refusal {
    /// As [`Refused`], without a page to return to.
    fn into_response(self) -> Response {
        Refused::from(self).into_response()
    }
}

/// The layer that records the audit event of a refusal, and of a foreign response. It must be outside every
/// layer and handler that refuses, and inside the layer that renders the page.
pub async fn audit_refusals(
    State(proconnect): State<ProConnect>,
    request: Request,
    next: Next,
) -> Response {
    let from = AuditedRequest::of(&request);
    let response = next.run(request).await;
    if let Some(action) = action_of(&response) {
        let who = response.extensions().get::<AuditedAgent>().cloned();
        proconnect.record(action, who, Some(from));
    }
    response
}

fn action_of(response: &Response) -> Option<AuditAction> {
    let extensions = response.extensions();
    let foreign = extensions.get::<audit::ForeignResponse>();
    let foreign = foreign.map(|_| AuditAction::ForeignResponse);
    let refused = extensions.get::<Refused>();
    foreign.or(refused.map(|refused| AuditAction::Refusal(refused.refusal)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m2_only_the_response_of_an_outage_has_retry_after() {
        for refusal in Refusal::all() {
            let outage = refusal.status() == StatusCode::SERVICE_UNAVAILABLE;
            let has_retry_after = refusal
                .into_response()
                .headers()
                .contains_key("retry-after");
            assert_eq!(has_retry_after, outage, "{refusal}");
        }
    }
}
