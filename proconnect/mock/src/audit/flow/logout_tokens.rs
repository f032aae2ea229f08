//! Logout tokens, for services with a `backchannel_logout_uri`: Back-Channel Logout 1.0.

use strum::IntoEnumIterator;

use super::Row;
use super::lessons::logout as lesson;
use super::play::{Answer, Judged, Play};
use crate::audit::act::Act;
use crate::audit::case::{Case, Expected, Family, Severity};
use crate::audit::outcome::Blemish;
use crate::audit::text::Text;
use crate::fault::{Fault, Jwt, JwtFault, LogoutTokenFault, PlannedFault, Until};

/// The reaction that a token deserves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deserved {
    /// The session ends.
    End,
    /// The session goes on, and the answer is 400: section 2.8.
    Refusal,
    /// The session goes on: the token names another one.
    Nothing,
    /// Either, without a failure of the server.
    Either,
}

pub fn cases() -> impl Iterator<Item = Case> {
    let of_logouts = LogoutTokenFault::iter().map(Fault::LogoutToken);
    let of_tokens = JwtFault::iter().map(|fault| Fault::Jwt(Jwt::LogoutToken, fault));
    of_logouts.chain(of_tokens).map(|fault| Case {
        id: fault.to_string(),
        family: Family::LogoutToken,
        act: Act::Fault(fault),
        told: Text::new(fault.description(), fault.description_in_english()),
        expected: match deserved(fault) {
            Deserved::Either => Expected::Either,
            _ => Expected::Safe,
        },
        severity: match deserved(fault) {
            Deserved::End => Severity::High,
            Deserved::Refusal | Deserved::Nothing => Severity::Medium,
            Deserved::Either => Severity::Low,
        },
        lesson: &lesson::LOGOUT_TOKEN,
    })
}

pub fn honest_row() -> Row {
    Row(
        Text::new(
            "un jeton de déconnexion honnête\u{a0}: la personne s’est déconnectée d’un autre service",
            "an honest logout token: the agent logged out of another service",
        ),
        Severity::High,
        &lesson::LOGOUT_TOKEN,
    )
}

/// Sections 2.4 and 2.6. `typ` is a recommendation, and so is the lifetime.
fn deserved(fault: Fault) -> Deserved {
    use JwtFault as J;
    use LogoutTokenFault as L;
    match fault {
        Fault::LogoutToken(L::SessionMissing | L::Replayed)
        | Fault::Jwt(_, J::AudienceArray | J::IssuedInFiveSeconds) => Deserved::End,
        Fault::LogoutToken(L::OtherSession) => Deserved::Nothing,
        // A sid is enough, and the comparison of the sub is optional.
        Fault::LogoutToken(L::LongLived | L::TypeJwt | L::Untyped)
        | Fault::Jwt(
            _,
            J::SubjectMissing
            | J::SubjectEmpty
            | J::SubjectNumber
            | J::SubjectHuge
            | J::OtherSubject
            | J::KidMissing
            | J::SeveralAudiences
            | J::SeveralAudiencesWithAzp
            | J::WrongAzp,
        ) => Deserved::Either,
        _ => Deserved::Refusal,
    }
}

/// The agent logs in, then out elsewhere; `fault` is in the token, or nothing is.
pub async fn run(fault: Option<Fault>, play: &mut Play<'_>) -> Judged {
    let mock = &play.stage.mock;
    if !mock.sends_logout_tokens() {
        return Ok(Answer::no_part(
            "--backchannel-logout-uri n’a pas été donné",
            "--backchannel-logout-uri was not given",
        ));
    }
    // The sessions of former cases would each have a token of their own.
    mock.end_sessions_of(&play.stage.agent).await;
    mock.take_told();
    let mut browser = play.stage.browser()?;
    play.sign_in(&mut browser).await?;
    if let Some(fault) = fault {
        mock.plan(PlannedFault {
            fault,
            until: Until::Cleared,
            client_id: None,
        });
    }
    let mock = &play.stage.mock;
    let deliveries = mock.end_sessions_of(&play.stage.agent).await;
    mock.clear_faults();
    let told = mock.take_told();
    let Some(status) = deliveries.first().map(|delivery| delivery.status) else {
        return Ok(Answer::NotTold(None));
    };
    if fault.is_some_and(|fault| !told.contains(&fault)) {
        return Ok(Answer::NotTold(None));
    }
    let failures = deliveries
        .iter()
        .filter_map(|delivery| match delivery.status {
            None => Some(Blemish::Closed),
            Some(status) if status >= 500 => Some(Blemish::ServerError(status)),
            Some(_) => None,
        });
    play.note(failures.collect());
    let is_signed_in = play.is_signed_in(&mut browser).await?;
    let deserved = fault.map_or(Deserved::End, deserved);
    Ok(judge(deserved, is_signed_in, status))
}

fn judge(deserved: Deserved, is_signed_in: bool, status: Option<u16>) -> Answer {
    let has_ended = !is_signed_in;
    match deserved {
        Deserved::End => Answer::wrong_if(
            is_signed_in,
            "la session dure encore",
            "the session goes on",
        ),
        Deserved::Refusal | Deserved::Nothing if has_ended => Answer::Wrong(Text::new(
            "le jeton faux a mis fin à la session",
            "the false token has ended the session",
        )),
        Deserved::Refusal => Answer::wrong_if(
            status.is_some_and(|status| status < 400),
            "le jeton faux est accepté\u{a0}: la réponse n’est pas 400",
            "the false token is accepted: the answer is not 400",
        ),
        Deserved::Nothing | Deserved::Either => Answer::Well,
    }
}
