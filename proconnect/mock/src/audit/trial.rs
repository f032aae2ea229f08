//! One case, from the lie to the verdict.

mod kept;

use super::act::Act;
use super::browser::{Browser, BrowserError};
use super::case::{Case, Family};
use super::flow;
use super::hygiene;
use super::outcome::{Blemish, Observation, Outcome};
use super::process::Process;
use super::stage::{Choice, Stage};
use crate::fault::{Fault, IdTokenFault, PlannedFault, Until};
use std::time::Duration;
use tokio::time::{Instant, sleep};

pub use kept::Kept;

/// Longest wait for a service that was lied to about the keys.
const RECOVERY: Duration = Duration::from_secs(90);

/// Longest wait for a service that limits how often it fetches the keys, when they change: once a minute is usual.
const REFETCH: Duration = Duration::from_secs(75);

const PAUSE: Duration = Duration::from_secs(1);

/// The agent whose case reports what is wrong in an honest login too. Other cases do not repeat it.
pub const HONEST: &str = "etat";

/// Carries `case` out in a new browser, and judges.
pub async fn run(stage: &Stage, process: &mut Process, kept: &mut Kept, case: &Case) -> Outcome {
    if kept.has(case.family) {
        return Outcome::NotTold(None);
    }
    stage.mock.clear_faults();
    stage.mock.take_told();
    let before = process.memory();
    let observed = match case.act {
        Act::Fault(fault) if fault.belongs_to_a_login() => lie(stage, case, fault).await,
        Act::Fault(fault) if flow::is_of_a_logout(fault) => {
            flow::lie_about_logout(fault, stage, case).await
        }
        Act::Fault(fault) => lie_about_documents(stage, process, case, fault).await,
        Act::Persona(persona) => {
            let choice = Choice {
                persona,
                fault: None,
            };
            log_in(stage, case, choice).await
        }
        Act::Flow(flow) => flow.run(stage, case).await,
    };
    stage.mock.clear_faults();
    if let Some(longest) = recovery(case, &observed, kept)
        && !recover(stage, process, longest).await
    {
        kept.has_wrong_keys();
    }
    let outcome = judge(
        stage,
        case,
        observed,
        hygiene::growth(before, process.memory()),
    );
    kept.learn(case.family, &outcome);
    outcome
}

fn judge(
    stage: &Stage,
    case: &Case,
    observed: Result<Observation, BrowserError>,
    growth: Option<Blemish>,
) -> Outcome {
    match observed {
        Ok(mut observation) => {
            observation.blemishes.extend(growth);
            if case.act != Act::Persona(HONEST) {
                let is_ordinary = |blemish: &Blemish| stage.ordinary.contains(blemish);
                observation
                    .blemishes
                    .retain(|blemish| !is_ordinary(blemish));
            }
            Outcome::of(case, observation)
        }
        Err(error) => Outcome::NotRun(error.to_string()),
    }
}

/// The agent logs in, and the issuer lies about that login.
async fn lie(stage: &Stage, case: &Case, fault: Fault) -> Result<Observation, BrowserError> {
    let choice = Choice {
        fault: Some(fault),
        ..stage.honest()
    };
    let mut observation = log_in(stage, case, choice).await?;
    observation.is_told = stage.mock.take_told().contains(&fault);
    if is_of_new_keys(fault) && observation.is_told && observation.is_signed_in == Some(false) {
        observation.is_signed_in = Some(admits_within(stage, REFETCH).await);
    }
    Ok(observation)
}

/// The agent logs in while the issuer's metadata or keys are false. A service reads them when it starts, or when
/// it meets a key that it does not know.
async fn lie_about_documents(
    stage: &Stage,
    process: &mut Process,
    case: &Case,
    fault: Fault,
) -> Result<Observation, BrowserError> {
    stage.mock.plan(PlannedFault {
        fault,
        until: Until::Cleared,
        client_id: None,
    });
    // New keys, or a service that keeps the old ones on its disk would rightly admit.
    if case.family == Family::Keys {
        let rotated = tokio::task::block_in_place(|| stage.mock.rotate_keys(true));
        rotated.map_err(|error| BrowserError::Broken(error.to_string()))?;
    }
    process.restart(&stage.service.start).await;
    let mut observation = log_in(stage, case, stage.honest()).await?;
    observation.is_told = stage.mock.take_told().contains(&fault);
    Ok(observation)
}

