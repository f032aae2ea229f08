//! What pages may know of the agent: no token, no identifier they do not show.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The signed-in agent, as the pages show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// First and last name joined, or the e-mail address where there is neither.
    pub name: String,
    /// All first names.
    pub given_name: Option<String>,
    /// The surname in use.
    pub usual_name: Option<String>,
    /// Professional e-mail address.
    pub email: Option<String>,
    /// The establishment, 14 digits.
    pub siret: Option<String>,
    /// The establishment's name.
    pub organization_label: Option<String>,
    /// What the agent is, as `ProConnect` says: `agent_public` and the like; empty for the private
    /// sector, and where it is not known.
    pub roles: Vec<String>,
    /// Whether `ProConnect` said anything of the roles.
    pub roles_known: bool,
    /// The identity provider.
    pub idp_id: Option<String>,
    /// The level of the authentication, when ProConnect gave it.
    pub acr: Option<String>,
    /// Whether the login had a second factor.
    pub has_second_factor: bool,
    /// Seconds until the session ends if nothing more is asked of the server.
    pub session_seconds_left: u64,
    /// Tells this agent from any other, homonyms included, and is no identifier: the value of every
    /// form's [`AgentField`](crate::agent_field::AgentField).
    pub digest: String,
}

/// The signed-in agent; `None` for a visitor. A session store that does not answer is an error,
/// never a visitor.
///
/// Called by a browser, it does not prolong the session: see the server's router.
///
/// # Errors
/// When the session cannot be read.
#[server(name = GetCurrentUser, prefix = "/api", endpoint = "current_user")]
pub async fn current_user() -> Result<Option<Agent>, ServerFnError> {
    use crate::server_functions::answer;
    use axum::response::IntoResponse;
    use proconnect::{error::Refusal, web::ProConnect};

    let session = leptos_axum::extract().await?;
    let proconnect = expect_context::<ProConnect>();
    let user = Agent::of(&session, &proconnect).await;
    user.map_err(|error| {
        answer(Refusal::from(error).into_response());
        ServerFnError::new(error)
    })
}

/// What [`current_user()`] says, asked by an agent who goes on: like any page, it prolongs the
/// session, until its lifetime in all is over.
///
/// # Errors
/// As [`current_user()`].
#[server(prefix = "/api", endpoint = "continue_session")]
pub async fn continue_session() -> Result<Option<Agent>, ServerFnError> {
    current_user().await
}

#[cfg(feature = "ssr")]
impl Agent {
    /// The agent of this session; `None` for a visitor.
    ///
    /// # Errors
    /// When the session store does not answer.
    pub async fn of(
        session: &tower_sessions::Session,
        proconnect: &proconnect::web::ProConnect,
    ) -> Result<Option<Self>, proconnect::error::SessionError> {
        let Some(signed_in) = proconnect::web::SignedIn::of(session).await? else {
            return Ok(None);
        };
        let now = proconnect.relying_party.clock().now();
        let end = signed_in.ends_at(session, &proconnect.lifetimes, now);
        let time_left = end.await? - now;
        Ok(Some(Self::new(&signed_in, proconnect, time_left)))
    }

    fn new(
        signed_in: &proconnect::web::SignedIn,
        proconnect: &proconnect::web::ProConnect,
        time_left: chrono::TimeDelta,
    ) -> Self {
        use proconnect::acr_policy::AcrLevel;

        let identity = &signed_in.identity;
        Self {
            name: identity.name(),
            given_name: identity.given_name.clone(),
            usual_name: identity.usual_name.clone(),
            email: identity.email.clone(),
            siret: identity.siret.as_ref().map(ToString::to_string),
            organization_label: identity.organization_label.clone(),
            roles: identity.roles.clone().unwrap_or_default(),
            roles_known: identity.roles.is_some(),
            idp_id: identity.idp_id.clone(),
            acr: identity.acr.as_ref().map(|acr| acr.0.clone()),
            has_second_factor: proconnect.admits(AcrLevel::Mfa, signed_in),
            session_seconds_left: time_left.num_seconds().try_into().unwrap_or(0),
            digest: signed_in.digest(&proconnect.cookie_keys),
        }
    }
}
