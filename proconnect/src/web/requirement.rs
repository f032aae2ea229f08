//! A condition of the table that the guard enforces.

use super::access_rule::{AccessRule, RuleKind};

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
    /// A signed-in agent whom this rule admits.
    Rule(&'static AccessRule),
    /// A signed-in agent whom the rule of this kind for the whole service admits
    /// ([`ProConnect::with_entry_rules`](super::ProConnect::with_entry_rules)). Every route but a public one has
    /// it, without a row.
    Entry(RuleKind),
}
