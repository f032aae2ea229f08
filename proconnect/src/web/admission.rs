//! The application's decision on an agent whom the issuer has authenticated, before their session begins.

use crate::{
    error::{AccessError, SessionError},
    identity::Identity,
};
use async_trait::async_trait;

/// Decides whether an authenticated agent enters, and records them. Without one, every agent enters whom the
/// [rules](super::ProConnect::with_entry_rules) admit.
#[async_trait]
pub trait Admission: Send + Sync + 'static {
    /// Decides on the agent of a login. Two logins of one agent may be decided at once, by two replicas.
    ///
    /// # Errors
    /// When the application cannot decide for the moment: no session begins.
    async fn admit(&self, identity: &Identity) -> Result<Verdict, SessionError>;
}

/// A decision on a login. The audit trail records its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The stable name of the decision.
    pub name: &'static str,
    /// Why the agent does not enter; `None` where they do.
    pub refusal: Option<AccessError>,
}
