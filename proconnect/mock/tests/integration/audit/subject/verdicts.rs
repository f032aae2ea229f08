//! A run of the suite in this process.

use clap::Parser;
use mock_proconnect::audit::arguments::Arguments;
use mock_proconnect::audit::{self as suite, Report};

use super::{Careless, start_both};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

pub struct Verdicts(pub Report);

impl Verdicts {
    /// The cases with a verdict against the service.
    pub fn against(&self) -> Vec<String> {
        let trials = self.0.trials.iter();
        let against = trials.filter(|trial| trial.outcome.is_against());
        against.map(|trial| trial.case.id.clone()).collect()
    }

    /// The cases with a verdict against the service, each with the verdict.
    pub fn findings(&self) -> Vec<String> {
        let trials = self.0.trials.iter();
        let against = trials.filter(|trial| trial.outcome.is_against());
        against
            .map(|trial| format!("{}: {:?}", trial.case.id, trial.outcome))
            .collect()
    }

    /// The verdict of one case, for the message of a test that fails.
    pub fn of(&self, case: &str) -> Option<String> {
        let mut trials = self.0.trials.iter();
        let trial = trials.find(|trial| trial.case.id == case)?;
        Some(format!("{:?}", trial.outcome))
    }

    /// The cases that could not be carried out, each with the reason.
    pub fn not_run(&self) -> Vec<String> {
        let trials = self.0.trials.iter();
        let outcomes = trials.map(|trial| (&trial.case.id, format!("{:?}", trial.outcome)));
        outcomes
            .filter(|(_, outcome)| outcome.starts_with("NotRun"))
            .map(|(id, outcome)| format!("{id}: {outcome}"))
            .collect()
    }
}

/// Runs the cases `only` against a service with these habits.
pub async fn audit(careless: &[Careless], only: &[&str]) -> Verdicts {
    let flags = only.iter().flat_map(|case| ["--only", case]);
    Verdicts(run(careless, flags).await.unwrap())
}

/// Runs the suite with these flags against a service that it cannot judge, and returns the reason.
pub async fn obstacle(careless: &[Careless], flags: &[&str]) -> String {
    let run = run(careless, flags.iter().copied()).await;
    run.err().unwrap().to_string()
}

async fn run<'a>(
    careless: &[Careless],
    flags: impl Iterator<Item = &'a str>,
) -> Result<Report, suite::Obstacle> {
    let (mock, origin) = start_both(careless).await;
    let start = format!("{origin}/");
    let line = ["audit", "--start", &start, "--patience", "5"].map(str::to_owned);
    let line = line.into_iter().chain(flags.map(str::to_owned));
    let arguments = Line::parse_from(line).arguments;
    suite::audit(mock, &arguments).await
}
