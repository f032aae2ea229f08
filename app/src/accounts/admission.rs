//! The decision on a login, and its record, in one transaction.

#![expect(
    clippy::disallowed_methods,
    reason = "a login is decided before there is a scope"
)]

mod purge;
mod read;
mod record;
mod write;

pub use purge::DECISIONS_KEPT;

use super::{
    decision::{Decision, Outcome, decide, email_key},
    policy::Policy,
};
use crate::database::{Database, DatabaseError};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use proconnect::{
    Clock,
    error::SessionError,
    identity::{Identity, Siret},
    web::{Admission, Verdict},
};

/// The accounts of the service.
pub struct Accounts {
    database: Database,
    policy: Policy,
    clock: Clock,
}

/// A login, as the statements bind it.
struct Login<'a> {
    identity: &'a Identity,
    /// The address, as [`email_key`] writes it.
    address: Option<String>,
    siret: Option<&'a str>,
    now: DateTime<Utc>,
}

impl<'a> Login<'a> {
    fn new(identity: &'a Identity, now: DateTime<Utc>) -> Self {
        Self {
            identity,
            address: email_key(identity),
            siret: identity.siret.as_ref().map(Siret::as_str),
            now,
        }
    }

    fn sub(&self) -> &'a str {
        self.identity.sub.as_str()
    }

    /// The subject, as a lock and an alias name it.
    fn subject_alias(&self) -> String {
        format!("agent:{}", self.sub())
    }

    /// The address, as a lock and an alias name it.
    fn address_alias(&self) -> Option<String> {
        let address = self.address.as_ref();
        address.map(|address| format!("email:{address}"))
    }
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
