use super::MembershipRole;
use uuid::Uuid;

/// An agent who is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAgent {
    /// The agent.
    pub id: Uuid,
    /// The address, as [`address_key`](super::address_key) writes it.
    pub email_key: Option<String>,
    /// The identity provider of the last login.
    pub idp_id: Option<String>,
    /// The membership of the organisation of this login.
    pub membership: Option<Membership>,
    /// Whether the agent is an administrator of any organisation.
    pub is_administrator: bool,
    /// Whether the access of the agent to any organisation is closed.
    pub is_barred: bool,
}

/// A membership of the organisation of this login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Whether an administrator has closed the access.
    pub is_blocked: bool,
}

/// An agent to whom an organisation is closed, and who has come under this subject or this address before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alias {
    /// The agent.
    pub agent: Uuid,
    /// Whether the organisation of this login is closed to the agent.
    pub is_blocked: bool,
}

/// Everything that is known about a login.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The agent of this subject.
    pub by_subject: Option<KnownAgent>,
    /// The agent of this address.
    pub by_email: Option<KnownAgent>,
    /// The agent with a closed access, of whom this subject or this address is an alias.
    pub by_alias: Option<Alias>,
    /// The invitation of this address to this organisation, where it has not expired.
    pub invitation: Option<MembershipRole>,
}

/// The parts of a login that become aliases of an agent with a closed access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAliases {
    /// The agent with the closed access.
    pub agent: Uuid,
    /// Whether the subject becomes an alias.
    pub subject: bool,
    /// Whether the address becomes an alias.
    pub address: bool,
}

impl KnownAgent {
    /// Whether the account may follow its address to this identity provider, where the agent has another subject.
    ///
    /// At one identity provider, another subject is another person, or a person whom the provider no longer
    /// recognises: nobody can tell them apart. An administrator's rights never follow an address, which any identity
    /// provider may write.
    pub(super) fn has_moved_to(&self, idp_id: Option<&str>) -> bool {
        let is_another = self
            .idp_id
            .as_deref()
            .zip(idp_id)
            .is_some_and(|(a, b)| a != b);
        is_another && !self.is_administrator && !self.is_barred
    }
}

impl Known {
    /// Whether the subject, the address, or an alias is that of an agent to whom this organisation is closed.
    pub(super) fn is_blocked(&self) -> bool {
        let agents = [&self.by_subject, &self.by_email].into_iter().flatten();
        let mut memberships = agents.filter_map(|agent| agent.membership);
        memberships.any(|membership| membership.is_blocked)
            || self.by_alias.is_some_and(|alias| alias.is_blocked)
    }

    /// Whether this agent is a member of the organisation of the login.
    pub(super) fn is_member(&self, id: Option<Uuid>) -> bool {
        let agents = [&self.by_subject, &self.by_email].into_iter().flatten();
        let mut agents = agents.filter(|agent| Some(agent.id) == id);
        agents.any(|agent| agent.membership.is_some())
    }

    /// Whether the address belongs to an account that has another subject.
    pub(super) fn has_another_subject_for_the_address(&self) -> bool {
        let subject = self.by_subject.as_ref().map(|agent| agent.id);
        let holder = self.by_email.as_ref().map(|agent| agent.id);
        holder.is_some() && holder != subject
    }

    /// The subject and the address of the login, where no account has them, and the other one leads to an agent with a
    /// closed access.
    pub(super) fn new_aliases(&self, address: Option<&str>) -> Option<NewAliases> {
        let agents = [&self.by_subject, &self.by_email].into_iter().flatten();
        let mut barred = agents.filter(|agent| agent.is_barred).map(|agent| agent.id);
        let agent = barred.next().or(self.by_alias.map(|alias| alias.agent))?;
        let subject = self.by_subject.is_none();
        let address = self.by_email.is_none() && address.is_some();
        (subject || address).then_some(NewAliases {
            agent,
            subject,
            address,
        })
    }
}
