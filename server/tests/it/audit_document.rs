//! The example lines of the guide to the audit trail, in both languages.

use crate::{
    audit_trail::browser,
    support::{Browser, TestApp, Trail},
};
use chrono::DateTime;
use proconnect::{
    identity::Subject,
    web::{
        Account, AgentHash, AuditAction, AuditEvent, AuditedOperator, EndedBy, Lapse, PlainText,
        SessionReference,
    },
};
use std::fs;

const GUIDES: [&str; 2] = ["piste-d-audit.md", "en/audit-trail.md"];
const COMMAND: &str = "UPDATE_DOCS=1 cargo test -p server --test it audit_document";

/// The values that differ from run to run.
const FIXED: [(&str, &str); 3] = [
    ("@timestamp", "2027-01-15T08:00:00.000Z"),
    ("http.request.id", "4fd1a9b07c3e"),
    ("proconnect.session", "9f2c4e5ab01d7386fe54a1907cd3b862"),
];

#[tokio::test]
async fn f8_the_guide_shows_a_true_line_of_each_kind() {
    let examples = examples().await;
    for guide in GUIDES {
        let path = format!("{}/../docs/guides/{guide}", env!("CARGO_MANIFEST_DIR"));
        let committed = fs::read_to_string(&path).unwrap();
        let mut text = committed.clone();
        for (name, line) in &examples {
            text = with_example(&text, name, line);
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, text).unwrap();
        } else {
            assert!(
                committed == text,
                "docs/guides/{guide} is stale; write its examples anew with: {COMMAND}"
            );
        }
    }
}

/// One line of each kind, by the name of its example.
async fn examples() -> Vec<(&'static str, String)> {
    let app = TestApp::start().await;
    let mut browser = browser(&app);
    let mut examples = Vec::new();
    browser.log_in().await;
    let lines = app.trail.take();
    examples.push(("admission", line_of(&lines, "admission")));
    examples.push(("login", line_of(&lines, "login")));
    browser
        .get("/auth/proconnect/callback?state=a&code=b")
        .await;
    examples.push(("foreign_response", app.trail.take()));
    browser
        .get("/auth/proconnect/logout/callback?state=a")
        .await;
    examples.push(("refusal", app.trail.take()));
    browser.log_in().await;
    let ended = line_of(&app.trail.take(), "session_ended_by_other");
    examples.push(("session_ended_by_other", ended));
    examples.push(("account_managed", managed(&app, &mut browser).await));
    browser.post("/auth/proconnect/logout", "").await;
    examples.push(("logout", app.trail.take()));
    browser.post("/auth/proconnect/logout", "").await;
    examples.push(("logout_without_session", app.trail.take()));
    for (name, action) in [
        ("session_expired", AuditAction::SessionExpired(Lapse::Idle)),
        (
            "session_ended_by_operator",
            AuditAction::SessionEnded(EndedBy::Operator),
        ),
        ("events_lost", AuditAction::EventsLost(12)),
    ] {
        examples.push((name, outside_of_a_request(action)));
    }
    let fixed = examples.into_iter().map(|(name, line)| {
        let fixed = FIXED
            .iter()
            .fold(line, |line, (key, value)| with_value(&line, key, value));
        (name, fixed.trim_end().to_owned())
    });
    fixed.collect()
}

/// The line of that action.
fn line_of(lines: &str, action: &str) -> String {
    let action = format!("\"event.action\":\"{action}\"");
    let mut lines = lines.lines().filter(|line| line.contains(&action));
    lines.next().unwrap().to_owned()
}

/// The line of an invitation.
async fn managed(app: &TestApp, browser: &mut Browser) -> String {
    app.execute_in_store("UPDATE memberships SET role = 'administrator'")
        .await;
    let agent = browser.agent_field().await;
    let form = format!("{agent}&email=denis.claret@ministere.example.fr&role=member");
    browser.submit("/api/invite_member", &form).await;
    app.trail.take()
}

/// The line of a session that ends while no browser asks.
fn outside_of_a_request(action: AuditAction) -> String {
    let agent = AgentHash::of(&Subject::try_from("a-subject".to_owned()).unwrap());
    let session = FIXED[2].1.parse::<SessionReference>().unwrap();
    let at = DateTime::UNIX_EPOCH;
    let event = AuditEvent::of_session(at, action, agent, session);
    let event = match action {
        AuditAction::EventsLost(_) => AuditEvent { who: None, ..event },
        AuditAction::SessionEnded(EndedBy::Operator) => AuditEvent {
            by: Some(operator()),
            ..event
        },
        _ => event,
    };
    let trail = Trail::default();
    trail.sink().record(&event);
    trail.take()
}

/// Jeanne, who became root.
fn operator() -> AuditedOperator {
    let account = |id, name| Account {
        id,
        name: Some(PlainText::new(name)),
    };
    AuditedOperator {
        host: Some(PlainText::new("web-1")),
        account: account(0, "root"),
        login: Some(account(1001, "jeanne")),
    }
}

/// Replaces the text of that member, where the line has it.
fn with_value(line: &str, key: &str, value: &str) -> String {
    let start = format!("\"{key}\":\"");
    let Some((before, rest)) = line.split_once(&start) else {
        return line.to_owned();
    };
    let (old, after) = rest.split_once('"').unwrap();
    assert_eq!(old.len(), value.len(), "{key} has another form: {old}");
    format!("{before}{start}{value}\"{after}")
}

/// Replaces the block of code after the mark of that example.
fn with_example(guide: &str, name: &str, line: &str) -> String {
    let mark = format!("<!-- {name} -->\n```json\n");
    let (before, rest) = guide
        .split_once(&mark)
        .unwrap_or_else(|| panic!("the guide has no {mark}"));
    let (_, after) = rest.split_once("\n```").unwrap();
    format!("{before}{mark}{line}\n```{after}")
}
