//! Failures that are wrong in every case.

mod traces;

use super::act::Act;
use super::browser::Hop;
use super::outcome::Blemish;
use super::stage::Stage;
use super::text::Text;

/// Growth of the resident memory that no login explains, in bytes.
const MOST_GROWTH: u64 = 64 << 20;

/// The blemishes of one response of the service.
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
    if stage.mock.has_issued(|token| is_shown(token, body)) {
        return Some(Text::new("un jeton de la personne", "a token of the agent"));
    }
    traces::of(body)
}

/// Whether `token` is in `body`, elsewhere than in a logout request: a page may lead the browser there.
fn is_shown(token: &str, body: &str) -> bool {
    const HINT: &str = "id_token_hint";
    const DISTANCE: usize = 40;
    body.match_indices(token).any(|(place, _)| {
        let before = body.as_bytes().get(..place).unwrap_or_default();
        let before = before.get(before.len().saturating_sub(DISTANCE)..);
        let before = String::from_utf8_lossy(before.unwrap_or_default());
        !before.contains(HINT)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_shown_unless_it_is_the_hint_of_a_logout() {
        assert!(is_shown("a.b.c", "<pre>a.b.c</pre>"));
        assert!(!is_shown("a.b.c", "<pre>a.b</pre>"));
        assert!(!is_shown(
            "a.b.c",
            "/session/end?id_token_hint=a.b.c&amp;state=s"
        ));
        assert!(!is_shown(
            "a.b.c",
            "<input name=\"id_token_hint\" type=\"hidden\" value=\"a.b.c\">"
        ));
    }
}
