//! The result of a case.

mod words;

use std::time::Duration;
use strum::Display;

use super::case::{Case, Expected};
use super::text::Text;

pub use words::{duration, size};

/// The reaction of the service to a case.
#[derive(Clone, Debug, Default)]
pub struct Observation {
    /// Whether the lie reached the service: a service that keeps the metadata in memory does not ask for
    /// them again.
    pub is_told: bool,
    /// The part that the service does not have, where the act applies to no other.
    pub why_not_told: Option<Text>,
    /// Whether an agent is signed in at the end. `None` for an act whose question is another.
    pub is_signed_in: Option<bool>,
    /// The wrong reaction to an act with a question of its own; `None` when it was right.
    pub violation: Option<Text>,
    /// The other failures along the way.
    pub blemishes: Vec<Blemish>,
}

/// A failure that is wrong in every case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Blemish {
    /// A response with the status 500, or another that no outage explains.
    ServerError(u16),
    /// No answer within the limit.
    NoAnswer(Duration),
    /// The connection was closed without a response: the server may have crashed.
    Closed,
    /// A page with internals: a stack trace, a secret, a token. What kind.
    Internals(Text),
    /// Growth of the resident memory, in bytes.
    Memory(u64),
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    AsExpected,
    /// The wrong reaction.
    Fault(Happened),
    /// The right reaction, with blemishes.
    Unclean(Vec<Blemish>),
    /// The lie never reached the service, or the service has no part to which the act applies: which one.
    NotTold(Option<Text>),
    /// The case could not be carried out: the reason, in English, from the browser.
    NotRun(String),
}

/// The wrong reaction.
#[derive(Clone, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Happened {
    SignedIn,
    NotSignedIn,
    Violation(Text),
}

/// A case and its verdict.
#[derive(Clone, Debug)]
pub struct Trial {
    pub case: Case,
    pub outcome: Outcome,
    pub duration: Duration,
}

/// The reason of the cases that a signal left out.
const STOPPED: &str = "stopped";

impl Outcome {
    /// Of a case that a signal interrupted, or that was not begun afterwards.
    pub fn stopped() -> Self {
        Self::NotRun(STOPPED.to_owned())
    }

    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::NotRun(reason) if reason == STOPPED)
    }

    /// Judges `observation` by the expectation of `case`.
    pub fn of(case: &Case, mut observation: Observation) -> Self {
        let happened = match (case.expected, observation.is_signed_in) {
            (Expected::Refused, Some(true)) => Some(Happened::SignedIn),
            (Expected::Admitted, Some(false)) => Some(Happened::NotSignedIn),
            (Expected::Safe, _) => observation.violation.map(Happened::Violation),
            _ => None,
        };
        // The same failures in another order, or twice, are no other finding.
        observation.blemishes.sort();
        observation.blemishes.dedup();
        match happened {
            Some(_) | None if !observation.is_told => Self::NotTold(observation.why_not_told),
            Some(happened) => Self::Fault(happened),
            None if observation.blemishes.is_empty() => Self::AsExpected,
            None => Self::Unclean(observation.blemishes),
        }
    }

    /// True for a verdict against the service.
    pub fn is_against(&self) -> bool {
        matches!(self, Self::Fault(_) | Self::Unclean(_))
    }
}

impl Trial {
    /// Takes a good verdict back: the service refused an honest agent afterwards, so perhaps everybody.
    pub fn withdraw(&mut self) {
        if self.outcome == Outcome::AsExpected {
            self.outcome =
                Outcome::NotRun("the service no longer admits an honest agent".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The report has one line for all cases with the same failures.
    #[test]
    fn the_same_failures_twice_or_in_another_order_are_one_finding() {
        let trace = Blemish::Internals(Text::new("une trace d’exécution", "a stack trace"));
        let error = Blemish::ServerError(500);
        let cases = crate::audit::cases::all();
        let case = cases.first().unwrap();
        let of = |blemishes: &[&Blemish]| {
            let observation = Observation {
                is_told: true,
                blemishes: blemishes.iter().copied().cloned().collect(),
                ..Observation::default()
            };
            Outcome::of(case, observation)
        };
        let expected = Outcome::Unclean(vec![error.clone(), trace.clone()]);
        assert_eq!(of(&[&error, &trace, &error, &trace]), expected);
        assert_eq!(of(&[&trace, &error]), expected);
    }
}
