//! A suite of attacks for any relying party: it drives a service from outside, as a person's browser does, lets
//! the issuer tell one lie at a time, and judges by the reaction of the service.

mod act;
pub mod arguments;
mod baseline;
mod browser;
mod case;
mod cases;
mod flow;
mod hygiene;
mod lesson;
mod outcome;
mod preparation;
mod process;
mod progress;
mod report;
mod service;
mod stage;
mod text;
mod trial;

use std::time::Instant;

use crate::clock::Clock;
use crate::server::MockProConnect;
use arguments::Arguments;
use baseline::Baseline;
use outcome::Trial;
use progress::Progress;
use report::Header;

pub use preparation::Obstacle;
pub use report::Report;
pub use text::Language;

/// Cases after which an honest agent logs in. When that fails, the refusals since the last time prove nothing.
const BETWEEN_CONTROLS: usize = 10;

/// Runs the cases that `arguments` select against the service, one after the other.
///
/// # Errors
/// When the service cannot be judged: an honest agent cannot log in, or no sign of it was found. When a file
/// that `arguments` name cannot be a report or a baseline.
pub async fn audit(mock: MockProConnect, arguments: &Arguments) -> Result<Report, Obstacle> {
    Report::check_paths(&arguments.report)?;
    let baseline = arguments.baseline.as_deref().map(Baseline::read);
    let baseline = baseline.transpose()?;
    let cases = cases::selected(&arguments.only, &arguments.except, arguments.language)?;
    let (begun_at, start) = (Clock::default().now(), Instant::now());
    let mut process = process::Process::of(arguments)?;
    process.ready(arguments).await?;
    let stage = preparation::prepare(mock, arguments).await?;
    let mut memory = process.memory();
    let mut progress = Progress::new(cases.len(), arguments.language);
    let mut trials: Vec<Trial> = Vec::with_capacity(cases.len());
    for cases in cases.chunks(BETWEEN_CONTROLS) {
        let first = trials.len();
        for case in cases {
            progress.begin(case);
            let begun = Instant::now();
            let outcome = trial::run(&stage, &mut process, case).await;
            let duration = begun.elapsed();
            let case = case.clone();
            let trial = Trial {
                case,
                outcome,
                duration,
            };
            memory = memory.max(process.memory());
            progress.show(&trial);
            trials.push(trial);
        }
        if !trial::admits_an_honest_agent(&stage).await {
            trials.iter_mut().skip(first).for_each(Trial::withdraw);
            trial::recover(&stage, &mut process).await;
        }
    }
    progress.finish();
    process.stop();
    Ok(Report {
        header: Header {
            start: arguments.start.to_string(),
            begun_at,
            duration: start.elapsed(),
            recognition: stage.service.recognition,
            memory,
        },
        language: arguments.language,
        trials,
        baseline,
    })
}

/// Prints the name of every case that `arguments` select, with its family and text.
///
/// # Errors
/// When a selection names no case.
pub fn list(arguments: &Arguments) -> Result<String, Obstacle> {
    let cases = cases::selected(&arguments.only, &arguments.except, arguments.language)?;
    let line = |case: &case::Case| {
        format!(
            "{:<14} {:<44} {}\n",
            case.family.to_string(),
            case.id,
            case.told.of(arguments.language)
        )
    };
    Ok(cases.iter().map(line).collect())
}
