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
mod stop;
mod text;
mod trial;

use std::pin::pin;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::server::MockProConnect;
use arguments::Arguments;
use baseline::Baseline;
use outcome::{Outcome, Trial};
use progress::Progress;
use report::Header;
use stage::Stage;
use stop::Stop;

pub use preparation::Obstacle;
pub use report::Report;
pub use text::Language;

/// Cases after which an honest agent logs in. When that fails, the refusals since the last time prove nothing.
const BETWEEN_CONTROLS: usize = 10;

/// Longest wait for the last honest agent, when a signal stops the run.
const LAST_CONTROL: Duration = Duration::from_secs(5);

/// Runs the cases that `arguments` select against the service, one after the other.
///
/// # Errors
/// When the service cannot be judged: an honest agent cannot log in, or no sign of it was found. When a file
/// that `arguments` name cannot be a report or a baseline.
pub async fn audit(mock: MockProConnect, arguments: &Arguments) -> Result<Report, Obstacle> {
    audit_until(mock, arguments, std::future::pending()).await
}

/// Like [`audit`], until `stop` is ready: the report then has the cases that were finished, and the others as not
/// run. No baseline is written from a part of the cases.
///
/// # Errors
/// Those of [`audit`], and when `stop` is ready before the first case.
pub async fn audit_until(
    mock: MockProConnect,
    arguments: &Arguments,
    stop: impl Future<Output = ()>,
) -> Result<Report, Obstacle> {
    Report::check_paths(&arguments.report)?;
    let baseline = arguments.baseline.as_deref().map(Baseline::read);
    let baseline = baseline.transpose()?;
    let cases = cases::selected(&arguments.only, &arguments.except, arguments.language)?;
    let (begun_at, start) = (Clock::default().now(), Instant::now());
    let mut progress = Progress::new(cases.len(), arguments.language);
    let mut kept = trial::Kept::new(arguments.command.is_some());
    if !kept.can_restart() {
        progress.warn_without_command(&cases);
    }
    let stop = pin!(async {
        stop.await;
        progress::show_stop(arguments.language);
    });
    let mut stop = Stop::new(stop);
    let mut process = process::Process::of(arguments)?;
    let prepared = async {
        process.ready(arguments).await?;
        preparation::prepare(mock, arguments).await
    };
    let stopped = || Obstacle("stopped by a signal: no report is written".into());
    let stage = stop.unless_received(prepared).await.ok_or_else(stopped)??;
    let mut memory = process.memory();
    let mut trials: Vec<Trial> = Vec::with_capacity(cases.len());
    for cases in cases.chunks(BETWEEN_CONTROLS) {
        let first = trials.len();
        for case in cases {
            let begun = Instant::now();
            if !stop.is_received {
                progress.begin(case);
            }
            let run = trial::run(&stage, &mut process, &mut kept, case);
            let outcome = stop.unless_received(run).await;
            let trial = Trial {
                case: case.clone(),
                duration: begun.elapsed(),
                outcome: outcome.unwrap_or_else(Outcome::stopped),
            };
            memory = memory.max(process.memory());
            if !stop.is_received {
                progress.show(&trial);
            }
            trials.push(trial);
        }
        let control = control(&stage, &mut process, &mut kept, &mut trials[first..]);
        if stop.unless_received(control).await.is_none() {
            last_control(&stage, &mut trials[first..]).await;
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
        baseline: baseline.filter(|baseline| !(stop.is_received && baseline.is_new)),
    })
}

/// An honest agent logs in after `trials`. When that fails, the refusals among them prove nothing.
async fn control(
    stage: &Stage,
    process: &mut process::Process,
    kept: &mut trial::Kept,
    trials: &mut [Trial],
) {
    if !trial::admits_an_honest_agent(stage).await {
        trials.iter_mut().for_each(Trial::withdraw);
        trial::recover_from_failure(stage, process, kept).await;
    }
}

/// The control of a run that was stopped among `trials`, if it can change a verdict.
async fn last_control(stage: &Stage, trials: &mut [Trial]) {
    let is_good = |trial: &Trial| trial.outcome == Outcome::AsExpected;
    if !trials.iter().any(is_good) {
        return;
    }
    stage.mock.clear_faults();
    let admitted = tokio::time::timeout(LAST_CONTROL, trial::admits_an_honest_agent(stage));
    if !admitted.await.unwrap_or(false) {
        trials.iter_mut().for_each(Trial::withdraw);
    }
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
