use proconnect::web::AccessRule;

/// The policies of a login.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Who may enter an organisation for the first time.
    pub first_login: FirstLogin,
    /// The answer to a known address with another subject.
    pub changed_subject: ChangedSubject,
}

/// Who may enter an organisation for the first time. An invitation admits under each of these policies.
#[derive(Debug, Clone, Default)]
pub enum FirstLogin {
    /// Every agent whom ProConnect authenticates.
    #[default]
    Open,
    /// An agent whom one of these rules admits.
    Listed(Vec<AccessRule>),
    /// Nobody else.
    Invitation,
}

/// The answer to a known address that comes with another subject: the agent has another identity provider, or the
/// address has another holder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChangedSubject {
    /// Nobody is refused. The account follows the address to another identity provider, unless the account is an
    /// administrator's. In every other case, the new subject has an account of its own, and the address with it.
    #[default]
    Attach,
    /// The login is refused.
    Refuse,
}
