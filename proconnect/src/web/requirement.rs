//! A condition of the table that the guard enforces.

/// The condition to use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Open to visitors.
    Public,
    /// A signed-in agent.
    SignedIn,
    /// A signed-in agent to whom `ProConnect` gives this role.
    Role(&'static str),
    /// A signed-in agent whose login had a second factor.
    SecondFactor,
}
