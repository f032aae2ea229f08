//! The signed-in agent, as pages and server functions see them. No token is included.

use crate::name_case::in_reading_case;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The signed-in agent.
///
/// The fields come from the claims of the userinfo response, which ProConnect sends for the scopes of
/// `PROCONNECT_SCOPES`, and from the ID token (`acr`). A claim without a field is in
/// [`claims`](Self::claims), with the name that ProConnect gives it.
///
/// Pages find the agent in context (`use_context::<Agent>()`). A server function takes the agent as an
/// argument: `let agent: Agent = leptos_axum::extract().await?`, or an `Option<Agent>` where visitors
/// may call the function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The identifier of the agent at ProConnect, which may change: data belong to `Scope::agent_id`. No
    /// page shows it.
    pub sub: String,
    /// First and last name, or the e-mail address when both are missing.
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
    /// The roles, as ProConnect names them (`agent_public`…). Empty for the private sector, and
    /// when the roles are not known.
    pub roles: Vec<String>,
    /// Whether ProConnect sent the roles.
    pub roles_known: bool,
    /// Every claim of the userinfo response by its name, those of the fields above included. A claim
    /// without a field is unchecked: the identity provider wrote it.
    pub claims: Arc<Map<String, Value>>,
    /// The identity provider.
    pub idp_id: Option<String>,
    /// The level of the authentication, if ProConnect sent it.
    pub acr: Option<String>,
    /// Whether the login had a second factor.
    pub has_second_factor: bool,
    /// Whether each rule for the whole service admits the agent. A session may be older than a rule: the guard then
    /// refuses every page but the public ones.
    pub is_admitted: bool,
    /// When the session began, in seconds since 1970 (UTC).
    pub session_began_at: i64,
    /// When the session ends without another request, in seconds since 1970 (UTC).
    pub session_ends_at: i64,
    /// Seconds until the session ends, without another request.
    pub session_seconds_left: u64,
    /// Minutes after which a session without requests ends.
    pub session_idle_minutes: u64,
    /// Identifies the agent within this site, homonyms included, without revealing an identifier.
    /// It is the value of every form's [`AgentField`](crate::agent_field::AgentField).
    pub digest: String,
}

impl Agent {
    /// The claim of this name, where it is a text: `agent.claim("phone_number")`, with the scope `phone`.
    pub fn claim(&self, name: &str) -> Option<String> {
        self.claims.get(name)?.as_str().map(str::to_owned)
    }

    /// The name by which a person is greeted: the first of the first names, and the surname. A name in
    /// capitals is written in reading case. Without a first name or a surname, the other alone; without both,
    /// [`name`](Self::name).
    pub fn short_name(&self) -> String {
        let first = self.given_name.as_deref().unwrap_or_default();
        let first = first.split([' ', ',']).find(|name| !name.is_empty());
        let surname = self.usual_name.as_deref().map(str::trim);
        let parts: Vec<_> = [first, surname.filter(|name| !name.is_empty())]
            .into_iter()
            .flatten()
            .map(in_reading_case)
            .collect();
        if parts.is_empty() {
            return self.name.clone();
        }
        parts.join(" ")
    }

    /// An agent for tests, which set the fields that they are about:
    /// `Agent { roles: Vec::new(), ..Agent::example() }`.
    #[cfg(feature = "testing")]
    pub fn example() -> Self {
        Self {
            sub: "a-subject".into(),
            name: "Angèle Dubois".into(),
            given_name: Some("Angèle".into()),
            usual_name: Some("Dubois".into()),
            email: Some("angele.dubois@ministere.example".into()),
            siret: Some("13002526500013".into()),
            organization_label: Some("Direction du numérique".into()),
            roles: vec!["agent_public".into(), "agent_public_etat".into()],
            roles_known: true,
            claims: Arc::default(),
            idp_id: Some("idp-1".into()),
            acr: Some("eidas1".into()),
            has_second_factor: false,
            is_admitted: true,
            // 24 November 2026, 8:32 UTC.
            session_began_at: 1_795_509_120,
            session_ends_at: 1_795_510_920,
            session_seconds_left: 1800,
            session_idle_minutes: 30,
            digest: "d1g3st".into(),
        }
    }
}

/// An open session, as the island that watches it reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// The [digest](Agent::digest) of the agent.
    pub digest: String,
    /// Seconds until the session ends, without another request.
    pub session_seconds_left: u64,
}

