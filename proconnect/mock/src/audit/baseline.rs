//! The faults that a team knows: they do not fail the run.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use super::cases;
use super::outcome::{Outcome, Trial};
use super::preparation::Obstacle;

/// A file with the name of a case on each line. `#` begins a comment.
#[derive(Clone, Debug)]
pub struct Baseline {
    pub path: PathBuf,
    /// True when there was no file before the run.
    pub is_new: bool,
    known: BTreeSet<String>,
}

impl Baseline {
    /// Reads the file at `path`, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Obstacle> {
        let read = std::fs::read_to_string(path);
        let is_new = matches!(&read, Err(error) if error.kind() == io::ErrorKind::NotFound);
        let text = match read {
            Err(_) if is_new => String::new(),
            read => read.map_err(|error| Obstacle(format!("{}: {error}", path.display())))?,
        };
        Ok(Self {
            path: path.to_owned(),
            is_new,
            known: parse(&text),
        })
    }

    #[cfg(test)]
    pub fn of(path: &str, text: &str) -> Self {
        Self {
            path: path.into(),
            is_new: false,
            known: parse(text),
        }
    }

    /// True for a fault, or a blemish, that the file names.
    pub fn knows(&self, trial: &Trial) -> bool {
        self.known.contains(&trial.case.id)
    }

    /// The names whose case is as expected in `trials`: their lines are to be removed. A case that was not run
    /// or not told is not mended.
    pub fn mended(&self, trials: &[Trial]) -> Vec<String> {
        trials
            .iter()
            .filter(|trial| trial.outcome == Outcome::AsExpected && self.knows(trial))
            .map(|trial| trial.case.id.clone())
            .collect()
    }

    /// The names that no case of the suite has: their lines are to be removed, too.
    pub fn strangers(&self, trials: &[Trial]) -> Vec<String> {
        let cases = cases::all();
        let cases = cases.iter().chain(trials.iter().map(|trial| &trial.case));
        let is_stranger = |name: &&String| !cases.clone().any(|case| case.id == **name);
        self.known.iter().filter(is_stranger).cloned().collect()
    }

    /// Writes the findings of `trials` into the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, start: &str, trials: &[Trial]) -> io::Result<()> {
        std::fs::write(&self.path, text(start, trials))
    }
}

fn parse(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| line.split('#').next())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn text(start: &str, trials: &[Trial]) -> String {
    let mut text = format!(
        "# Known faults of {start}\n\
         # mock-proconnect audit does not fail for them. Remove the line of a fault that is mended.\n"
    );
    for trial in trials.iter().filter(|trial| trial.outcome.is_against()) {
        let _ = writeln!(text, "{}  # {}", trial.case.id, trial.case.severity);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::report::sample;

    fn baseline(text: &str) -> Baseline {
        Baseline::of("known.txt", text)
    }

    #[test]
    fn a_line_is_a_name_and_a_comment() {
        let names = parse("# known\n\n  one  # critical\r\ntwo#high\n#three\n");
        assert_eq!(names, ["one", "two"].map(String::from).into());
    }

    #[test]
    fn it_names_the_findings_and_reads_them_again() {
        let trials = sample::trials();
        let baseline = baseline(&text("http://localhost:3000/", &trials));
        for trial in &trials {
            let is_against = trial.outcome.is_against();
            assert_eq!(baseline.knows(trial), is_against, "{}", trial.case.id);
        }
        assert_eq!(baseline.mended(&trials), Vec::<String>::new());
    }

    #[test]
    fn a_line_whose_case_is_as_expected_is_mended() {
        let trials = sample::trials();
        let lines: Vec<String> = trials.iter().map(|trial| trial.case.id.clone()).collect();
        let mended = baseline(&lines.join("\n")).mended(&trials);
        assert_eq!(mended, [sample::AS_EXPECTED]);
    }

    #[test]
    fn a_line_that_names_no_case_is_a_stranger() {
        let known = &cases::all()[0].id;
        let baseline = baseline(&format!("{known}\nno-such-case\n"));
        assert_eq!(baseline.strangers(&[]), ["no-such-case"]);
    }

    #[test]
    fn a_file_that_does_not_exist_is_new_and_written() {
        let path = std::env::temp_dir().join(format!("baseline-{}.txt", std::process::id()));
        let baseline = Baseline::read(&path).unwrap();
        assert!(baseline.is_new);
        let trials = sample::trials();
        baseline.write("http://localhost:3000/", &trials).unwrap();
        let baseline = Baseline::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!baseline.is_new);
        assert!(trials.iter().any(|trial| baseline.knows(trial)));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_obstacle() {
        let obstacle = Baseline::read(&std::env::temp_dir()).unwrap_err();
        let directory = std::env::temp_dir().display().to_string();
        assert!(obstacle.0.starts_with(&directory), "{obstacle}");
    }
}
