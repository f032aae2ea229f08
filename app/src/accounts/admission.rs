//! The decision on a login, and its record, in one transaction.

#![expect(
    clippy::disallowed_methods,
    reason = "a login is decided before there is a scope"
)]

mod login;
mod purge;
mod read;
mod record;
mod write;

pub use purge::DECISIONS_KEPT;

use super::{
    decision::{Decision, Outcome, decide},
    policy::Policy,
};
use crate::database::{Database, DatabaseError};
use async_trait::async_trait;
use login::Login;
use proconnect::{
    Clock,
    error::SessionError,
    identity::Identity,
    web::{Admission, Verdict},
};

/// The accounts of the service.
pub struct Accounts {
    database: Database,
    policy: Policy,
    clock: Clock,
}

impl Accounts {
    /// The accounts in this database.
    pub fn new(database: Database, policy: Policy, clock: Clock) -> Self {
        Self {
            database,
            policy,
            clock,
        }
    }

    /// Decides, then writes. Logins of one subject or one address wait for each other, and so do logins that concern
    /// one account.
    async fn decide(&self, identity: &Identity) -> Result<Decision, DatabaseError> {
        let login = Login::new(identity, self.clock.now());
        let mut transaction = self.database.begin().await?;
        // Always the subject first: two logins cannot wait for each other.
        transaction.lock(&login.subject_alias()).await?;
        if let Some(address) = login.address_alias() {
            transaction.lock(&address).await?;
        }
        let known = read::known(&mut transaction, &login).await?;
        let decision = decide(identity, &known, &self.policy);
        if !matches!(decision.outcome, Outcome::Refused(_)) {
            write::account(&mut transaction, &login, &decision).await?;
        }
        if let Some(aliases) = decision.new_aliases {
            record::aliases(&mut transaction, &login, aliases).await?;
        }
        record::decision(&mut transaction, &login, decision.outcome).await?;
        transaction.commit().await?;
        Ok(decision)
    }
}

#[async_trait]
impl Admission for Accounts {
    async fn admit(&self, identity: &Identity) -> Result<Verdict, SessionError> {
        let mut decided = self.decide(identity).await;
        // A command may have written the same agent meanwhile: the next try finds them.
        if decided.as_ref().is_err_and(DatabaseError::is_duplicate) {
            decided = self.decide(identity).await;
        }
        let decision = decided.map_err(|error| {
            tracing::error!(%error, "the account of a login cannot be read or written");
            SessionError::Unavailable
        })?;
        let refusal = match decision.outcome {
            Outcome::Refused(error) => Some(error),
            _ => None,
        };
        Ok(Verdict {
            name: decision.outcome.name(),
            refusal,
        })
    }
}
