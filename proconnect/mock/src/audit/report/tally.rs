use strum::IntoEnumIterator;

use crate::audit::case::{Family, Severity};
use crate::audit::outcome::{Outcome, Trial};

/// The severities in the order of the report.
pub const SEVERITIES: [Severity; 4] = [
    Severity::Critical,
    Severity::High,
    Severity::Medium,
    Severity::Low,
];

/// Numbers of cases, by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub cases: usize,
    pub as_expected: usize,
    /// In the order of [`SEVERITIES`].
    pub faults: [usize; 4],
    pub unclean: usize,
    pub not_told: usize,
    pub not_run: usize,
}

impl Tally {
    pub fn of<'a>(trials: impl IntoIterator<Item = &'a Trial>) -> Self {
        let mut tally = Self::default();
        for trial in trials {
            tally.cases += 1;
            match trial.outcome {
                Outcome::AsExpected => tally.as_expected += 1,
                Outcome::Fault(_) => {
                    for (count, severity) in tally.faults.iter_mut().zip(SEVERITIES) {
                        *count += usize::from(severity == trial.case.severity);
                    }
                }
                Outcome::Unclean(_) => tally.unclean += 1,
                Outcome::NotTold(_) => tally.not_told += 1,
                Outcome::NotRun(_) => tally.not_run += 1,
            }
        }
        tally
    }

    /// The numbers of a row, in the order of [`words::COLUMNS`](super::words::COLUMNS).
    pub fn cells(&self) -> [usize; 9] {
        let [critical, high, medium, low] = self.faults;
        [
            self.cases,
            self.as_expected,
            critical,
            high,
            medium,
            low,
            self.unclean,
            self.not_told,
            self.not_run,
        ]
    }
}

/// The families that `trials` have, with their trials.
pub fn families(trials: &[Trial]) -> Vec<(Family, Vec<&Trial>)> {
    Family::iter()
        .map(|family| {
            let is_in = |trial: &&Trial| trial.case.family == family;
            (family, trials.iter().filter(is_in).collect())
        })
        .filter(|(_, trials): &(Family, Vec<&Trial>)| !trials.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::report::sample;

    #[test]
    fn each_case_is_counted_once() {
        let trials = sample::trials();
        let tally = Tally::of(&trials);
        let [cases, counts @ ..] = tally.cells();
        assert_eq!(cases, trials.len());
        assert_eq!(counts.iter().sum::<usize>(), cases);
        assert_eq!(tally.cells(), [7, 1, 1, 1, 0, 1, 1, 1, 1]);
        let families = families(&trials);
        let of_families = families.iter().map(|(_, trials)| trials.len());
        assert_eq!(of_families.sum::<usize>(), cases);
        assert!(families.is_sorted_by_key(|(family, _)| *family));
    }
}
