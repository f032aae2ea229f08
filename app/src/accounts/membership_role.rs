/// The role of an agent in an organisation, in this service. It is not a role of ProConnect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MembershipRole {
    /// Reads and files.
    Member,
    /// Also decides, and manages the members.
    Administrator,
}

impl MembershipRole {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Member, Self::Administrator];

    /// The name in the database and in commands: `member` or `administrator`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }

    /// Returns the role of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The role in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Member => "Membre",
            Self::Administrator => "Administration",
        }
    }
}
