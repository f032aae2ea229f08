use super::{
    fields::{CLOSE, END_SESSIONS, REOPEN},
    outcome::Outcome,
};
use crate::{
    accounts::{
        change::AccountChange,
        invitations::{self, Invited, Withdrawn},
        members::{self, Change, Changed, Member},
        membership_role::MembershipRole,
        scope::Scope,
    },
    database::DatabaseError,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use proconnect::{
    Subject,
    error::{AccessError, RequestError, SessionError},
    web::{
        AgentHash, AuditAction, AuditEvent, AuditedAgent, CurrentSession, EndedBy, ProConnect,
        Refused, Selection,
    },
};
use std::sync::Arc;
use uuid::Uuid;

/// The administrator who acts.
pub struct Acting {
    scope: Scope,
    session: CurrentSession,
    proconnect: ProConnect,
    now: DateTime<Utc>,
}

impl Acting {
    pub async fn extract() -> Result<Self, ServerFnError> {
        let scope = leptos_axum::extract().await?;
        let session = leptos_axum::extract().await?;
        let proconnect = expect_context::<ProConnect>();
        let now = proconnect.relying_party.clock().now();
        Ok(Self {
            scope,
            session,
            proconnect,
            now,
        })
    }

    pub async fn change(&self, member: &str, change: &str) -> Result<Outcome, Refused> {
        let member: Uuid = member.parse().map_err(|_| RequestError::MalformedForm)?;
        let (change, audited) = match change {
            CLOSE => (Change::Close, AccountChange::AccessClosed),
            REOPEN => (Change::Reopen, AccountChange::AccessReopened),
            END_SESSIONS => return self.end_sessions_of(member).await,
            role => {
                let role = MembershipRole::from_name(role).ok_or(RequestError::MalformedForm)?;
                (Change::Role(role), AccountChange::Role(role))
            }
        };
        let changed = members::change(&self.scope, member, change, self.now).await;
        let member = match changed.map_err(unavailable)? {
            Changed::Done(member) => member,
            Changed::Unknown => return Ok(Outcome::UnknownMember),
            Changed::Oneself => return Ok(Outcome::Oneself),
            Changed::NoAdministrator => return Err(AccessError::MembershipRoleMissing.into()),
        };
        self.record(audited, hash(&member));
        Ok(match change {
            Change::Role(_) => Outcome::RoleChanged(member.id),
            Change::Reopen => Outcome::AccessReopened(member.id),
            Change::Close => {
                self.end_sessions(&member).await?;
                Outcome::AccessClosed(member.id)
            }
        })
    }

    async fn end_sessions_of(&self, member: Uuid) -> Result<Outcome, Refused> {
        if member == self.scope.agent_id() {
            return Ok(Outcome::Oneself);
        }
        let found = members::find(&self.scope, member).await;
        let Some(member) = found.map_err(unavailable)? else {
            return Ok(Outcome::UnknownMember);
        };
        self.record(AccountChange::SessionsEnded, hash(&member));
        self.end_sessions(&member).await?;
        Ok(Outcome::SessionsEnded(member.id))
    }

    /// Ends all sessions of the person, also those that they have opened for another organisation: a session does not
    /// belong to an organisation in the store.
    async fn end_sessions(&self, member: &Member) -> Result<(), SessionError> {
        let registry = self.proconnect.registry.as_ref();
        let registry = registry.ok_or(SessionError::Unavailable)?;
        let Some(agent) = hash(member) else {
            return Ok(());
        };
        for session in &registry.end(&Selection::AllOf(agent)).await? {
            let action = AuditAction::SessionEnded(EndedBy::Administrator);
            let from = Some(Arc::clone(self.session.request()));
            self.proconnect
                .record(action, Some(AuditedAgent::from(session)), from);
        }
        Ok(())
    }

    pub async fn invite(&self, typed: &str, role: &str) -> Result<Outcome, Refused> {
        let role = MembershipRole::from_name(role).ok_or(RequestError::MalformedForm)?;
        let Some(address) = invitations::address(typed) else {
            return Ok(Outcome::NoAddress);
        };
        let invited = invitations::invite(&self.scope, &address, role, self.now).await;
        match invited.map_err(unavailable)? {
            Invited::Recorded => {}
            Invited::IsMember => return Ok(Outcome::IsMember),
            Invited::NoAdministrator => return Err(AccessError::MembershipRoleMissing.into()),
        }
        let hash = AgentHash::of_address(&address);
        self.record(AccountChange::Invited(role), Some(hash.clone()));
        Ok(Outcome::Invited(hash))
    }

    pub async fn withdraw(&self, address: &str) -> Result<Outcome, Refused> {
        let hash = AgentHash::of_address(address);
        let withdrawn = invitations::withdraw(&self.scope, address).await;
        match withdrawn.map_err(unavailable)? {
            Withdrawn::Done => {}
            Withdrawn::Unknown => return Ok(Outcome::WasWithdrawn(hash)),
            Withdrawn::NoAdministrator => return Err(AccessError::MembershipRoleMissing.into()),
        }
        self.record(AccountChange::InvitationWithdrawn, Some(hash.clone()));
        Ok(Outcome::Withdrawn(hash))
    }

    /// Records who acted, and on whom.
    fn record(&self, change: AccountChange, target: Option<AgentHash>) {
        let policy = &self.proconnect.relying_party.config().acr_policy;
        let reference = self.session.reference();
        let who = self.session.signed_in();
        let who = who.map(|signed_in| AuditedAgent::of(&signed_in.identity, reference, policy));
        self.proconnect.audit.record(&AuditEvent {
            at: self.now,
            action: AuditAction::AccountManaged(change.name()),
            who,
            target,
            from: Some(Arc::clone(self.session.request())),
            by: None,
        });
    }
}

fn hash(member: &Member) -> Option<AgentHash> {
    let sub = Subject::try_from(member.sub.clone()).ok()?;
    Some(AgentHash::of(&sub))
}

fn unavailable(error: DatabaseError) -> SessionError {
    tracing::error!(%error, "the members of an organisation cannot be read or written");
    SessionError::Unavailable
}
