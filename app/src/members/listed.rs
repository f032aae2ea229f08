use super::outcome::Outcome;
use crate::{
    accounts::{
        invitations::{self, Invitation},
        members::{self, Member},
        scope::{Organisation, Scope},
    },
    database::DatabaseError,
    request,
};
use chrono::{DateTime, Utc};
use http::StatusCode;
use leptos::prelude::*;
use proconnect::{
    Subject,
    web::{AgentHash, ProConnect},
};
use uuid::Uuid;

/// The field of the address that names the last member of the page before.
pub const AFTER: &str = "apres";

/// The members and the invitations of an organisation.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The organisation.
    pub organisation: Organisation,
    /// The agent who reads the page.
    pub own: Uuid,
    /// A page of the members, by name.
    pub members: Vec<Member>,
    /// Whether it is the first page.
    pub is_first: bool,
    /// Whether there is another page.
    pub has_more: bool,
    /// The invitations that can be used, the last ones first. They are on the first page only.
    pub invitations: Vec<Invitation>,
    /// Whether there are older invitations.
    pub has_more_invitations: bool,
    /// The result of a form.
    pub outcome: Option<Outcome>,
    /// The member of that result.
    pub changed: Option<Member>,
}

impl Listed {
    /// Reads the page that the address asks for.
    pub(super) async fn read(scope: &Scope) -> Result<Self, StatusCode> {
        // Only a test has no clock: every invitation can be used then.
        let now = request::time().unwrap_or_default();
        let after = request::query(AFTER).and_then(|id| id.parse().ok());
        let mut listed = Self::of(scope, after, now).await.map_err(|error| {
            tracing::error!(%error, "the members of an organisation cannot be read");
            StatusCode::SERVICE_UNAVAILABLE
        })?;
        let outcome = listed.outcome.take();
        listed.outcome = match outcome {
            Some(Outcome::SessionsEnded(_)) if has_session(listed.changed.as_ref()).await => None,
            outcome => outcome.filter(|outcome| {
                outcome.agrees_with(listed.changed.as_ref(), &listed.invitations)
            }),
        };
        Ok(listed)
    }

    async fn of(
        scope: &Scope,
        after: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Self, DatabaseError> {
        let (members, has_more) = members::list(scope, after).await?;
        let (invitations, has_more_invitations) = invitations::pending(scope, now).await?;
        let outcome = Outcome::of_request();
        let changed = match outcome.as_ref().and_then(Outcome::member) {
            Some(id) => members::find(scope, id).await?,
            None => None,
        };
        Ok(Self {
            organisation: scope.organisation().clone(),
            own: scope.agent_id(),
            members,
            is_first: after.is_none(),
            has_more,
            invitations,
            has_more_invitations,
            outcome,
            changed,
        })
    }
}

/// Whether the member has an open session, or the store does not answer.
async fn has_session(member: Option<&Member>) -> bool {
    let agent = member.and_then(|member| Subject::try_from(member.sub.clone()).ok());
    let registry = use_context::<ProConnect>().and_then(|proconnect| proconnect.registry);
    let (Some(agent), Some(registry)) = (agent, registry) else {
        return true;
    };
    let sessions = registry.list(Some(&AgentHash::of(&agent))).await;
    !sessions.is_ok_and(|sessions| sessions.is_empty())
}
