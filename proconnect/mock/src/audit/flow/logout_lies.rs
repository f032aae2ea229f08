//! Logouts that do not return as they should: the session of the service is over all the same.

use strum::IntoEnumIterator;

use super::lessons::logout as lesson;
use super::logout::log_out;
use super::play::{Answer, Judged, Play};
use crate::audit::act::Act;
use crate::audit::browser::BrowserError;
use crate::audit::case::{Case, Expected, Family, Severity};
use crate::audit::text::Text;
use crate::fault::{Fault, LogoutFault, PlannedFault, Until};

pub fn cases() -> impl Iterator<Item = Case> {
    LogoutFault::iter().map(Fault::Logout).map(|fault| Case {
        id: fault.to_string(),
        family: Family::Logout,
        act: Act::Fault(fault),
        told: Text::new(fault.description(), fault.description_in_english()),
        expected: Expected::Safe,
        severity: Severity::Medium,
        lesson: &lesson::LOCAL,
    })
}

pub async fn run(fault: Fault, play: &mut Play<'_>) -> Judged {
    if play.stage.service.log_out.is_none() {
        return Ok(Answer::no_logout());
    }
    let mut browser = play.stage.browser()?;
    play.sign_in(&mut browser).await?;
    play.stage.mock.plan(PlannedFault {
        fault,
        until: Until::Cleared,
        client_id: None,
    });
    let page = log_out(play, &mut browser).await;
    play.stage.mock.clear_faults();
    page?;
    if !play.stage.mock.take_told().contains(&fault) {
        return Ok(Answer::NotTold(None));
    }
    judge(play, &mut browser).await
}

async fn judge(
    play: &mut Play<'_>,
    browser: &mut crate::audit::browser::Browser,
) -> Result<Answer, BrowserError> {
    let is_signed_in = play.is_signed_in(browser).await?;
    Ok(Answer::wrong_if(
        is_signed_in,
        "la personne est toujours connectée",
        "the agent is still signed in",
    ))
}
