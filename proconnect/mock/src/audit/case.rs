//! One case of the suite: a lie, an attack, or an honest oddity.

use strum::{Display, EnumIter, EnumString};

use super::act::Act;
use super::lesson::Lesson;
use super::text::Text;

/// One case. The suite runs each in a browser of its own.
#[derive(Clone, Debug)]
pub struct Case {
    /// Stable: baselines and `--only` name it. A fault's own name, or `flow-…` for an attack in the
    /// browser.
    pub id: String,
    pub family: Family,
    pub act: Act,
    /// The act of the mock or of the attacker, in words.
    pub told: Text,
    pub expected: Expected,
    pub severity: Severity,
    /// Why the service must do so, where that is written, and how to mend it.
    pub lesson: &'static Lesson,
}

/// The reaction that the service must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nobody is signed in afterwards.
    Refused,
    /// The agent is signed in: the oddity is honest.
    Admitted,
    /// Either, without a failure of the server: the specifications leave the choice.
    Either,
    /// The attack's own question is answered well: see [`Act::Flow`].
    Safe,
}

/// How bad a wrong reaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Severity {
    /// A rule of hygiene: no direct way to an attack.
    Low,
    /// Honest agents are turned away, or an attack needs another fault too.
    Medium,
    /// An attack within a narrow condition.
    High,
    /// Somebody signs in as somebody else.
    Critical,
}

/// The chapter of the report, in the order in which the cases are run: those that may leave the service
/// without the issuer's keys are last.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Family {
    Request,
    Callback,
    Token,
    IdToken,
    Userinfo,
    Agents,
    Browser,
    Logout,
    LogoutToken,
    Keys,
    Discovery,
}
