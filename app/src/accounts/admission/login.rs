use crate::accounts::decision::email_key;
use chrono::{DateTime, Utc};
use proconnect::identity::{Identity, Siret};

/// A login, as the statements bind it.
pub struct Login<'a> {
    /// The agent, as ProConnect sent them.
    pub identity: &'a Identity,
    /// The address, as [`email_key`] writes it.
    pub address: Option<String>,
    /// The establishment, 14 digits.
    pub siret: Option<&'a str>,
    /// The moment.
    pub now: DateTime<Utc>,
}

impl<'a> Login<'a> {
    /// The login of this agent, now.
    pub fn new(identity: &'a Identity, now: DateTime<Utc>) -> Self {
        Self {
            identity,
            address: email_key(identity),
            siret: identity.siret.as_ref().map(Siret::as_str),
            now,
        }
    }

    /// The subject.
    pub fn sub(&self) -> &'a str {
        self.identity.sub.as_str()
    }

    /// The address, as ProConnect sent it.
    pub fn email(&self) -> Option<String> {
        self.identity
            .email
            .as_deref()
            .map(|email| storable(email.trim()))
    }

    /// The name to greet the agent by, as an administrator sees it.
    pub fn name(&self) -> String {
        storable(&self.identity.name())
    }

    /// The establishment's name.
    pub fn label(&self) -> Option<String> {
        self.identity.organization_label.as_deref().map(storable)
    }

    /// The identity provider.
    pub fn idp(&self) -> Option<String> {
        self.identity.idp_id.as_deref().map(storable)
    }

    /// The subject, as a lock and an alias name it.
    pub fn subject_alias(&self) -> String {
        format!("agent:{}", self.sub())
    }

    /// The address, as a lock and an alias name it.
    pub fn address_alias(&self) -> Option<String> {
        let address = self.address.as_ref();
        address.map(|address| format!("email:{address}"))
    }
}

/// The text without null characters, which `PostgreSQL` cannot store: a claim that is odd for display keeps nobody out.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}
