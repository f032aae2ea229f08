//! Failures that are wrong in every case.

mod traces;

use super::act::Act;
use super::browser::Hop;
use super::outcome::Blemish;
use super::stage::Stage;
use super::text::Text;

/// Growth of the resident memory that no login explains, in bytes.
const MOST_GROWTH: u64 = 64 << 20;

/// What is wrong in one response of the service.
pub fn of(hop: &Hop, act: Act, stage: &Stage) -> Vec<Blemish> {
    let mut blemishes = Vec::new();
    match hop.status {
        None if hop.elapsed < stage.patience => blemishes.push(Blemish::Closed),
        Some(status) if status >= 500 && !is_honest_outage(status, act) => {
            blemishes.push(Blemish::ServerError(status));
        }
        _ => {}
    }
    // Browsers do not show the body of a redirect.
    if !hop
        .status
        .is_some_and(|status| (300..400).contains(&status))
    {
        blemishes.extend(internals(&hop.body, stage).map(Blemish::Internals));
    }
    blemishes
}

/// What `body` shows of the inside of the service, if anything.
fn internals(body: &str, stage: &Stage) -> Option<Text> {
    let secrets = stage.mock.secrets();
    if secrets.iter().any(|secret| body.contains(secret)) {
        return Some(Text::new("le secret du client", "the client secret"));
    }
    if stage.mock.has_issued_a_token_in(body) {
        return Some(Text::new("un jeton de la personne", "a token of the agent"));
    }
    traces::of(body)
}

/// The growth from `before` to `after`, if both are known and it is too much.
pub fn growth(before: Option<u64>, after: Option<u64>) -> Option<Blemish> {
    let growth = after?.saturating_sub(before?);
    (growth > MOST_GROWTH).then_some(Blemish::Memory(growth))
}

/// True for 502, 503 and 504 in answer to a lie: they say that the issuer is at fault.
fn is_honest_outage(status: u16, act: Act) -> bool {
    matches!(act, Act::Fault(_)) && matches!(status, 502..=504)
}
