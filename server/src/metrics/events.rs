//! The metrics that are counted from the audit trail.

use super::{
    FAMILIES,
    families::{Cause, Code, Families, Login, Stream},
};
use proconnect::{
    error::Refusal,
    web::{AuditAction, AuditEvent, AuditedAgent},
};

/// The value of a label where a login was refused before the issuer gave the value.
const UNKNOWN: &str = "unknown";

/// The value of a label where the issuer gave none.
const NONE: &str = "none";

/// Counts a line of this stream, `logs` or `audit`, that the standard output did not take.
pub fn count_lost_line(stream: &'static str) {
    if let Some(families) = FAMILIES.get() {
        families.lost_lines.get_or_create(&Stream { stream }).inc();
    }
}

/// Counts an event of the audit trail.
pub fn count(event: &AuditEvent) {
    if let Some(families) = FAMILIES.get() {
        count_event(families, event);
    }
}

pub(super) fn count_event(families: &Families, event: &AuditEvent) {
    let who = event.who.as_ref();
    match event.action {
        AuditAction::Login => {
            families.sessions_begun.inc();
            count_login(families, "success", who);
        }
        AuditAction::Logout => {
            // A logout without an agent found no session to end.
            if who.is_some() {
                count_end(families, "logout");
            }
        }
        AuditAction::Refusal(refusal) => {
            if is_of_a_login(refusal) {
                count_login(families, "failure", who);
            }
        }
        AuditAction::ForeignResponse => {
            // A visitor's login failed, if it was one: a proxy may have lost the cookie of the attempt.
            if who.is_none() {
                count_login(families, "failure", None);
            }
        }
        // Counted by its code, below; and when they were lost; a managed account is not counted.
        AuditAction::LogoutTokenRefusal(_)
        | AuditAction::EventsLost(_)
        | AuditAction::AccountManaged(_) => {}
        // Its login or its refusal is counted.
        AuditAction::Admission(_) => return,
        AuditAction::SessionExpired(lapse) => count_end(families, lapse.name()),
        AuditAction::SessionEnded(by) => count_end(families, by.name()),
    }
    if event.action.is_failure()
        && let Some(code) = event.action.reason()
    {
        families.refusals.get_or_create(&Code { code }).inc();
    }
}

fn count_end(families: &Families, cause: &'static str) {
    families
        .sessions_ended
        .get_or_create(&Cause { cause })
        .inc();
}

fn count_login(families: &Families, outcome: &'static str, who: Option<&AuditedAgent>) {
    let absent = if who.is_some() { NONE } else { UNKNOWN };
    let acr = who.and_then(|who| who.acr.as_ref());
    let idp = who.and_then(|who| who.idp.as_ref());
    let labels = Login {
        outcome,
        acr: acr.map_or_else(
            || absent.to_owned(),
            |acr| families.acrs.bounded(acr.as_str()),
        ),
        idp: idp.map_or_else(|| absent.to_owned(), |idp| families.idps.uuid(idp.as_str())),
        second_factor: match who.and_then(|who| who.second_factor) {
            Some(true) => "true",
            Some(false) => "false",
            None => UNKNOWN,
        },
    };
    families.logins.get_or_create(&labels).inc();
}

/// Whether the refusal is of a step of a login.
fn is_of_a_login(refusal: Refusal) -> bool {
    match refusal {
        Refusal::Provider(_)
        | Refusal::LoginAttempt(_)
        | Refusal::AuthorizationResponse(_)
        | Refusal::TokenResponse(_)
        | Refusal::IdToken(_)
        | Refusal::UserInfo(_) => true,
        Refusal::Request(_) | Refusal::Session(_) | Refusal::Access(_) | Refusal::EndSession(_) => {
            false
        }
    }
}
