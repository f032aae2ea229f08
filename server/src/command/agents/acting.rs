//! The stores, the operator and the trail of a command.

use super::values::{Nothing, Who};
use crate::{
    audit::JsonLines, command::operator, session_store::AgentSessions, settings::Settings,
    stores::Stores,
};
use app::{
    accounts::{
        change::AccountChange,
        directory::{self, Account},
    },
    database::Database,
};
use chrono::{DateTime, Utc};
use proconnect::{
    Clock, Subject,
    error::SessionError,
    web::{
        AgentHash, AuditAction, AuditEvent, AuditSink, AuditedOperator, EndedBy, EndedSession,
        OpenSession, Selection, SessionRegistry,
    },
};
use std::{error::Error, io, sync::Arc};

pub struct Acting {
    pub database: Database,
    sessions: AgentSessions,
    audit: Arc<dyn AuditSink>,
    clock: Clock,
    by: AuditedOperator,
}

impl Acting {
    pub async fn begin() -> Result<Self, Box<dyn Error>> {
        #[cfg(feature = "development")]
        crate::development::read_env_file()?;
        let settings = Settings::from_environment()?;
        // The standard output is for the result.
        let audit: Arc<dyn AuditSink> = Arc::new(JsonLines::new(io::stderr()));
        let clock = Clock::system();
        let stores = Stores::open(&settings, clock.clone(), Arc::clone(&audit)).await?;
        Ok(Self {
            database: stores.database,
            sessions: stores.sessions,
            audit,
            clock,
            by: operator::of_this_process(),
        })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The agent of the arguments.
    pub async fn find(&self, who: &Who) -> Result<Account, Box<dyn Error>> {
        let sub = who.sub.clone().map(directory::Who::Sub);
        let address = who.email.as_ref();
        let address = address.map(|email| directory::Who::Address(email.0.clone()));
        let account = match sub.or(address) {
            Some(who) => directory::find(&self.database, &who).await?,
            None => None,
        };
        let unknown =
            || Nothing("Aucun agent connu n’a ce «\u{a0}sub\u{a0}» ou cette adresse.".to_owned());
        Ok(account.ok_or_else(unknown)?)
    }

    /// Records a change. The address names a person who is not known yet.
    pub fn record(&self, change: AccountChange, target: AgentHash) {
        self.audit.record(&AuditEvent {
            at: self.now(),
            action: AuditAction::AccountManaged(change.name()),
            who: None,
            target: Some(target),
            from: None,
            by: Some(self.by.clone()),
        });
    }

    /// The open sessions of the agent.
    pub async fn sessions(&self, sub: &str) -> Result<Vec<OpenSession>, SessionError> {
        match hash(sub) {
            Some(agent) => self.sessions.list(Some(&agent)).await,
            None => Ok(Vec::new()),
        }
    }

    /// Ends the sessions of the agent, and returns their number.
    pub async fn end_sessions(&self, sub: &str) -> Result<usize, SessionError> {
        let Some(agent) = hash(sub) else {
            return Ok(0);
        };
        let ended = self.sessions.end(&Selection::AllOf(agent)).await?;
        for EndedSession { reference, agent } in &ended {
            let action = AuditAction::SessionEnded(EndedBy::Operator);
            let event =
                AuditEvent::of_session(self.now(), action, agent.clone(), reference.clone());
            let by = Some(self.by.clone());
            self.audit.record(&AuditEvent { by, ..event });
        }
        Ok(ended.len())
    }
}

/// The agent of this `sub`, as the sessions and the trail name them.
pub fn hash(sub: &str) -> Option<AgentHash> {
    let sub = Subject::try_from(sub.to_owned()).ok()?;
    Some(AgentHash::of(&sub))
}