/// Returns the browser's session; `None` for a visitor. When the session store does not answer, the
/// call fails: the agent is never taken for a visitor.
///
/// A call does not extend the session (the server's router mounts it on a view of the store that
/// does not renew).
///
/// # Errors
/// Outside a request. When the session cannot be read, the server answers 503 before the call.
#[server(name = GetCurrentUser, prefix = "/api", endpoint = "current_user")]
pub async fn current_user() -> Result<Option<OpenSession>, ServerFnError> {
    let agent: Option<Agent> = leptos_axum::extract().await?;
    Ok(agent.map(|agent| OpenSession {
        digest: agent.digest,
        session_seconds_left: agent.session_seconds_left,
    }))
}

/// Answers as [`current_user()`] does, to an agent who wants to go on. Like any page, this call
/// extends the session, up to its absolute lifetime.
///
/// # Errors
/// As [`current_user()`].
#[server(prefix = "/api", endpoint = "continue_session")]
pub async fn continue_session() -> Result<Option<OpenSession>, ServerFnError> {
    current_user().await
}

#[cfg(feature = "ssr")]
mod of_a_request {
    use super::Agent;
    use axum::extract::{FromRequestParts, OptionalFromRequestParts};
    use http::request::Parts;
    use proconnect::{
        AcrLevel,
        web::{JudgedClaims, NoAgent, ProConnect, SignedIn},
    };
    use std::sync::Arc;

    /// The claims that a rule of access reads.
    impl<'a> From<&'a Agent> for JudgedClaims<'a> {
        fn from(agent: &'a Agent) -> Self {
            Self {
                email: agent.email.as_deref(),
                siret: agent.siret.as_deref(),
                roles: &agent.roles,
                idp_id: agent.idp_id.as_deref(),
            }
        }
    }

    impl Agent {
        /// The agent of an open session.
        pub fn new(signed_in: &SignedIn, proconnect: &ProConnect) -> Self {
            let identity = &signed_in.identity;
            let time_left = signed_in.ends_at - proconnect.relying_party.clock().now();
            let idle = proconnect.lifetimes.idle;
            Self {
                sub: identity.sub.as_str().to_owned(),
                name: identity.name(),
                given_name: identity.given_name.clone(),
                usual_name: identity.usual_name.clone(),
                email: identity.email.clone(),
                siret: identity.siret.as_ref().map(ToString::to_string),
                organization_label: identity.organization_label.clone(),
                roles: identity.roles.clone().unwrap_or_default(),
                roles_known: identity.roles.is_some(),
                claims: Arc::clone(&identity.claims),
                idp_id: identity.idp_id.clone(),
                acr: identity.acr.as_ref().map(|acr| acr.0.clone()),
                has_second_factor: proconnect.allows(AcrLevel::Mfa, signed_in),
                is_admitted: proconnect.unmet_entry_rule(identity).is_none(),
                session_began_at: signed_in.since.timestamp(),
                session_ends_at: signed_in.ends_at.timestamp(),
                session_seconds_left: time_left.num_seconds().try_into().unwrap_or(0),
                session_idle_minutes: idle.num_minutes().try_into().unwrap_or(0),
                digest: signed_in.digest(&proconnect.cookie_keys),
            }
        }
    }

    /// A layer of the server has inserted the agent into the request's extensions.
    impl<S: Send + Sync> OptionalFromRequestParts<S> for Agent {
        type Rejection = NoAgent;

        async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, NoAgent> {
            if let Some(agent) = parts.extensions.get::<Self>() {
                return Ok(Some(agent.clone()));
            }
            match Option::<SignedIn>::from_request_parts(parts, state).await? {
                None => Ok(None),
                // Without the layer the session was not read: an error, since `None` would mean a
                // visitor.
                Some(_) => Err(NoAgent::SessionNotRead),
            }
        }
    }

    impl<S: Send + Sync> FromRequestParts<S> for Agent {
        type Rejection = NoAgent;

        async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, NoAgent> {
            let agent = Option::<Self>::from_request_parts(parts, state).await?;
            agent.ok_or(NoAgent::NotSignedIn)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_greeted_by_one_first_name_and_the_surname() {
        let short_name = |given: Option<&str>, usual: Option<&str>| {
            let agent = Agent {
                name: "a.dubois@ministere.example".into(),
                given_name: given.map(str::to_owned),
                usual_name: usual.map(str::to_owned),
                ..Agent::example()
            };
            agent.short_name()
        };
        for (given, usual, short) in [
            (
                Some("Angela Claire Louise"),
                Some("DUBOIS"),
                "Angela Dubois",
            ),
            (
                Some("JEAN-PIERRE, MARC"),
                Some("LE GOFF"),
                "Jean-Pierre Le Goff",
            ),
            (Some(" "), Some("DUBOIS"), "Dubois"),
            (Some("Angela"), Some(" "), "Angela"),
            (None, None, "a.dubois@ministere.example"),
            (Some(""), None, "a.dubois@ministere.example"),
        ] {
            assert_eq!(short_name(given, usual), short);
        }
    }
}
