use super::{Report, words};
use crate::audit::outcome::{Outcome, Trial};
use crate::audit::text::Text;

impl Report {
    /// The severity of a fault, or the verdict of another trial; and whether the baseline names it.
    pub fn label(&self, trial: &Trial) -> String {
        let label = match &trial.outcome {
            Outcome::Fault(_) => trial.case.severity.word(),
            outcome => outcome.word(),
        };
        let label = label.of(self.language);
        if self.is_known(trial) {
            format!("{label}, {}", words::KNOWN.of(self.language))
        } else {
            label.to_owned()
        }
    }

    /// The name of the case, and whether the baseline has it.
    pub fn name(&self, trial: &Trial) -> String {
        if self.is_known(trial) {
            format!("{} ({})", trial.case.id, words::KNOWN.of(self.language))
        } else {
            trial.case.id.clone()
        }
    }

    /// The lines that explain a trial, without the empty ones.
    pub fn explanation(&self, trial: &Trial) -> Vec<(Text, String)> {
        let language = self.language;
        let case = &trial.case;
        let lesson = case.lesson;
        let lines = [
            (words::TOLD, case.told.of(language).to_owned()),
            (words::EXPECTED, case.expectation().of(language).to_owned()),
            (words::HAPPENED, self.happened(trial)),
            (words::WHY, lesson.why.of(language).to_owned()),
            (words::SOURCE, lesson.source.to_owned()),
            (words::MEND, lesson.mend.of(language).to_owned()),
        ];
        lines
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// The observation in words.
    pub fn happened(&self, trial: &Trial) -> String {
        let events = trial.outcome.events(self.language);
        if events.is_empty() {
            return trial.outcome.word().of(self.language).to_owned();
        }
        let texts: Vec<String> = events.into_iter().map(|event| event.text).collect();
        texts.join(", ")
    }
}
