use super::*;
use crate::{
    error::{AccessError, AuthorizationResponseError},
    test_tokens::agent,
    web::{Account, AgentHash, EndedBy, Lapse, SessionReference},
};
use chrono::DateTime;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_sessions::session::Id;

fn written(action: AuditAction, who: Option<AuditedAgent>, user_agent: &str) -> Value {
    let event = AuditEvent {
        at: DateTime::from_timestamp_millis(1_800_000_000_123).unwrap(),
        action,
        who,
        target: None,
        from: Some(Arc::new(AuditedRequest {
            client: Some([192, 0, 2, 1].into()),
            id: Some(PlainText::new("0123456789ab")),
            platform_id: None,
            user_agent: Some(PlainText::new(user_agent)),
        })),
        by: None,
    };
    let line = serde_json::to_string(&event).unwrap();
    assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
    serde_json::from_str(&line).unwrap()
}

#[test]
fn f8_an_event_is_one_flat_object_of_the_elastic_common_schema() {
    let mut identity = agent(None);
    identity.idp_id = Some("idp\r\n{\"event.action\":\"login\"}".to_owned());
    let reference = SessionReference::of(Id(7));
    let policy = crate::acr_policy::AcrPolicy::default();
    let who = AuditedAgent::of(&identity, Some(reference.clone()), &policy);
    let line = written(AuditAction::Login, Some(who), "a\r\nb\u{202e}");
    assert_eq!(line["@timestamp"], "2027-01-15T08:00:00.123Z");
    assert_eq!(line["user.hash"], AgentHash::of(&identity.sub).as_str());
    assert_eq!(line["proconnect.session"], reference.as_str());
    let escaped = "idp\\u{d}\\u{a}{\"event.action\":\"login\"}";
    assert_eq!(line["proconnect.idp"], escaped);
    assert_eq!(line["proconnect.second_factor"], false);
    assert_eq!(line["user_agent.original"], "a\\u{d}\\u{a}b\\u{202e}");
    assert_eq!(line["client.ip"], "192.0.2.1");
    assert_eq!(line.get("labels.platform_request_id"), None);
    let nested = line.as_object().unwrap().values();
    assert!(!nested.into_iter().any(Value::is_object), "{line}");
}

#[test]
fn f8_each_kind_has_its_action_reason_and_outcome() {
    for (action, name, reason, outcome) in [
        (AuditAction::Login, "login", Value::Null, "success"),
        (AuditAction::Logout, "logout", Value::Null, "success"),
        (
            AuditAction::Refusal(AuthorizationResponseError::LoginRequired.into()),
            "refusal",
            json!("authorization_response.login_required"),
            "failure",
        ),
        (
            AuditAction::Refusal(AccessError::RoleMissing.into()),
            "refusal",
            json!("access.role_missing"),
            "failure",
        ),
        (
            AuditAction::ForeignResponse,
            "foreign_response",
            json!("login_attempt.unknown"),
            "failure",
        ),
        (
            AuditAction::SessionExpired(Lapse::Idle),
            "session_expired",
            json!("idle"),
            "success",
        ),
        (
            AuditAction::SessionEnded(EndedBy::Operator),
            "session_ended_by_other",
            json!("operator"),
            "success",
        ),
        (
            AuditAction::SessionEnded(EndedBy::Administrator),
            "session_ended_by_other",
            json!("administrator"),
            "success",
        ),
        (
            AuditAction::AccountManaged("access_closed"),
            "account_managed",
            json!("access_closed"),
            "success",
        ),
    ] {
        let line = written(action, None, "");
        assert_eq!(line["event.action"], name);
        assert_eq!(line["event.reason"], reason);
        assert_eq!(line["event.outcome"], outcome);
        assert_eq!(line["event.kind"], "event");
        assert_eq!(line.get("user.hash"), None);
    }
}

#[test]
fn f8_the_operator_of_a_command_is_an_account_of_a_machine() {
    let account = |id, name| Account {
        id,
        name: Some(PlainText::new(name)),
    };
    let operator = AuditedOperator {
        host: Some(PlainText::new("web-1")),
        account: account(0, "root"),
        login: Some(account(1001, "jeanne\n")),
    };
    let action = AuditAction::SessionEnded(EndedBy::Operator);
    let (agent, session) = (AgentHash::of(&agent(None).sub), SessionReference::of(Id(7)));
    let event = AuditEvent::of_session(DateTime::UNIX_EPOCH, action, agent, session);
    let event = AuditEvent {
        by: Some(operator),
        target: Some(AgentHash::of_address("recrue@example.fr")),
        ..event
    };
    let line = serde_json::to_value(&event).unwrap();
    for (name, expected) in [
        (
            "user.target.hash",
            AgentHash::of_address("recrue@example.fr").as_str(),
        ),
        ("host.hostname", "web-1"),
        ("process.user.id", "0"),
        ("process.user.name", "root"),
        ("process.entry_leader.user.id", "1001"),
        ("process.entry_leader.user.name", "jeanne\\u{a}"),
    ] {
        assert_eq!(line[name], expected, "{name}");
    }
}
