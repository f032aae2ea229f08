use strum::Display;

use super::Report;
use crate::audit::outcome::Outcome;
use crate::audit::text::Text;

/// The end of a run, for a CI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// No finding but those of the baseline.
    Clean,
    /// A fault or a blemish that the baseline does not name.
    NewFindings,
    /// No new finding, but a case was not run, or none was told. A service that stops in the middle of a run
    /// would pass otherwise.
    NotJudged,
    /// A signal stopped the run, with new findings or without.
    Stopped,
}

impl Verdict {
    pub fn of(report: &Report) -> Self {
        let [new, _] = report.new_and_known();
        let is_judged = |outcome: &Outcome| !matches!(outcome, Outcome::NotTold(_));
        if report.trials.iter().any(|trial| trial.outcome.is_stopped()) {
            Self::Stopped
        } else if new > 0 {
            Self::NewFindings
        } else if report.not_run().next().is_some()
            || !report.trials.iter().any(|trial| is_judged(&trial.outcome))
        {
            Self::NotJudged
        } else {
            Self::Clean
        }
    }

    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::NewFindings => 1,
            Self::NotJudged | Self::Stopped => 2,
        }
    }

    pub const fn text(self) -> Text {
        match self {
            Self::Clean => Text::new("aucun nouveau constat", "no new finding"),
            Self::NewFindings => Text::new("de nouveaux constats", "new findings"),
            Self::NotJudged => Text::new(
                "aucun nouveau constat, mais des cas n’ont pas pu être jugés",
                "no new finding, but some cases could not be judged",
            ),
            Self::Stopped => Text::new(
                "audit interrompu avant la fin",
                "the audit was stopped before its end",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::outcome::Happened;
    use crate::audit::report::sample;

    fn verdict(outcomes: &[Outcome]) -> Verdict {
        let mut report = sample::report();
        report.trials.truncate(outcomes.len());
        for (trial, outcome) in report.trials.iter_mut().zip(outcomes) {
            trial.outcome = outcome.clone();
        }
        report.verdict()
    }

    #[test]
    fn the_run_passes_when_what_was_told_is_as_expected() {
        assert_eq!(verdict(&[Outcome::AsExpected]), Verdict::Clean);
        let outcomes = [Outcome::AsExpected, Outcome::NotTold(None)];
        assert_eq!(verdict(&outcomes).exit_code(), 0);
    }

    #[test]
    fn a_finding_fails_the_run_until_the_baseline_names_it() {
        assert_eq!(sample::report().verdict().exit_code(), 1);
        let mut report = sample::with_baseline(&sample::FAULTS.join("\n"));
        assert_eq!(report.verdict(), Verdict::NewFindings);
        let lines = [&sample::FAULTS[..], &[sample::UNCLEAN]]
            .concat()
            .join("\n");
        report = sample::with_baseline(&lines);
        assert_eq!(report.verdict(), Verdict::NotJudged);
        let is_run = |outcome: &Outcome| !matches!(outcome, Outcome::NotRun(_));
        report.trials.retain(|trial| is_run(&trial.outcome));
        assert_eq!(report.verdict(), Verdict::Clean);
    }

    #[test]
    fn a_run_that_judged_nothing_or_not_all_does_not_pass() {
        let not_run = Outcome::NotRun(String::new());
        assert_eq!(verdict(&[]).exit_code(), 2);
        assert_eq!(verdict(&[Outcome::NotTold(None)]), Verdict::NotJudged);
        let outcomes = [Outcome::AsExpected, not_run];
        assert_eq!(verdict(&outcomes), Verdict::NotJudged);
        let outcomes = [Outcome::Fault(Happened::SignedIn), Outcome::stopped()];
        assert_eq!(verdict(&outcomes).exit_code(), 2);
    }
}
