//! The run, line by line, on the standard error.

use std::cell::Cell;

use super::outcome::{Outcome, Trial};
use super::text::{Language, Text};

pub struct Progress {
    all: usize,
    done: Cell<usize>,
    language: Language,
}

impl Progress {
    pub fn new(all: usize, language: Language) -> Self {
        Self {
            all,
            done: Cell::new(0),
            language,
        }
    }

    pub fn show(&self, trial: &Trial) {
        self.done.set(self.done.get() + 1);
        let word = trial.outcome.word().of(self.language);
        eprintln!(
            "{:>3}/{} {word:<12} {} ({} ms)",
            self.done.get(),
            self.all,
            trial.case.id,
            trial.duration.as_millis()
        );
    }
}

impl Outcome {
    /// The verdict in one or two words.
    pub fn word(&self) -> Text {
        match self {
            Self::AsExpected => Text::new("bien", "as expected"),
            Self::Fault(_) => Text::new("FAUTE", "FAULT"),
            Self::Unclean(_) => Text::new("à revoir", "unclean"),
            Self::NotTold => Text::new("non dit", "not told"),
            Self::NotRun(_) => Text::new("non joué", "not run"),
        }
    }
}