/// False for lies that a service may remember: about the metadata and the keys.
fn is_about_one_login(fault: Fault) -> bool {
    fault.belongs_to_a_client() && !is_of_new_keys(fault)
}

/// True for the faults that give the issuer new keys.
fn is_of_new_keys(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::IdToken(IdTokenFault::KeyRotated | IdTokenFault::KeyReplaced)
    )
}

/// The longest wait for the service after `case`; `None` when the case left nothing in its memory.
fn recovery(
    case: &Case,
    observed: &Result<Observation, BrowserError>,
    kept: &Kept,
) -> Option<Duration> {
    let Act::Fault(fault) = case.act else {
        return None;
    };
    if is_about_one_login(fault) || kept.is_shut() {
        return None;
    }
    let Ok(observation) = observed else {
        return Some(RECOVERY);
    };
    if !is_of_new_keys(fault) {
        let is_told_or_rotated = observation.is_told || case.family == Family::Keys;
        return is_told_or_rotated.then_some(RECOVERY);
    }
    let is_shut = observation.is_told && observation.is_signed_in != Some(true);
    // The verdict waited for the service already: only a restart can still help.
    let is_waited_for = observation.is_signed_in == Some(false) && !kept.can_restart();
    let longest = if is_waited_for {
        Duration::ZERO
    } else {
        RECOVERY
    };
    is_shut.then_some(longest)
}

/// Restarts the service if the suite can, then waits until it admits an honest agent again: a service may
/// limit how often it fetches the keys. Returns false when it does not within `longest`.
async fn recover(stage: &Stage, process: &mut Process, longest: Duration) -> bool {
    process.restart(&stage.service.start).await;
    admits_within(stage, longest).await
}

/// Recovers from the failure of an honest agent, as [`recover`].
pub async fn recover_from_failure(stage: &Stage, process: &mut Process, kept: &mut Kept) {
    if !kept.is_shut() && !recover(stage, process, RECOVERY).await {
        kept.has_wrong_keys();
    }
}

async fn admits_within(stage: &Stage, longest: Duration) -> bool {
    let limit = Instant::now() + longest;
    while Instant::now() < limit {
        if admits_an_honest_agent(stage).await {
            return true;
        }
        sleep(PAUSE).await;
    }
    false
}

/// Whether an honest agent can log in. A refusal of a lie means nothing when they cannot.
pub async fn admits_an_honest_agent(stage: &Stage) -> bool {
    let Ok(mut browser) = stage.browser() else {
        return false;
    };
    let _ = stage.log_in(&mut browser, stage.honest()).await;
    stage.is_signed_in(&mut browser).await.unwrap_or(false)
}

/// Logs in, and looks whether that succeeded. A service that fails in between is observed, not an error.
async fn log_in(
    stage: &Stage,
    case: &Case,
    choice: Choice<'_>,
) -> Result<Observation, BrowserError> {
    let mut browser = stage.browser()?;
    let failed = stage.log_in(&mut browser, choice).await.err();
    // A service that refuses to start with false metadata refuses everybody.
    let seen = stage.is_signed_in_as(choice.persona, &mut browser).await;
    let (is_signed_in, failed) = match seen {
        Ok(is_signed_in) => (Some(is_signed_in), failed),
        Err(_) if matches!(case.family, Family::Keys | Family::Discovery) => (Some(false), failed),
        // The lie keeps the service busy, and nothing shows who is signed in.
        Err(BrowserError::TimedOut(url)) if stage.service.is_own(&url) => {
            (None, Some(BrowserError::TimedOut(url)))
        }
        Err(error) => return Err(error),
    };
    let blemishes = blemishes(stage, case, &mut browser, failed);
    Ok(Observation {
        is_told: true,
        why_not_told: None,
        is_signed_in,
        violation: None,
        blemishes,
    })
}

/// The blemishes of the responses of the service along the way.
pub fn blemishes(
    stage: &Stage,
    case: &Case,
    browser: &mut Browser,
    failed: Option<BrowserError>,
) -> Vec<Blemish> {
    let hops = browser
        .take_hops()
        .into_iter()
        .filter(|hop| stage.service.is_own(&hop.url));
    let mut blemishes: Vec<Blemish> = hops
        .flat_map(|hop| hygiene::of(&hop, case.act, stage))
        .collect();
    if let Some(BrowserError::TimedOut(url)) = failed
        && stage.service.is_own(&url)
    {
        blemishes.push(Blemish::NoAnswer(stage.patience));
    }
    blemishes.dedup();
    blemishes
}
