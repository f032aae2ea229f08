//! The report of a run.

use super::arguments::Arguments;
use super::outcome::Trial;
use super::stage::Stage;
use super::text::Language;

/// Every case with its verdict.
pub struct Report {
    /// The page of the service.
    pub start: String,
    pub language: Language,
    pub trials: Vec<Trial>,
}

impl Report {
    pub fn new(stage: &Stage, trials: Vec<Trial>, arguments: &Arguments) -> Self {
        Self {
            start: stage.service.start.to_string(),
            language: arguments.language,
            trials,
        }
    }

    /// True when a verdict is against the service.
    pub fn has_faults(&self) -> bool {
        self.trials.iter().any(|trial| trial.outcome.is_against())
    }
}
