//! The action of a case.

use super::flow::Flow;
use crate::fault::Fault;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The agent `etat` logs in, and the issuer tells this lie about the login.
    Fault(Fault),
    /// This agent logs in, and the issuer is honest. See `personas.json`.
    Persona(&'static str),
    /// An attack, or an honest gesture, that takes more than one login.
    Flow(Flow),
}
