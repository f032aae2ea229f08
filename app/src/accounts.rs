//! The agents who have logged in, their organisations, and their role in each.
//!
//! A login is decided by [`decide`](crate::accounts::decision::decide), which knows no database, and recorded by
//! [`admission`](crate::accounts::admission). A page or a server function takes a
//! [`Scope`](crate::accounts::scope::Scope): no data are read without one.

/// The decision on a login, and its record.
pub mod admission;
/// The cases of a login, with the decision on each: `docs/login-decisions.md`, and the tests on both databases.
#[cfg(feature = "testing")]
pub mod cases;
/// The changes of an account by another person.
pub mod change;
/// The pure decision on a login.
pub mod decision;
/// The accounts of every organisation, for the commands of an operator.
pub mod directory;
/// The invitations of an organisation.
pub mod invitations;
/// The members of an organisation.
pub mod members;
/// The role of an agent in an organisation.
pub mod membership_role;
/// The data that are kept of an agent.
pub mod personal_data;
/// The settings of the decision.
pub mod policy;
/// The agent, organisation and role of a request.
pub mod scope;
