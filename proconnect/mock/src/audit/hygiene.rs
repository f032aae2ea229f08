//! Failures that are wrong in every case.

use super::act::Act;
use super::browser::Hop;
use super::case::Case;
use super::outcome::Blemish;
use super::stage::Stage;
use super::text::Text;

/// Growth of the resident memory that no login explains, in bytes.
const MOST_GROWTH: u64 = 64 << 20;

/// Signs of internals on a page.
const INTERNALS: [(&str, Text); 6] = [
    ("Traceback (most recent call last)", STACK_TRACE),
    ("\n    at ", STACK_TRACE),
    ("panicked at", STACK_TRACE),
    (".rb:", STACK_TRACE),
    ("java.lang.", STACK_TRACE),
    ("eyJ", Text::new("un jeton", "a token")),
];

const STACK_TRACE: Text = Text::new("une trace d’exécution", "a stack trace");

/// What is wrong in one response of the service.
pub fn of(hop: &Hop, case: &Case, stage: &Stage) -> Vec<Blemish> {
    let mut blemishes = Vec::new();
    match hop.status {
        None if hop.elapsed < stage.patience => blemishes.push(Blemish::Closed),
        Some(status) if status >= 500 && !is_honest_outage(status, case) => {
            blemishes.push(Blemish::ServerError(status));
        }
        _ => {}
    }
    let shown = INTERNALS.iter().find(|(sign, _)| hop.body.contains(sign));
    blemishes.extend(shown.map(|(_, kind)| Blemish::Internals(*kind)));
    if stage
        .mock
        .secrets()
        .iter()
        .any(|secret| hop.body.contains(secret))
    {
        blemishes.push(Blemish::Internals(Text::new(
            "le secret du client",
            "the client secret",
        )));
    }
    blemishes
}

/// The growth from `before` to `after`, if both are known and it is too much.
pub fn growth(before: Option<u64>, after: Option<u64>) -> Option<Blemish> {
    let growth = after?.saturating_sub(before?);
    (growth > MOST_GROWTH).then_some(Blemish::Memory(growth))
}

/// True for 502, 503 and 504 in answer to a lie: they say that the issuer is at fault.
fn is_honest_outage(status: u16, case: &Case) -> bool {
    matches!(case.act, Act::Fault(_)) && matches!(status, 502..=504)
}
