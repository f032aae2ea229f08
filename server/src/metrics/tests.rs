use super::{
    calls::{observe_call, observe_operation},
    events::count_event,
    families::Families,
};
use axum::http::StatusCode;
use chrono::Utc;
use proconnect::{
    Endpoint, Subject,
    error::{HttpError, SessionError},
    web::{AgentHash, AuditAction, AuditEvent, AuditedAgent, EndedBy, Lapse, PlainText},
};
use std::time::Duration;

fn event(action: AuditAction, idp: Option<&str>) -> AuditEvent {
    let agent = AgentHash::of(&Subject::try_from("sub".to_owned()).unwrap());
    let who = idp.map(|idp| AuditedAgent {
        idp: Some(PlainText::new(idp)),
        acr: Some(PlainText::new("eidas2")),
        second_factor: Some(true),
        ..AuditedAgent::of_session(agent, None)
    });
    AuditEvent {
        at: Utc::now(),
        action,
        who,
        target: None,
        from: None,
        by: None,
    }
}

#[test]
fn each_event_call_and_operation_is_counted() {
    // Those of the process count what the other tests do at the same time.
    let families = &Families::new(Utc::now());
    for n in 0..150 {
        let idp = format!("71144ab3-ee1a-4401-b7b3-{n:012}");
        count_event(families, &event(AuditAction::Login, Some(&idp)));
    }
    for action in [
        AuditAction::ForeignResponse,
        AuditAction::SessionExpired(Lapse::Absolute),
        AuditAction::SessionEnded(EndedBy::Issuer),
        AuditAction::Refusal(SessionError::Unavailable.into()),
        // No session was found to end.
        AuditAction::Logout,
    ] {
        count_event(families, &event(action, None));
    }
    count_event(
        families,
        &event(AuditAction::ForeignResponse, Some("signed in")),
    );
    let took = Duration::from_millis(3);
    observe_call(families, Endpoint::Keys, Err(HttpError::TimedOut), took);
    observe_call(families, Endpoint::Keys, Ok(StatusCode::BAD_GATEWAY), took);
    observe_operation(families, "load", took, true);
    observe_operation(families, "load", took, false);

    let text = families.text();
    let call = "proconnect_issuer_call_duration_seconds_count{endpoint=\"keys\"";
    let load = "session_store_operation_duration_seconds_count{operation=\"load\"";
    for line in [
        "proconnect_sessions_begun_total 150",
        "proconnect_logins_total{outcome=\"success\",acr=\"eidas2\",idp=\"other\",second_factor=\"true\"} 50",
        "proconnect_logins_total{outcome=\"failure\",acr=\"unknown\",idp=\"unknown\",second_factor=\"unknown\"} 1",
        "proconnect_refusals_total{code=\"login_attempt.unknown\"} 2",
        "proconnect_refusals_total{code=\"session.unavailable\"} 1",
        "proconnect_sessions_ended_total{cause=\"absolute\"} 1",
        "proconnect_sessions_ended_total{cause=\"issuer\"} 1",
        &format!("{call},outcome=\"timed_out\"}} 1"),
        &format!("{call},outcome=\"error_status\"}} 1"),
        &format!("{load},outcome=\"ok\"}} 1"),
        &format!("{load},outcome=\"error\"}} 1"),
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
    assert!(!text.contains("cause=\"logout\""), "{text}");
    let series = text.matches("proconnect_logins_total{").count();
    assert_eq!(series, 102, "one for each of 100, other, and unknown");
}
