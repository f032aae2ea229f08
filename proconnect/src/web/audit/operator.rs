//! The person who ran a command.

use super::PlainText;

/// The operator of an event that no request caused: an account of a machine, and no name of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedOperator {
    /// The name of the machine.
    pub host: Option<PlainText>,
    /// The account that the command ran under.
    pub account: Account,
    /// The account that logged in to the machine, where the machine keeps it: another one behind `sudo`.
    pub login: Option<Account>,
}

/// An account of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: u32,
    /// Its name, where the machine knows it.
    pub name: Option<PlainText>,
}
