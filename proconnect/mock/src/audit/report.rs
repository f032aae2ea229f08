//! The report of a run: on the terminal, and in the files that `--report` names.

mod explanation;
mod format;
mod header;
mod html;
mod json;
mod junit;
mod markdown;
pub mod plain;
#[cfg(test)]
pub mod sample;
mod tally;
mod terminal;
mod verdict;
mod words;

use std::path::PathBuf;

use super::arguments::Arguments;
use super::baseline::Baseline;
use super::outcome::{Outcome, Trial};
use super::preparation::Obstacle;
use super::text::Language;
use format::Format;
use plain::Paint;

pub use header::Header;
pub use verdict::Verdict;

/// Every case with its verdict.
#[derive(Debug)]
pub struct Report {
    pub header: Header,
    pub language: Language,
    pub trials: Vec<Trial>,
    /// The faults that are known, if the team keeps a file of them.
    pub baseline: Option<Baseline>,
}

impl Report {
    /// Checks, before the run, that each of `paths` can be written as a report.
    ///
    /// # Errors
    /// When an extension is unknown, or a folder does not exist.
    pub fn check_paths(paths: &[PathBuf]) -> Result<(), Obstacle> {
        for path in paths {
            Format::of(path)?;
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            if folder.is_some_and(|folder| !folder.is_dir()) {
                return Err(Obstacle(format!(
                    "--report {}: there is no such folder",
                    path.display()
                )));
            }
        }
        Ok(())
    }

    /// Prints the report, and writes it and a new baseline into the files that `arguments` name.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn publish(&self, arguments: &Arguments) -> Result<(), Obstacle> {
        print!("{}", terminal::render(self, Paint::of(&std::io::stdout())));
        for path in &arguments.report {
            let text = Format::of(path)?.render(self);
            std::fs::write(path, text)
                .map_err(|error| Obstacle(format!("--report {}: {error}", path.display())))?;
        }
        if let Some(baseline) = self.baseline.as_ref().filter(|baseline| baseline.is_new) {
            let written = baseline.write(&self.header.start, &self.trials);
            written.map_err(|error| {
                Obstacle(format!("--baseline {}: {error}", baseline.path.display()))
            })?;
        }
        Ok(())
    }

    pub fn verdict(&self) -> Verdict {
        Verdict::of(self)
    }

    /// The wrong reactions: the unknown before the known, and the worst first.
    fn faults(&self) -> Vec<&Trial> {
        let is_fault = |trial: &&Trial| matches!(trial.outcome, Outcome::Fault(_));
        let mut faults: Vec<&Trial> = self.trials.iter().filter(is_fault).collect();
        faults.sort_by_key(|trial| {
            let worst_first = std::cmp::Reverse(trial.case.severity);
            (self.is_known(trial), worst_first)
        });
        faults
    }

    /// The right reactions with something wrong along the way, by what happened: a service that is careless about
    /// one thing is so in a hundred cases. The greatest group first.
    fn unclean(&self) -> Vec<(String, Vec<&Trial>)> {
        let mut groups: Vec<(String, Vec<&Trial>)> = Vec::new();
        let is_unclean = |trial: &&Trial| matches!(trial.outcome, Outcome::Unclean(_));
        for trial in self.trials.iter().filter(is_unclean) {
            let happened = self.happened(trial);
            match groups.iter_mut().find(|(other, _)| *other == happened) {
                Some((_, trials)) => trials.push(trial),
                None => groups.push((happened, vec![trial])),
            }
        }
        groups.sort_by_key(|(_, trials)| std::cmp::Reverse(trials.len()));
        groups
    }

    /// The numbers of the new and of the known findings: faults and unclean reactions.
    fn new_and_known(&self) -> [usize; 2] {
        let against = |trial: &&Trial| trial.outcome.is_against();
        let all = self.trials.iter().filter(against).count();
        let is_known = |trial: &&Trial| self.is_known(trial);
        let known = self.trials.iter().filter(is_known).count();
        [all - known, known]
    }

    fn not_run(&self) -> impl Iterator<Item = &Trial> {
        let is_not_run = |trial: &&Trial| matches!(trial.outcome, Outcome::NotRun(_));
        self.trials.iter().filter(is_not_run)
    }

    /// True for a finding that the baseline names.
    fn is_known(&self, trial: &Trial) -> bool {
        let baseline = self.baseline.as_ref();
        trial.outcome.is_against() && baseline.is_some_and(|baseline| baseline.knows(trial))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_unknown_fault_comes_first() {
        let ids = |report: &Report| -> Vec<String> {
            let faults = report.faults().into_iter();
            faults.map(|trial| trial.case.id.clone()).collect()
        };
        assert_eq!(ids(&sample::report()), sample::FAULTS);
        let known = sample::with_baseline(sample::FAULTS[0]);
        assert_eq!(ids(&known).last().unwrap(), sample::FAULTS[0]);
        assert_eq!(known.new_and_known(), [3, 1]);
    }

    #[test]
    fn cases_with_the_same_blemish_are_one_group() {
        let mut report = sample::report();
        let unclean = report
            .trials
            .iter()
            .find(|trial| trial.case.id == sample::UNCLEAN);
        let unclean = unclean.unwrap().clone();
        report.trials.extend([unclean.clone(), unclean]);
        let groups = report.unclean();
        assert_eq!(groups.len(), 1);
        assert_eq!(
            groups[0].0,
            "erreur du serveur\u{a0}: HTTP 500, une page montre un jeton"
        );
        assert_eq!(groups[0].1.len(), 3);
    }

    #[test]
    fn a_report_of_unknown_kind_or_without_its_folder_is_refused_before_the_run() {
        let refused = |path: &str| Report::check_paths(&[path.into()]).unwrap_err().0;
        let expected = "--report audit.pdf: write a name that ends in .md, .json, .xml or .html";
        assert_eq!(refused("audit.pdf"), expected);
        assert!(refused("audit").starts_with("--report audit: write"));
        assert_eq!(
            refused("/no/such/audit.md"),
            "--report /no/such/audit.md: there is no such folder"
        );
        let paths = ["a.md", "a.json", "a.xml", "a.html", "A.HTML"];
        assert!(Report::check_paths(&paths.map(PathBuf::from)).is_ok());
    }
}
